package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.UNNOTICED;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.CollectionEncoding;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.keyspace.ValueType;

/** OBJECT: how a value is kept, told in Redis's terms. */
final class ObjectCommands {
    /** What Redis answers for a value that all keys share. */
    private static final int SHARED = Integer.MAX_VALUE;

    private static final String SWITCHING =
            " Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.";

    private final CollectionEncoding ofCollections;

    ObjectCommands(CollectionEncoding ofCollections) {
        this.ofCollections = ofCollections;
    }

    void register(CommandTable table) {
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
                .sub(sub("freq", "4.0.0", "Tells how often a key was used lately, 0 to 15.", ObjectCommands::frequency)
                        .syntax("key"))
                .sub(new Help(
                                "OBJECT",
                                "ENCODING <key>",
                                "    Name the encoding that Redis would keep the value of <key> in.",
                                "FREQ <key>",
                                "    Tell how often <key> was used lately, 0 to 15; needs an LFU policy.",
                                "IDLETIME <key>",
                                "    Tell for how many seconds <key> was not used. Keys share clocks: may be too short.",
                                "REFCOUNT <key>",
                                "    Tell how many references the value of <key> would have in Redis.")
                        .declare()
                        .since("6.2.0"))
                .sub(sub(
                                "idletime",
                                "2.2.3",
                                "Tells for how many seconds a key was not used.",
                                ObjectCommands::idleTime)
                        .syntax("key"))
                .sub(sub(
                                "refcount",
                                "2.2.3",
                                "Tells how many references the value would have in Redis.",
                                ObjectCommands::references)
                        .syntax("key")));
    }

    private static Command.Builder sub(String name, String since, String summary, CommandHandler ofExisting) {
        return Command.named(name)
                .arity(3)
                .flags(READONLY, UNNOTICED)
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

    private static void frequency(Call call) {
        if (!call.keyspace().isFrequencyTracked()) {
            throw new RedisException(
                    "ERR An LFU maxmemory policy is not selected, access frequency not tracked." + SWITCHING);
        }
        call.reply().integer(call.keyspace().frequency(call.key(2)));
    }

    private static void idleTime(Call call) {
        if (call.keyspace().isFrequencyTracked()) {
            throw new RedisException("ERR An LFU maxmemory policy is selected, idle time not tracked." + SWITCHING);
        }
        call.reply().integer(call.keyspace().idleSeconds(call.key(2)));
    }

    private String encoding(Call call) {
        Key key = call.key(2);
        ValueType type = call.keyspace().type(key);
        if (type != null && type != ValueType.STRING) {
            Collection collection = call.keyspace().collection(key, type);
            return collection == null ? "raw" : ofCollections.of(type, collection);
        }
        StringEncoding encoding = call.keyspace().encoding(call.key(2));
        return encoding == null ? "raw" : encoding.wireName();
    }

    /** Redis keeps one object for each of the small integers; it is never freed. */
    private static void references(Call call) {
        if (call.keyspace().type(call.key(2)) != ValueType.STRING) {
            call.reply().integer(1);
            return;
        }
        StringEncoding encoding = call.keyspace().encoding(call.key(2));
        byte[] value = call.keyspace().string(call.key(2));
        boolean shared = encoding != null && value != null && encoding.isShared(value);
        call.reply().integer(shared ? SHARED : 1);
    }
}
