package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.UNNOTICED;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** EXPIRE and TTL with their kin, and PERSIST. */
final class ExpiryCommands {
    private static final long MILLIS_A_SECOND = 1_000;

    private ExpiryCommands() {}

    static void register(CommandTable table) {
        table.add(setter("expire", "1.0.0", "Lets a key expire after some seconds.", call -> expire(call, true, true))
                .syntax("key seconds condition=[NX|XX|GT|LT]@7.0.0"));
        table.add(setter(
                        "pexpire",
                        "2.6.0",
                        "Lets a key expire after some milliseconds.",
                        call -> expire(call, true, false))
                .syntax("key milliseconds condition=[NX|XX|GT|LT]@7.0.0"));
        table.add(setter(
                        "expireat",
                        "1.2.0",
                        "Lets a key expire at a time in seconds since 1970.",
                        call -> expire(call, false, true))
                .syntax("key unix-time-seconds condition=[NX|XX|GT|LT]@7.0.0"));
        table.add(setter(
                        "pexpireat",
                        "2.6.0",
                        "Lets a key expire at a time in milliseconds since 1970.",
                        call -> expire(call, false, false))
                .syntax("key unix-time-milliseconds condition=[NX|XX|GT|LT]@7.0.0"));
        table.add(getter("ttl", "1.0.0", "Tells in how many seconds a key expires.", call -> left(call, true))
                .syntax("key")
                .tips("nondeterministic_output"));
        table.add(getter("pttl", "2.6.0", "Tells in how many milliseconds a key expires.", call -> left(call, false))
                .syntax("key")
                .tips("nondeterministic_output"));
        table.add(getter(
                        "expiretime",
                        "7.0.0",
                        "Tells when a key expires, in seconds since 1970.",
                        call -> moment(call, true))
                .syntax("key"));
        table.add(getter(
                        "pexpiretime",
                        "7.0.0",
                        "Tells when a key expires, in milliseconds since 1970.",
                        call -> moment(call, false))
                .syntax("key"));
        table.add(Command.named("persist")
                .arity(2)
                .syntax("key")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("2.2.0")
                .summary("Takes a key's expiry away.")
                .handler(ExpiryCommands::persist));
    }

    private static Command.Builder setter(String name, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(-3)
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since(since)
                .summary(summary)
                .handler(handler);
    }

    private static Command.Builder getter(String name, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(2)
                .flags(READONLY, FAST, UNNOTICED)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since(since)
                .summary(summary)
                .handler(handler);
    }

    private static void expire(Call call, boolean relative, boolean seconds) {
        Condition condition = Condition.parse(call);
        long expiryMillis = time(call, relative ? call.nowMillis() : 0, seconds);
        Keyspace space = call.keyspace();
        Key key = call.key(1);
        long present = space.expiry(key);
        if (present == Expiry.NO_KEY || !condition.allows(present, expiryMillis)) {
            call.reply().integer(0);
            return;
        }
        if (expiryMillis <= call.judgingMillis()) {
            space.remove(key);
            call.deleted(key);
        } else {
            space.setExpiry(key, expiryMillis);
            call.event(Type.GENERIC, "expire", key);
        }
        call.reply().integer(1);
    }

    private static long time(Call call, long base, boolean seconds) {
        long time = call.integer(2);
        if (seconds) {
            if (time > Long.MAX_VALUE / MILLIS_A_SECOND || time < Long.MIN_VALUE / MILLIS_A_SECOND) {
                throw Errors.invalidExpire(call.command().fullName());
            }
            time *= MILLIS_A_SECOND;
        }
        if (time > Long.MAX_VALUE - base) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        return time + base;
    }

    private static void left(Call call, boolean seconds) {
        long expiry = call.keyspace().expiry(call.key(1));
        reply(call, expiry, expiry > 0 ? Math.max(0, expiry - call.nowMillis()) : expiry, seconds);
    }

    private static void moment(Call call, boolean seconds) {
        long expiry = call.keyspace().expiry(call.key(1));
        reply(call, expiry, expiry, seconds);
    }

    private static void reply(Call call, long expiry, long millis, boolean seconds) {
        if (expiry == Expiry.NO_KEY) {
            call.reply().integer(-2);
        } else if (expiry == Expiry.NONE) {
            call.reply().integer(-1);
        } else {
            call.reply().integer(seconds ? rounded(millis) : millis);
        }
    }

    /** To the nearest second, as Redis does; without its overflow at the end of time. */
    private static long rounded(long millis) {
        return millis / MILLIS_A_SECOND + (millis % MILLIS_A_SECOND >= MILLIS_A_SECOND / 2 ? 1 : 0);
    }

    private static void persist(Call call) {
        Keyspace space = call.keyspace();
        Key key = call.key(1);
        boolean expires = space.expiry(key) > 0;
        if (expires) {
            space.setExpiry(key, Expiry.NONE);
            call.event(Type.GENERIC, "persist", key);
        }
        call.reply().integer(expires);
    }

    /** NX, XX, GT, LT: what the present expiry must be like. A key without one counts as living for ever. */
    private record Condition(boolean none, boolean some, boolean later, boolean sooner) {
        static Condition parse(Call call) {
            boolean nx = false;
            boolean xx = false;
            boolean gt = false;
            boolean lt = false;
            for (int i = 3; i < call.count(); i++) {
                if (call.is(i, "NX")) {
                    nx = true;
                } else if (call.is(i, "XX")) {
                    xx = true;
                } else if (call.is(i, "GT")) {
                    gt = true;
                } else if (call.is(i, "LT")) {
                    lt = true;
                } else {
                    throw new RedisException("ERR Unsupported option " + call.text(i));
                }
            }
            if (nx && (xx || gt || lt)) {
                throw new RedisException("ERR NX and XX, GT or LT options at the same time are not compatible");
            }
            if (gt && lt) {
                throw new RedisException("ERR GT and LT options at the same time are not compatible");
            }
            return new Condition(nx, xx, gt, lt);
        }

        boolean allows(long present, long wanted) {
            boolean expires = present != Expiry.NONE;
            return !(none && expires)
                    && !(some && !expires)
                    && !(later && (!expires || wanted <= present))
                    && !(sooner && expires && wanted >= present);
        }
    }
}
