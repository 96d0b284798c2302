package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.WHOLE_KEYSPACE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** KEYS, SCAN, RANDOMKEY, DBSIZE: which keys there are. They take no locks. */
final class ScanCommands {
    /** COUNT is a hint. More than this a call would hold up the other clients of its event loop. */
    private static final int COUNT_MAX = 20_000;

    private static final int COUNT_DEFAULT = 10;
    private static final int KEYS_STEP = 1_000;

    private ScanCommands() {}

    static void register(CommandTable table) {
        table.add(Command.named("keys")
                .arity(2)
                .syntax("pattern")
                .flags(READONLY, WHOLE_KEYSPACE, SLOW_PATH)
                .acl(AclCategory.DANGEROUS)
                .tips("request_policy:all_shards", "nondeterministic_output_order")
                .summary("Lists the keys that match a pattern.")
                .complexity("O(N) where N is the number of keys in the database.")
                .handler(ScanCommands::keys));
        table.add(Command.named("scan")
                .arity(-2)
                .syntax("cursor [MATCH pattern] [COUNT count] [TYPE type]@6.0.0")
                .flags(READONLY, WHOLE_KEYSPACE)
                .tips("nondeterministic_output", "request_policy:special", "response_policy:special")
                .since("2.8.0")
                .summary("Lists some keys and tells where to go on.")
                .complexity("O(1) a call, O(N) for all N keys.")
                .handler(ScanCommands::scan));
        table.add(Command.named("randomkey")
                .arity(1)
                .flags(READONLY, WHOLE_KEYSPACE)
                .tips("request_policy:all_shards", "response_policy:special", "nondeterministic_output")
                .summary("Names some key of the database.")
                .handler(ScanCommands::randomKey));
        table.add(Command.named("dbsize")
                .arity(1)
                .flags(READONLY, FAST, WHOLE_KEYSPACE)
                .group(CommandGroup.SERVER)
                .acl(AclCategory.KEYSPACE)
                .tips("request_policy:all_shards", "response_policy:agg_sum")
                .summary("Counts the keys of the database.")
                .handler(call -> call.reply().integer(call.keyspace().size())));
    }

    private static void keys(Call call) {
        Found found = new Found(new Glob(call.bytes(1), false), null);
        long cursor = 0;
        do {
            cursor = call.keyspace().scan(cursor, KEYS_STEP, found::visit);
        } while (cursor != 0);
        found.write(call.reply());
    }

    private static void scan(Call call) {
        long cursor = cursor(call);
        int count = COUNT_DEFAULT;
        Glob pattern = null;
        String type = null;
        for (int i = 2; i < call.count(); i += 2) {
            if (i + 1 == call.count()) {
                throw Errors.syntax();
            }
            if (call.is(i, "COUNT")) {
                count = count(call, i + 1);
            } else if (call.is(i, "MATCH")) {
                pattern = new Glob(call.bytes(i + 1), false);
            } else if (call.is(i, "TYPE")) {
                type = call.text(i + 1).toLowerCase(Locale.ROOT);
            } else {
                throw Errors.syntax();
            }
        }
        Found found = new Found(pattern, type);
        long next = call.keyspace().scan(cursor, count, found::visit);
        call.reply().array(2);
        call.reply().bulk(Long.toUnsignedString(next));
        found.write(call.reply());
    }

    /** A cursor is any unsigned 64-bit number: clients may send what they like. */
    private static long cursor(Call call) {
        try {
            return Long.parseUnsignedLong(call.token(1));
        } catch (NumberFormatException e) {
            throw new RedisException("ERR invalid cursor");
        }
    }

    private static int count(Call call, int index) {
        long count = call.integer(index);
        if (count < 1) {
            throw Errors.syntax();
        }
        return (int) Math.min(count, COUNT_MAX);
    }

    private static void randomKey(Call call) {
        byte[] key = call.keyspace().randomKey();
        if (key == null) {
            call.reply().nullBulk();
        } else {
            call.reply().bulk(key);
        }
    }

    /** The keys that were asked for among those visited. */
    private static final class Found {
        private final @Nullable Glob pattern;
        private final @Nullable String type;
        private final List<byte[]> keys = new ArrayList<>();

        /** An unknown type is none that a key has, which is what Redis 7.2 makes of it. */
        Found(@Nullable Glob pattern, @Nullable String type) {
            this.pattern = pattern == null || pattern.matchesAll() ? null : pattern;
            this.type = type;
        }

        boolean visit(byte[] key, ValueType valueType) {
            if ((type == null || type.equals(valueType.wireName())) && (pattern == null || pattern.matches(key))) {
                keys.add(key);
            }
            return true;
        }

        void write(ReplyWriter reply) {
            reply.array(keys.size());
            for (byte[] key : keys) {
                reply.bulk(key);
            }
        }
    }
}
