package io.yggdrasil.resp.command.string;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.LongDouble;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** Counting: strings that hold a number in decimal. The expiry of the key stays. */
final class NumberCommands {
    private NumberCommands() {}

    static void declare(CommandTable table) {
        table.add(counting("incr", 2)
                .syntax("key")
                .summary("Adds one to the integer at a key; a missing key counts as 0.")
                .handler(call -> add(call, 1)));
        table.add(counting("decr", 2)
                .syntax("key")
                .summary("Takes one from the integer at a key; a missing key counts as 0.")
                .handler(call -> add(call, -1)));
        table.add(counting("incrby", 3)
                .syntax("key increment:integer")
                .summary("Adds an integer to the one at a key; a missing key counts as 0.")
                .handler(call -> add(call, call.integer(2))));
        table.add(counting("decrby", 3)
                .syntax("key decrement:integer")
                .summary("Takes an integer from the one at a key; a missing key counts as 0.")
                .handler(NumberCommands::decrby));
        table.add(counting("incrbyfloat", 3)
                .syntax("key increment:double")
                .since("2.6.0")
                .summary("Adds a floating-point number to the one at a key; a missing key counts as 0.")
                .handler(NumberCommands::incrbyfloat));
    }

    private static Command.Builder counting(String name, int arity) {
        return StringCommands.named(name)
                .arity(arity)
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE));
    }

    private static void decrby(Call call) {
        long by = call.integer(2);
        if (by == Long.MIN_VALUE) {
            throw new RedisException("ERR decrement would overflow");
        }
        add(call, -by);
    }

    private static void add(Call call, long by) {
        byte[] old = call.keyspace().string(call.key(1));
        long value = old == null ? 0 : integer(old);
        long sum = value + by;
        if (((value ^ sum) & (by ^ sum)) < 0) {
            throw new RedisException("ERR increment or decrement would overflow");
        }
        call.keyspace().putString(call.key(1), Decimal.bytes(sum), Expiry.KEEP);
        call.event(Type.STRING, "incrby", call.key(1));
        call.reply().integer(sum);
    }

    private static long integer(byte[] value) {
        if (!Decimal.isLong(value, 0, value.length)) {
            throw Errors.notInteger();
        }
        return Decimal.parseLong(value, 0, value.length);
    }

    private static void incrbyfloat(Call call) {
        byte[] old = call.keyspace().string(call.key(1));
        LongDouble value = old == null ? LongDouble.ZERO : checked(LongDouble.parse(old, 0, old.length));
        Request request = call.request();
        LongDouble by = checked(LongDouble.parse(request.buffer(), request.offset(2), request.length(2)));
        LongDouble sum = value.plus(by);
        if (!sum.isFinite()) {
            throw new RedisException("ERR increment would produce NaN or Infinity");
        }
        byte[] text = sum.bytes();
        call.keyspace().putString(call.key(1), text, Expiry.KEEP, StringEncoding.ofText(text));
        call.event(Type.STRING, "incrbyfloat", call.key(1));
        call.reply().bulk(text);
    }

    private static LongDouble checked(@Nullable LongDouble value) {
        if (value == null) {
            throw Errors.notFloat();
        }
        return value;
    }
}
