package io.yggdrasil.resp.command.hash;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Commands about the times of fields, of Redis 7.4. */
final class HashTimes {
    private static final int FIRST_FIELDS_AT = 2;
    private static final int MILLIS_PER_SECOND = 1_000;

    /** Redis keeps times in 46 bits. */
    private static final long TIME_MAX = 0xFFFF_FFFF_FFFFL >> 2;

    private static final long NO_FIELD = HashFields.NO_FIELD;
    private static final long NO_TIME = -1;
    private static final long NOT_MET = 0;
    private static final long DONE = 1;
    private static final long REMOVED = 2;

    /** HPURGE removes no more at once. */
    private static final long PURGED_MAX = 1_000;

    private HashTimes() {}

    static void declare(CommandTable table) {
        table.add(setting("hexpire", "seconds:integer", "Sets when fields are gone, in seconds from now.")
                .handler(call -> expire(call, call.nowMillis(), MILLIS_PER_SECOND)));
        table.add(setting("hpexpire", "milliseconds:integer", "Sets when fields are gone, in milliseconds from now.")
                .handler(call -> expire(call, call.nowMillis(), 1)));
        table.add(setting("hexpireat", "unix-time-seconds", "Sets when fields are gone, in seconds since 1970.")
                .handler(call -> expire(call, 0, MILLIS_PER_SECOND)));
        table.add(setting(
                        "hpexpireat",
                        "unix-time-milliseconds",
                        "Sets when fields are gone, in milliseconds since 1970.")
                .handler(call -> expire(call, 0, 1)));
        table.add(telling("httl", "Tells in how many seconds fields are gone.")
                .tips("nondeterministic_output")
                .handler(call -> tell(call, time -> seconds(time - call.nowMillis()))));
        table.add(telling("hpttl", "Tells in how many milliseconds fields are gone.")
                .tips("nondeterministic_output")
                .handler(call -> tell(call, time -> time - call.nowMillis())));
        table.add(telling("hexpiretime", "Tells when fields are gone, in seconds since 1970.")
                .handler(call -> tell(call, HashTimes::seconds)));
        table.add(telling("hpexpiretime", "Tells when fields are gone, in milliseconds since 1970.")
                .handler(call -> tell(call, time -> time)));
        table.add(named("hpersist")
                .arity(-5)
                .syntax("key fields=FIELDS (numfields:integer field...)")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .summary("Lets fields stay that had a time when they were to be gone.")
                .handler(HashTimes::persist));
        table.add(named("hpurge")
                .arity(2)
                .syntax("key")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, DELETE))
                .group(CommandGroup.YGGDRASIL)
                .since("0.1.0")
                .summary("Removes fields whose time is over, a thousand at most, as the server does in the background.")
                .handler(HashTimes::purge));
    }

    private static Command.Builder named(String name) {
        return HashCommands.named(name)
                .since("7.4.0")
                .complexity("O(N log M) where N is the number of given fields, M of fields in the hash.");
    }

    private static Command.Builder setting(String name, String time, String summary) {
        return named(name)
                .arity(-6)
                .syntax("key " + time + " condition=[NX|XX|GT|LT] fields=FIELDS (numfields:integer field...)")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .summary(summary);
    }

    private static Command.Builder telling(String name, String summary) {
        return named(name)
                .arity(-5)
                .syntax("key fields=FIELDS (numfields:integer field...)")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary(summary);
    }

    private static long seconds(long millis) {
        return (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }

    /** Checks {@code FIELDS count field...}, which ends the request; returns where the first field is. */
    private static int firstField(Call call, int at, String countError) {
        if (at >= call.count() || !call.is(at, "FIELDS")) {
            throw new RedisException("ERR Mandatory argument FIELDS is missing or not at the right position");
        }
        long count = at + 1 < call.count() ? call.integer(at + 1, countError) : 0;
        if (count < 1) {
            throw new RedisException(countError);
        }
        if (count != call.count() - at - 2) {
            throw new RedisException("ERR The `numfields` parameter must match the number of arguments");
        }
        return at + 2;
    }

    private static int firstField(Call call) {
        return firstField(call, FIRST_FIELDS_AT, "ERR Number of fields must be a positive integer");
    }

    /** When a field may get another time. */
    private enum Condition {
        NX,
        XX,
        GT,
        LT;

        static @Nullable Condition of(Call call, int at) {
            for (Condition condition : values()) {
                if (call.is(at, condition.name())) {
                    return condition;
                }
            }
            return null;
        }

        /** Whether a field with a time {@code before} may get the time {@code after}. */
        boolean allows(long before, long after) {
            return switch (this) {
                case NX -> before == Expiry.NONE;
                case XX -> before != Expiry.NONE;
                case GT -> before != Expiry.NONE && before < after;
                case LT -> before == Expiry.NONE || before > after;
            };
        }
    }

    private static void expire(Call call, long baseMillis, int unitMillis) {
        Collection hash = HashCommands.hash(call);
        long time = time(call, baseMillis, unitMillis);
        Condition condition = Condition.of(call, 3);
        int first = firstField(call, condition == null ? 3 : 4, "ERR Parameter `numFields` should be greater than 0");
        call.reply().array(call.count() - first);
        if (hash == null) {
            for (int i = first; i < call.count(); i++) {
                call.reply().integer(NO_FIELD);
            }
            return;
        }
        HashFields fields = HashCommands.fields(call, hash);
        boolean changed = false;
        boolean removed = false;
        for (int i = first; i < call.count(); i++) {
            long done = expire(fields, call.bytes(i), time, condition, time <= call.judgingMillis());
            changed |= done == DONE;
            removed |= done == REMOVED;
            call.reply().integer(done);
        }
        if (changed || removed) {
            call.keyspace().save(call.key(1), hash);
            call.event(Type.HASH, removed ? "hdel" : "hexpire", call.key(1));
            call.deletedIfEmpty(call.key(1), hash);
        }
    }

    private static long expire(
            HashFields fields, byte[] name, long time, @Nullable Condition condition, boolean isOver) {
        long before = fields.time(name);
        if (before == NO_FIELD) {
            return NO_FIELD;
        }
        if (condition != null && !condition.allows(before, time)) {
            return NOT_MET;
        }
        if (isOver) {
            fields.remove(name);
            return REMOVED;
        }
        fields.time(name, time);
        return DONE;
    }

    private static long time(Call call, long baseMillis, int unitMillis) {
        long time = call.integer(2);
        if (time < 0) {
            throw new RedisException("ERR invalid expire time, must be >= 0");
        }
        if (time > TIME_MAX / unitMillis || time * unitMillis > TIME_MAX - baseMillis) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        return baseMillis + time * unitMillis;
    }

    private static void tell(Call call, LongUnaryOperator shown) {
        Collection hash = HashCommands.hash(call);
        int first = firstField(call);
        HashFields fields = hash == null ? null : HashCommands.fields(call, hash);
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            long time = fields == null ? NO_FIELD : fields.time(call.bytes(i));
            if (time == NO_FIELD) {
                call.reply().integer(NO_FIELD);
            } else {
                call.reply().integer(time == Expiry.NONE ? NO_TIME : shown.applyAsLong(time));
            }
        }
    }

    private static void persist(Call call) {
        Collection hash = HashCommands.hash(call);
        int first = firstField(call);
        HashFields fields = hash == null ? null : HashCommands.fields(call, hash);
        boolean changed = false;
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            long time = fields == null ? NO_FIELD : fields.time(call.bytes(i));
            if (fields == null || time == NO_FIELD) {
                call.reply().integer(NO_FIELD);
            } else {
                boolean had = fields.clearTime(call.bytes(i));
                changed |= had;
                call.reply().integer(had ? DONE : NO_TIME);
            }
        }
        if (changed && hash != null) {
            call.keyspace().save(call.key(1), hash);
            call.event(Type.HASH, "hpersist", call.key(1));
        }
    }

    private static void purge(Call call) {
        Collection hash = HashCommands.hash(call);
        HashFields fields = hash == null ? null : HashCommands.fields(call, hash);
        long purged = fields == null ? 0 : fields.purge(PURGED_MAX);
        if (hash != null && purged > 0) {
            call.keyspace().save(call.key(1), hash);
            call.event(Type.HASH, "hexpired", call.key(1));
            call.deletedIfEmpty(call.key(1), hash);
        } else if (fields != null && fields.haveTimes()) {
            call.keyspace().awaitFields(call.key(1), fields.firstTime());
        }
        call.reply().integer(purged);
    }
}
