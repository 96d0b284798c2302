package io.yggdrasil.resp.command.bitmap;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;
import static io.yggdrasil.resp.command.KeySpec.Flag.VARIABLE_FLAGS;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** BITFIELD: several reads and writes of integers in one string, all read first, then done in order. */
final class BitfieldCommand {
    private final BitOffset offsets;
    private final List<Step> steps = new ArrayList<>();
    private long lastWrittenBit = -1;

    private BitfieldCommand(BitOffset offsets) {
        this.offsets = offsets;
    }

    static void declare(CommandTable table, BitOffset offsets) {
        table.add(BitmapCommands.named("bitfield")
                .arity(-2)
                .syntax("key operation=[get-block=GET (encoding offset)"
                        + "|write=([overflow-block=OVERFLOW (WRAP|SAT|FAIL)]"
                        + " write-operation=(set-block=SET (encoding offset value:integer)"
                        + "|incrby-block=INCRBY (encoding offset increment:integer)))]...")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS))
                .since("3.2.0")
                .summary("Reads, sets and increments integers of any width in a string.")
                .complexity("O(1) for each operation, O(N) for the length of a string that is written.")
                .handler(call -> new BitfieldCommand(offsets).readAndWrite(call)));
        table.add(BitmapCommands.named("bitfield_ro")
                .arity(-2)
                .syntax("key [get-block=GET (encoding offset)]...")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("6.0.0")
                .summary("Reads integers of any width in a string.")
                .complexity("O(1) for each operation.")
                .handler(call -> new BitfieldCommand(offsets).readOnly(call)));
    }

    private void readAndWrite(Call call) {
        parse(call);
        byte[] old = BitmapCommands.stringOrEmpty(call, 1);
        if (!writes()) {
            if (old.length == 0 && !call.keyspace().exists(call.key(1))) {
                call.missedByWriter(call.key(1));
            }
            run(old, call.reply());
            return;
        }
        int bytes = Math.max(old.length, (int) (lastWrittenBit >>> 3) + 1);
        byte[] value = Arrays.copyOf(old, bytes);
        boolean changed = run(value, call.reply());
        if (changed || bytes > old.length) {
            call.keyspace().putString(call.key(1), value, Expiry.KEEP, StringEncoding.RAW);
            call.event(Type.STRING, "setbit", call.key(1));
        }
    }

    private void readOnly(Call call) {
        parse(call);
        if (writes()) {
            throw new RedisException("ERR BITFIELD_RO only supports the GET subcommand");
        }
        run(BitmapCommands.stringOrEmpty(call, 1), call.reply());
    }

    private boolean writes() {
        return lastWrittenBit >= 0;
    }

    private void parse(Call call) {
        Bitfield.Overflow overflow = Bitfield.Overflow.WRAP;
        int at = 2;
        while (at < call.count()) {
            int left = call.count() - at - 1;
            if (call.is(at, "GET") && left >= 2) {
                add(new Step(Act.GET, fieldAt(call, at + 1), 0, overflow));
                at += 3;
            } else if (call.is(at, "SET") && left >= 3) {
                add(new Step(Act.SET, fieldAt(call, at + 1), call.integer(at + 3), overflow));
                at += 4;
            } else if (call.is(at, "INCRBY") && left >= 3) {
                add(new Step(Act.INCRBY, fieldAt(call, at + 1), call.integer(at + 3), overflow));
                at += 4;
            } else if (call.is(at, "OVERFLOW") && left >= 1) {
                overflow = overflowAt(call, at + 1);
                at += 2;
            } else {
                throw Errors.syntax();
            }
        }
    }

    private void add(Step step) {
        steps.add(step);
        if (step.act != Act.GET) {
            lastWrittenBit = Math.max(lastWrittenBit, step.field.lastBit());
        }
    }

    private Bitfield fieldAt(Call call, int index) {
        Request request = call.request();
        int from = request.offset(index);
        int length = request.length(index);
        byte kind = length == 0 ? 0 : request.buffer()[from];
        if ((kind != 'i' && kind != 'u') || !Decimal.isLong(request.buffer(), from + 1, length - 1)) {
            throw invalidType();
        }
        long width = Decimal.parseLong(request.buffer(), from + 1, length - 1);
        if (width < 1 || width > (kind == 'i' ? 64 : 63)) {
            throw invalidType();
        }
        return new Bitfield(offsets.parseField(call, index + 1, (int) width), (int) width, kind == 'i');
    }

    private static RedisException invalidType() {
        return new RedisException("ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not "
                + "supported but i64 is.");
    }

    private static Bitfield.Overflow overflowAt(Call call, int index) {
        for (Bitfield.Overflow kind : Bitfield.Overflow.values()) {
            if (call.is(index, kind.name())) {
                return kind;
            }
        }
        throw new RedisException("ERR Invalid OVERFLOW type specified");
    }

    /** Does all steps on {@code bytes}; returns whether a field has another value now. */
    private boolean run(byte[] bytes, ReplyWriter reply) {
        boolean changed = false;
        reply.array(steps.size());
        for (Step step : steps) {
            changed |= step.run(bytes, reply);
        }
        return changed;
    }

    private enum Act {
        GET,
        SET,
        INCRBY
    }

    private record Step(Act act, Bitfield field, long operand, Bitfield.Overflow overflow) {
        boolean run(byte[] bytes, ReplyWriter reply) {
            long old = field.get(bytes);
            if (act == Act.GET) {
                reply.integer(old);
                return false;
            }
            long base = act == Act.SET ? operand : old;
            long increment = act == Act.SET ? 0 : operand;
            int excess = field.excess(base, increment);
            if (excess != 0 && overflow == Bitfield.Overflow.FAIL) {
                reply.nullBulk();
                return false;
            }
            long value = fitted(base + increment, excess);
            reply.integer(act == Act.SET ? old : value);
            field.set(bytes, value);
            return value != old;
        }

        private long fitted(long sum, int excess) {
            if (excess == 0) {
                return sum;
            }
            if (overflow == Bitfield.Overflow.WRAP) {
                return field.wrapped(sum);
            }
            return excess > 0 ? field.max() : field.min();
        }
    }
}
