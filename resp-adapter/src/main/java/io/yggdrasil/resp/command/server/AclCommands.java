package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;
import static io.yggdrasil.resp.command.CommandFlag.UNLOCKED;

import io.yggdrasil.resp.acl.Selector;
import io.yggdrasil.resp.acl.User;
import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** ACL: what users and categories there are, and what a user may do. What changes users is in {@link AclChanges}. */
public final class AclCommands implements CommandFamily {
    private static final String[] ALL_NODES = {"request_policy:all_nodes", "response_policy:all_succeeded"};
    private static final int PASSWORD_BITS = 256;
    private static final int PASSWORD_BITS_MAX = 4096;

    private static final Help HELP = new Help(
            "acl",
            "CAT [<category>]",
            "    The categories, or the commands of one.",
            "DELUSER <username> [<username> ...]",
            "    Removes users and closes their connections.",
            "DRYRUN <username> <command> [<arg> ...]",
            "    Whether the user may run the command, which is not run.",
            "GENPASS [<bits>]",
            "    A random password, of 256 bits unless told otherwise.",
            "GETUSER <username>",
            "    A user's rules by their kind.",
            "LIST",
            "    All users with their rules.",
            "LOAD",
            "    Replaces the users by those of the ACL file.",
            "LOG [<count> | RESET]",
            "    What was refused, the latest first.",
            "SAVE",
            "    Writes the users to the ACL file.",
            "SETUSER <username> [<rule> ...]",
            "    Makes or changes a user.",
            "USERS",
            "    The names of all users.",
            "WHOAMI",
            "    The connection's user.");

    private final CommandTable table;
    private final Users users;
    private final AclChanges changes;
    private final SecureRandom random = new SecureRandom();

    /** Makes the family over the table that it becomes a part of. */
    public AclCommands(CommandTable table, Users users, Parameters parameters) {
        this.table = table;
        this.users = users;
        this.changes = new AclChanges(users, parameters);
    }

    @Override
    public void register(CommandTable target) {
        target.add(Command.named("acl")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("6.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on users.")
                .sub(open("cat", -2, "Lists categories, or the commands of one.", this::categories)
                        .syntax("[category]"))
                .sub(admin("deluser", -3, "Removes users and closes their connections.", changes::remove)
                        .flags(SLOW_PATH, UNLOCKED)
                        .syntax("username...")
                        .complexity("O(N) for N users.")
                        .tips(ALL_NODES))
                .sub(admin("dryrun", -4, "Tells whether a user may run a command.", this::tryOut)
                        .syntax("username command [arg...]")
                        .since("7.0.0"))
                .sub(open("genpass", -2, "Makes a random password.", this::password)
                        .syntax("[bits:integer]"))
                .sub(admin("getuser", 3, "Tells a user's rules.", this::tell)
                        .syntax("username")
                        .complexity("O(N) for N rules."))
                .sub(admin("list", 2, "Lists all users with their rules.", this::list)
                        .complexity("O(N) for N users."))
                .sub(admin("load", 2, "Replaces the users by those of the ACL file.", changes::load)
                        .flags(SLOW_PATH, UNLOCKED)
                        .complexity("O(N) for N users."))
                .sub(admin("log", -2, "Tells what was refused.", new AclLogReply(users.log()))
                        .syntax("[operation=(count:integer|RESET)]")
                        .complexity("O(N) for N entries."))
                .sub(admin("save", 2, "Writes the users to the ACL file.", changes::save)
                        .flags(SLOW_PATH, UNLOCKED)
                        .complexity("O(N) for N users.")
                        .tips(ALL_NODES))
                .sub(admin("setuser", -3, "Makes or changes a user.", changes::set)
                        .flags(SLOW_PATH, UNLOCKED)
                        .syntax("username [rule...]")
                        .complexity("O(N) for N rules.")
                        .tips(ALL_NODES))
                .sub(admin("users", 2, "Lists the names of all users.", this::names)
                        .complexity("O(N) for N users."))
                .sub(open(
                        "whoami",
                        2,
                        "Names the connection's user.",
                        call -> call.reply().bulk(Latin.bytes(call.session().user()))))
                .sub(HELP.declare().since("6.0.0")));
    }

    private static Command.Builder open(String name, int arity, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(NOSCRIPT, LOADING, STALE)
                .since("6.0.0")
                .summary(summary)
                .handler(handler);
    }

    private static Command.Builder admin(String name, int arity, String summary, CommandHandler handler) {
        return open(name, arity, summary, handler).flags(ADMIN);
    }

    /** The error for a subcommand that was given more arguments than it takes. */
    static RedisException wrongSubcommand(Call call) {
        return new RedisException(
                "ERR unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try ACL HELP.");
    }

    // Categories.

    private void categories(Call call) {
        if (call.count() > 3) {
            throw wrongSubcommand(call);
        }
        if (call.count() == 2) {
            call.reply().array(AclCategory.values().length);
            for (AclCategory category : AclCategory.values()) {
                call.reply().bulk(category.wireName());
            }
            return;
        }
        AclCategory category = AclCategory.find(call.text(2));
        if (category == null) {
            throw new RedisException("ERR Unknown category '" + call.text(2) + "'");
        }
        List<String> names = commandsOf(category);
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
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

    // Users.

    private void names(Call call) {
        Collection<User> all = users.current().all();
        call.reply().array(all.size());
        all.forEach(user -> call.reply().bulk(Latin.bytes(user.name())));
    }

    private void list(Call call) {
        Collection<User> all = users.current().all();
        call.reply().array(all.size());
        all.forEach(user -> call.reply().bulk(Latin.bytes(user.line())));
    }

    private void tell(Call call) {
        ReplyWriter reply = call.reply();
        User user = users.current().find(call.token(2));
        if (user == null) {
            reply.nullBulk();
            return;
        }
        reply.map(6);
        reply.bulk("flags");
        reply.set(user.flags().size());
        user.flags().forEach(reply::bulk);
        reply.bulk("passwords");
        reply.array(user.passwords().size());
        user.passwords().forEach(reply::bulk);
        tell(reply, user.selectors().get(0));
        reply.bulk("selectors");
        reply.array(user.selectors().size() - 1);
        user.selectors().stream().skip(1).forEach(selector -> {
            reply.map(3);
            tell(reply, selector);
        });
    }

    private static void tell(ReplyWriter reply, Selector selector) {
        reply.bulk("commands");
        reply.bulk(Latin.bytes(selector.shownCommands()));
        reply.bulk("keys");
        reply.bulk(Latin.bytes(selector.shownKeys()));
        reply.bulk("channels");
        reply.bulk(Latin.bytes(selector.shownChannels()));
    }

    private void tryOut(Call call) {
        new DryRun(table, users.current()).write(call);
    }

    private void password(Call call) {
        if (call.count() > 3) {
            throw wrongSubcommand(call);
        }
        long bits = call.count() == 2 ? PASSWORD_BITS : call.integer(2);
        if (bits <= 0 || bits > PASSWORD_BITS_MAX) {
            throw new RedisException("ERR ACL GENPASS argument must be the number of bits for the output password, a"
                    + " positive number up to " + PASSWORD_BITS_MAX);
        }
        byte[] bytes = new byte[PASSWORD_BITS_MAX / Byte.SIZE];
        random.nextBytes(bytes);
        call.reply().bulk(HexFormat.of().formatHex(bytes).substring(0, (int) (bits + 3) / 4));
    }
}
