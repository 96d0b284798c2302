package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.wire.ReplyWriter;

/** Writes a command as COMMAND DOCS shows it. Arguments and history are not declared and so not shown. */
final class CommandDocs {
    private CommandDocs() {}

    static void write(ReplyWriter reply, Command command) {
        String deprecatedSince = command.deprecatedSince();
        boolean container = !command.subcommands().isEmpty();
        reply.map(4 + (deprecatedSince == null ? 0 : 3) + (container ? 1 : 0));
        text(reply, "summary", command.summary());
        text(reply, "since", command.since());
        text(reply, "group", command.group().wireName());
        text(reply, "complexity", command.complexity());
        if (deprecatedSince != null) {
            reply.bulk("doc_flags");
            reply.set(1);
            reply.simple("deprecated");
            text(reply, "deprecated_since", deprecatedSince);
            text(reply, "replaced_by", String.valueOf(command.replacedBy()));
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

    private static void text(ReplyWriter reply, String name, String value) {
        reply.bulk(name);
        reply.bulk(value);
    }
}
