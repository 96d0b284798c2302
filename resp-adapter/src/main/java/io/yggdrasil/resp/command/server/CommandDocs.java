package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Argument;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a command as COMMAND DOCS shows it. A history of changes is not kept: since when an argument can be given
 * stands with the argument.
 */
final class CommandDocs {
    private CommandDocs() {}

    static void write(ReplyWriter reply, Command command) {
        String deprecatedSince = command.deprecatedSince();
        String replacedBy = command.replacedBy();
        boolean container = !command.subcommands().isEmpty();
        boolean flagged = deprecatedSince != null || command.isInternal();
        boolean takesArguments = !command.arguments().isEmpty();
        reply.map(4 + count(flagged, deprecatedSince != null, replacedBy != null, takesArguments, container));
        text(reply, "summary", command.summary());
        text(reply, "since", command.since());
        text(reply, "group", command.group().wireName());
        text(reply, "complexity", command.complexity());
        if (flagged) {
            reply.bulk("doc_flags");
            flags(reply, List.of(deprecatedSince != null ? "deprecated" : "syscmd"));
        }
        textIfAny(reply, "deprecated_since", deprecatedSince);
        textIfAny(reply, "replaced_by", replacedBy);
        if (takesArguments) {
            arguments(reply, command.arguments());
        }
        if (container) {
            reply.bulk("subcommands");
            reply.map(command.subcommands().size());
            for (Command sub : command.subcommands().values()) {
                reply.bulk(sub.fullName());
                write(reply, sub);
            }
        }
    }

    private static void arguments(ReplyWriter reply, List<Argument> arguments) {
        reply.bulk("arguments");
        reply.array(arguments.size());
        arguments.forEach(argument -> write(reply, argument));
    }

    private static void write(ReplyWriter reply, Argument argument) {
        boolean group = argument.type().isGroup();
        boolean key = argument.keySpec() != Argument.NO_KEY_SPEC;
        List<String> flags = flags(argument);
        reply.map(
                3 // Name, type, and either a text to display or the arguments of the group.
                        + count(
                                key,
                                argument.token() != null,
                                argument.since() != null,
                                argument.deprecatedSince() != null,
                                !flags.isEmpty()));
        text(reply, "name", argument.name());
        text(reply, "type", argument.type().wireName());
        if (!group) {
            String display = argument.display();
            text(reply, "display_text", display == null ? argument.name() : display);
        }
        if (key) {
            reply.bulk("key_spec_index");
            reply.integer(argument.keySpec());
        }
        textIfAny(reply, "token", argument.token());
        textIfAny(reply, "since", argument.since());
        textIfAny(reply, "deprecated_since", argument.deprecatedSince());
        if (!flags.isEmpty()) {
            reply.bulk("flags");
            flags(reply, flags);
        }
        if (group) {
            arguments(reply, argument.arguments());
        }
    }

    private static List<String> flags(Argument argument) {
        List<String> flags = new ArrayList<>(3);
        if (argument.isOptional()) {
            flags.add("optional");
        }
        if (argument.isMultiple()) {
            flags.add("multiple");
        }
        if (argument.repeatsToken()) {
            flags.add("multiple_token");
        }
        return flags;
    }

    private static void flags(ReplyWriter reply, List<String> flags) {
        reply.set(flags.size());
        flags.forEach(reply::simple);
    }

    private static int count(boolean... fields) {
        int count = 0;
        for (boolean field : fields) {
            count += field ? 1 : 0;
        }
        return count;
    }

    private static void textIfAny(ReplyWriter reply, String name, @Nullable String value) {
        if (value != null) {
            text(reply, name, value);
        }
    }

    private static void text(ReplyWriter reply, String name, String value) {
        reply.bulk(name);
        reply.bulk(value);
    }
}
