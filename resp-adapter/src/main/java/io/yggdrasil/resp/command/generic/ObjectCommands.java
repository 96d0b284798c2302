package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.wire.Decimal;

/** OBJECT: how a value is kept, told in Redis's terms. */
final class ObjectCommands {
    /** Strings up to this length are one allocation with their header in Redis. */
    private static final int EMBEDDED_BYTES_MAX = 44;

    private ObjectCommands() {}

    static void register(CommandTable table) {
        table.add(Command.named("object")
                .arity(-2)
                .since("2.2.3")
                .summary("Tells how a value is kept.")
                .complexity("Depends on the subcommand.")
                .sub(sub(
                                "encoding",
                                "2.2.3",
                                "Names the encoding that Redis would keep the value in.",
                                call -> call.reply().bulk(encoding(call)))
                        .syntax("key"))
                .sub(sub("freq", "4.0.0", "Would tell how often the value is used; not counted.", call -> {
                            throw new RedisException(
                                    "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note"
                                            + " that when switching between policies at runtime LRU and LFU data will take some"
                                            + " time to adjust.");
                        })
                        .syntax("key"))
                .sub(new Help(
                                "OBJECT",
                                "ENCODING <key>",
                                "    Name the encoding that Redis would keep the value of <key> in.",
                                "FREQ <key>",
                                "    Tell how often <key> is used; needs an LFU policy.",
                                "IDLETIME <key>",
                                "    Tell for how many seconds <key> was not used; always 0, because uses are not",
                                "    timed.",
                                "REFCOUNT <key>",
                                "    Tell how many references the value of <key> has; always 1.")
                        .declare()
                        .since("6.2.0"))
                .sub(sub(
                                "idletime",
                                "2.2.3",
                                "Tells 0: uses are not timed.",
                                call -> call.reply().integer(0))
                        .syntax("key"))
                .sub(sub(
                                "refcount",
                                "2.2.3",
                                "Tells 1: values are not shared.",
                                call -> call.reply().integer(1))
                        .syntax("key")));
    }

    private static Command.Builder sub(String name, String since, String summary, CommandHandler ofExisting) {
        return Command.named(name)
                .arity(3)
                .flags(READONLY)
                .keys(KeySpec.at(2, RO))
                .tips("nondeterministic_output")
                .since(since)
                .summary(summary)
                .handler(call -> {
                    if (call.keyspace().exists(call.key(2))) {
                        ofExisting.execute(call);
                    } else {
                        call.reply().nullBulk();
                    }
                });
    }

    private static String encoding(Call call) {
        Keyspace space = call.keyspace();
        byte[] value = space.string(call.key(2));
        if (value == null || value.length > EMBEDDED_BYTES_MAX) {
            return "raw";
        }
        return Decimal.isLong(value, 0, value.length) ? "int" : "embstr";
    }
}
