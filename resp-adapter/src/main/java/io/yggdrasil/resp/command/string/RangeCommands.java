package io.yggdrasil.resp.command.string;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;

/** Commands on a part of a string, or its length. */
final class RangeCommands {
    private static final byte[] EMPTY = {};

    private final StringLimit limit;

    RangeCommands(StringLimit limit) {
        this.limit = limit;
    }

    void declare(CommandTable table) {
        table.add(StringCommands.named("strlen")
                .arity(2)
                .syntax("key")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO))
                .since("2.2.0")
                .summary("Answers the length in bytes of the string at a key.")
                .handler(RangeCommands::strlen));
        table.add(StringCommands.named("append")
                .arity(3)
                .syntax("key value")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, INSERT))
                .since("2.0.0")
                .summary("Writes a string behind the one at a key, which may be missing.")
                .complexity("O(N) where N is the length of the whole string.")
                .handler(this::append));
        table.add(StringCommands.named("setrange")
                .arity(4)
                .syntax("key offset value")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("2.2.0")
                .summary("Writes over a part of the string at a key, filling up with zero bytes.")
                .complexity("O(N) where N is the length of the whole string.")
                .handler(this::setrange));
        table.add(StringCommands.named("getrange")
                .arity(4)
                .syntax("key start:integer end:integer")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.4.0")
                .summary("Reads a part of the string at a key.")
                .complexity("O(N) where N is the length of the part.")
                .handler(RangeCommands::getrange));
        table.add(StringCommands.named("substr")
                .arity(4)
                .syntax("key start:integer end:integer")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .deprecated("2.0.0", "`GETRANGE`")
                .summary("The old name of GETRANGE.")
                .complexity("O(N) where N is the length of the part.")
                .handler(RangeCommands::getrange));
    }

    private static void strlen(Call call) {
        call.reply().integer(Math.max(0, call.keyspace().stringLength(call.key(1))));
    }

    private void append(Call call) {
        byte[] old = call.keyspace().string(call.key(1));
        if (old == null) {
            call.keyspace().putString(call.key(1), call.bytes(2), Expiry.NONE);
            call.reply().integer(call.request().length(2));
        } else {
            call.reply().integer(write(call, old, old.length, 2));
        }
        call.event(Type.STRING, "append", call.key(1));
    }

    private void setrange(Call call) {
        long offset = call.integer(2);
        if (offset < 0) {
            throw new RedisException("ERR offset is out of range");
        }
        byte[] old = call.keyspace().string(call.key(1));
        byte[] base = old == null ? EMPTY : old;
        boolean writes = call.request().length(3) > 0;
        int length = writes ? write(call, base, offset, 3) : base.length;
        if (writes) {
            call.event(Type.STRING, "setrange", call.key(1));
        }
        call.reply().integer(length);
    }

    /** Stores {@code old} with the argument written over it from {@code offset} on. Returns the new length. */
    private int write(Call call, byte[] old, long offset, int argument) {
        Request request = call.request();
        int length = request.length(argument);
        int end = limit.sum(offset, length);
        byte[] value = Arrays.copyOf(old, Math.max(old.length, end));
        System.arraycopy(request.buffer(), request.offset(argument), value, (int) offset, length);
        call.keyspace().putString(call.key(1), value, Expiry.KEEP, StringEncoding.RAW);
        return value.length;
    }

    private static void getrange(Call call) {
        long start = call.integer(2);
        long end = call.integer(3);
        byte[] value = call.keyspace().string(call.key(1));
        int length = value == null ? 0 : value.length;
        if (value == null || (start < 0 && end < 0 && start > end)) {
            call.reply().bulk(EMPTY);
            return;
        }
        long from = fromStart(start, length);
        long last = Math.min(fromStart(end, length), length - 1L);
        if (from > last) {
            call.reply().bulk(EMPTY);
        } else {
            call.reply().bulk(value, (int) from, (int) (last - from + 1));
        }
    }

    /** A negative index counts from the end; what lies before the first byte is the first byte. */
    private static long fromStart(long index, int length) {
        return Math.max(0, index < 0 ? index + length : index);
    }
}
