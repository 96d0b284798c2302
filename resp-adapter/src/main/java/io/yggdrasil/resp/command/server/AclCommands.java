package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.clients.Passwords;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of ACL that tells facts: there is one user, and commands have categories. */
public final class AclCommands implements CommandFamily {
    private static final Help HELP = new Help(
            "acl",
            "CAT [<category>]",
            "    The categories, or the commands of one.",
            "USERS",
            "    The users: there is one.",
            "WHOAMI",
            "    The connection's user.");

    private final CommandTable table;

    /** Makes the family over the table that it becomes a part of. */
    public AclCommands(CommandTable table) {
        this.table = table;
    }

    @Override
    public void register(CommandTable target) {
        target.add(Command.named("acl")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("6.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on users.")
                .sub(Command.named("cat")
                        .arity(-2)
                        .syntax("[category]")
                        .flags(NOSCRIPT, LOADING, STALE)
                        .since("6.0.0")
                        .complexity("O(1)")
                        .summary("Lists categories, or the commands of one.")
                        .handler(this::categories))
                .sub(Command.named("users")
                        .arity(2)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                        .since("6.0.0")
                        .complexity("O(N) for N users.")
                        .summary("Lists the users.")
                        .handler(AclCommands::users))
                .sub(Command.named("whoami")
                        .arity(2)
                        .flags(NOSCRIPT, LOADING, STALE)
                        .since("6.0.0")
                        .summary("Names the connection's user.")
                        .handler(call -> call.reply().bulk(Passwords.userOf(call.session()))))
                .sub(HELP.declare().since("6.0.0")));
    }

    private static void users(Call call) {
        call.reply().array(1);
        call.reply().bulk(Passwords.DEFAULT_USER);
    }

    private void categories(Call call) {
        if (call.count() > 3) {
            throw Errors.syntax();
        }
        if (call.count() == 2) {
            call.reply().array(AclCategory.values().length);
            for (AclCategory category : AclCategory.values()) {
                call.reply().bulk(category.wireName());
            }
            return;
        }
        List<String> names = commandsOf(category(call.text(2)));
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private static AclCategory category(String name) {
        for (AclCategory category : AclCategory.values()) {
            if (category.wireName().equals(name.toLowerCase(Locale.ROOT))) {
                return category;
            }
        }
        throw new RedisException("ERR Unknown category '" + name + "'");
    }

    private List<String> commandsOf(AclCategory category) {
        List<String> names = new ArrayList<>();
        for (Command command : table.all()) {
            if (command.categories().contains(category)) {
                names.add(command.fullName());
            }
            command.subcommands().values().stream()
                    .filter(sub -> sub.categories().contains(category))
                    .forEach(sub -> names.add(sub.fullName()));
        }
        return names;
    }
}
