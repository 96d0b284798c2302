package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.Help;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

/** COMMAND: the table, as it is declared. */
public final class CommandCommands implements CommandFamily {
    private static final String N_COMMANDS = "O(N) for N commands that were asked for.";
    private static final Help HELP = new Help(
            "command",
            "(no subcommand)",
            "    Every command with what a client needs to route it.",
            "COUNT",
            "    Number of commands.",
            "DOCS [<command> ...]",
            "    What commands do; all without an argument.",
            "GETKEYS <full command>",
            "    The keys of a command.",
            "GETKEYSANDFLAGS <full command>",
            "    The keys of a command and what it does with each.",
            "INFO [<command> ...]",
            "    What a client needs to route commands; all without an argument.",
            "LIST [FILTERBY (ACLCAT <category>|PATTERN <pattern>|MODULE <module>)]",
            "    Names of commands.");

    private final CommandTable table;

    /** Makes the family over the table that it becomes a part of. */
    public CommandCommands(CommandTable table) {
        this.table = table;
    }

    @Override
    public void register(CommandTable target) {
        KeysOfCommand keys = new KeysOfCommand(table);
        target.add(Command.named("command")
                .arity(-1)
                .flags(LOADING, STALE)
                .acl(AclCategory.CONNECTION)
                .group(CommandGroup.SERVER)
                .since("2.8.13")
                .complexity("O(N) for N commands.")
                .tips("nondeterministic_output_order")
                .summary("Describes all commands.")
                .handler(this::all)
                .sub(sub("count", 2, "2.8.13", "Counts the commands.", this::count))
                .sub(sub("list", -2, "7.0.0", "Lists the names of commands.", this::list)
                        .syntax("[FILTERBY (MODULE module-name|ACLCAT category|PATTERN pattern)]")
                        .complexity("O(N) for N commands.")
                        .tips("nondeterministic_output_order"))
                .sub(sub("info", -2, "2.8.13", "Describes commands for clients.", this::info)
                        .syntax("[command-name...]")
                        .complexity(N_COMMANDS)
                        .tips("nondeterministic_output_order"))
                .sub(sub("docs", -2, "7.0.0", "Describes commands for people.", this::docs)
                        .syntax("[command-name...]")
                        .complexity(N_COMMANDS)
                        .tips("nondeterministic_output_order"))
                .sub(sub("getkeys", -3, "2.8.13", "Finds the keys of a command.", call -> keys.write(call, false))
                        .syntax("command [arg...]")
                        .complexity("O(N) for N arguments."))
                .sub(sub("getkeysandflags", -3, "7.0.0", "Finds keys and uses.", call -> keys.write(call, true))
                        .syntax("command [arg...]")
                        .complexity("O(N) for N arguments."))
                .sub(HELP.declare().acl(AclCategory.CONNECTION).since("5.0.0")));
    }

    private static Command.Builder sub(String name, int arity, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(LOADING, STALE)
                .acl(AclCategory.CONNECTION)
                .since(since)
                .summary(summary)
                .handler(handler);
    }

    private void all(Call call) {
        Collection<Command> commands = table.all();
        call.reply().array(commands.size());
        commands.forEach(command -> CommandInfo.write(call.reply(), command));
    }

    private void count(Call call) {
        call.reply().integer(table.all().size());
    }

    private void info(Call call) {
        if (call.count() == 2) {
            all(call);
            return;
        }
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            Command command = table.find(call.text(i));
            if (command == null) {
                call.reply().nullBulk();
            } else {
                CommandInfo.write(call.reply(), command);
            }
        }
    }

    private void docs(Call call) {
        List<Command> wanted = new ArrayList<>();
        if (call.count() == 2) {
            wanted.addAll(table.all());
        }
        for (int i = 2; i < call.count(); i++) {
            wanted.add(table.find(call.text(i)));
        }
        wanted.removeIf(Objects::isNull);
        call.reply().map(wanted.size());
        for (Command command : wanted) {
            call.reply().bulk(command.fullName());
            CommandDocs.write(call.reply(), command);
        }
    }

    private void list(Call call) {
        Predicate<Command> filter = command -> true;
        if (call.count() == 5 && call.is(2, "FILTERBY")) {
            filter = filter(call);
        } else if (call.count() != 2) {
            throw Errors.syntax();
        }
        List<String> names = new ArrayList<>();
        for (Command command : table.all()) {
            addName(command, filter, names);
            for (Command sub : command.subcommands().values()) {
                addName(sub, filter, names);
            }
        }
        call.reply().array(names.size());
        names.forEach(name -> call.reply().bulk(name));
    }

    private static void addName(Command command, Predicate<Command> filter, List<String> names) {
        if (filter.test(command)) {
            names.add(command.fullName());
        }
    }

    private static Predicate<Command> filter(Call call) {
        String wanted = call.text(4);
        if (call.is(3, "MODULE")) {
            return command -> false;
        }
        if (call.is(3, "ACLCAT")) {
            String name = wanted.toLowerCase(Locale.ROOT);
            return command -> command.categories().stream()
                    .anyMatch(category -> category.wireName().equals(name));
        }
        if (call.is(3, "PATTERN")) {
            Glob glob = Glob.ofName(wanted);
            return command -> glob.matches(command.fullName());
        }
        throw Errors.syntax();
    }
}
