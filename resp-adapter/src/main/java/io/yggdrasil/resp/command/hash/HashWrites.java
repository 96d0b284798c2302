package io.yggdrasil.resp.command.hash;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.LongDouble;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** Commands that change fields. */
final class HashWrites {
    private HashWrites() {}

    static void declare(CommandTable table) {
        table.add(writing("hset", -4)
                .syntax("key data=(field value)...")
                .keys(KeySpec.at(1, RW, UPDATE))
                .summary("Stores fields in a hash and counts the new ones.")
                .handler(call -> call.reply().integer(store(call))));
        table.add(writing("hmset", -4)
                .syntax("key data=(field value)...")
                .keys(KeySpec.at(1, RW, UPDATE))
                .deprecated("4.0.0", "`HSET` with multiple field-value pairs")
                .summary("Stores fields in a hash.")
                .handler(HashWrites::hmset));
        table.add(writing("hsetnx", 4)
                .syntax("key field value")
                .keys(KeySpec.at(1, RW, INSERT))
                .summary("Stores a field in a hash unless it is there already.")
                .handler(HashWrites::hsetnx));
        table.add(writing("hincrby", 4)
                .syntax("key field increment:integer")
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .summary("Adds an integer to the one in a field; a missing field counts as 0.")
                .handler(HashWrites::hincrby));
        table.add(writing("hincrbyfloat", 4)
                .syntax("key field increment:double")
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .since("2.6.0")
                .summary("Adds a floating-point number to the one in a field; a missing field counts as 0.")
                .handler(HashWrites::hincrbyfloat));
        table.add(HashCommands.named("hdel")
                .arity(-3)
                .syntax("key field...")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, DELETE))
                .since("2.0.0")
                .summary("Removes fields from a hash, and the hash with the last one.")
                .complexity("O(N log M) where N is the number of fields to be removed, M of fields in the hash.")
                .handler(HashWrites::hdel));
    }

    private static Command.Builder writing(String name, int arity) {
        return HashCommands.named(name)
                .arity(arity)
                .flags(WRITE, DENYOOM, FAST)
                .since("2.0.0")
                .complexity("O(N log M) where N is the number of fields to be stored, M of fields in the hash.");
    }

    private static long store(Call call) {
        if (call.count() % 2 != 0) {
            throw Errors.arity(call.command().fullName());
        }
        Collection hash = HashCommands.hashOrNew(call);
        HashFields fields = HashCommands.fields(call, hash);
        long added = 0;
        for (int i = 2; i < call.count(); i += 2) {
            added += fields.put(call.bytes(i), call.bytes(i + 1)) ? 1 : 0;
        }
        call.keyspace().save(call.key(1), hash);
        call.event(Type.HASH, "hset", call.key(1));
        return added;
    }

    private static void hmset(Call call) {
        store(call);
        call.reply().ok();
    }

    private static void hsetnx(Call call) {
        Collection hash = HashCommands.hashOrNew(call);
        HashFields fields = HashCommands.fields(call, hash);
        boolean absent = !fields.contains(call.bytes(2));
        if (absent) {
            fields.put(call.bytes(2), call.bytes(3));
            call.keyspace().save(call.key(1), hash);
            call.event(Type.HASH, "hset", call.key(1));
        }
        call.reply().integer(absent);
    }

    private static void hincrby(Call call) {
        long by = call.integer(3);
        Collection hash = HashCommands.hashOrNew(call);
        HashFields fields = HashCommands.fields(call, hash);
        byte[] old = fields.get(call.bytes(2));
        if (old != null && !Decimal.isLong(old, 0, old.length)) {
            throw new RedisException("ERR hash value is not an integer");
        }
        long value = old == null ? 0 : Decimal.parseLong(old, 0, old.length);
        long sum = value + by;
        if (((value ^ sum) & (by ^ sum)) < 0) {
            throw new RedisException("ERR increment or decrement would overflow");
        }
        fields.putKeepingTime(call.bytes(2), Decimal.bytes(sum));
        call.keyspace().save(call.key(1), hash);
        call.event(Type.HASH, "hincrby", call.key(1));
        call.reply().integer(sum);
    }

    private static void hincrbyfloat(Call call) {
        Request request = call.request();
        LongDouble by = LongDouble.parse(request.buffer(), request.offset(3), request.length(3));
        if (by == null) {
            throw Errors.notFloat();
        }
        if (!by.isFinite()) {
            throw new RedisException("ERR value is NaN or Infinity");
        }
        Collection hash = HashCommands.hashOrNew(call);
        HashFields fields = HashCommands.fields(call, hash);
        LongDouble sum = number(fields.get(call.bytes(2))).plus(by);
        if (!sum.isFinite()) {
            throw new RedisException("ERR increment would produce NaN or Infinity");
        }
        byte[] text = sum.bytes();
        fields.putKeepingTime(call.bytes(2), text);
        call.keyspace().save(call.key(1), hash);
        call.event(Type.HASH, "hincrbyfloat", call.key(1));
        call.reply().bulk(text);
    }

    private static LongDouble number(byte @Nullable [] value) {
        LongDouble number = value == null ? LongDouble.ZERO : LongDouble.parse(value, 0, value.length);
        if (number == null) {
            throw new RedisException("ERR hash value is not a float");
        }
        return number;
    }

    private static void hdel(Call call) {
        Collection hash = HashCommands.hash(call);
        if (hash == null) {
            call.reply().integer(0);
            return;
        }
        HashFields fields = HashCommands.fields(call, hash);
        long before = fields.count();
        for (int i = 2; i < call.count(); i++) {
            fields.remove(call.bytes(i));
        }
        if (fields.count() < before) {
            call.keyspace().save(call.key(1), hash);
            call.event(Type.HASH, "hdel", call.key(1));
            call.deletedIfEmpty(call.key(1), hash);
        }
        call.reply().integer(before - fields.count());
    }
}
