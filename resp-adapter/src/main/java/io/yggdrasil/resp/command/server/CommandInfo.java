package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.Set;

/** Writes a command as COMMAND and COMMAND INFO show it. */
final class CommandInfo {
    private CommandInfo() {}

    static void write(ReplyWriter reply, Command command) {
        reply.array(10);
        reply.bulk(command.fullName());
        reply.integer(command.arity());
        reply.set((int) command.flags().stream().filter(CommandFlag::isPublic).count());
        command.flags().stream().filter(CommandFlag::isPublic).forEach(flag -> reply.simple(flag.wireName()));
        reply.integer(command.firstKey());
        reply.integer(command.lastKey());
        reply.integer(command.keyStep());
        reply.set(command.categories().size());
        command.categories().forEach(category -> reply.simple("@" + category.wireName()));
        reply.set(command.tips().size());
        command.tips().forEach(reply::bulk);
        reply.set(command.keySpecs().size());
        command.keySpecs().forEach(spec -> write(reply, spec));
        if (command.subcommands().isEmpty()) {
            reply.set(0);
        } else {
            reply.array(command.subcommands().size());
            command.subcommands().values().forEach(sub -> write(reply, sub));
        }
    }

    static void write(ReplyWriter reply, Set<KeySpec.Flag> flags) {
        reply.set(flags.size());
        flags.forEach(flag -> reply.simple(flag.wireName()));
    }

    private static void write(ReplyWriter reply, KeySpec spec) {
        reply.map(3);
        reply.bulk("flags");
        write(reply, spec.flags());
        reply.bulk("begin_search");
        if (spec.isUnknown()) {
            step(reply, "unknown", 0);
            reply.bulk("find_keys");
            step(reply, "unknown", 0);
            return;
        }
        String keyword = spec.keyword();
        if (keyword == null) {
            step(reply, "index", 1);
            number(reply, "index", spec.begin());
        } else {
            step(reply, "keyword", 2);
            reply.bulk("keyword");
            reply.bulk(keyword);
            number(reply, "startfrom", spec.begin());
        }
        reply.bulk("find_keys");
        if (spec.keyNum()) {
            step(reply, "keynum", 3);
            number(reply, "keynumidx", 0);
            number(reply, "firstkey", spec.last());
            number(reply, "keystep", spec.step());
        } else {
            step(reply, "range", 3);
            number(reply, "lastkey", spec.last());
            number(reply, "keystep", spec.step());
            number(reply, "limit", spec.limit());
        }
    }

    private static void step(ReplyWriter reply, String type, int fields) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(fields);
    }

    private static void number(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }
}
