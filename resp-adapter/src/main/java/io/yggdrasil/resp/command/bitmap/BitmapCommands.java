package io.yggdrasil.resp.command.bitmap;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import java.util.Arrays;

/** All commands on bits of strings. */
public final class BitmapCommands implements CommandFamily {
    private static final byte[] EMPTY = {};
    private static final String NO_BIT = "ERR bit is not an integer or out of range";

    private final BitOffset offsets;

    /** Makes the commands with Redis's default limit of strings. */
    public BitmapCommands() {
        this(StringLimit.DEFAULT);
    }

    /** Makes the commands; strings grow up to {@code limit}. */
    public BitmapCommands(StringLimit limit) {
        this.offsets = new BitOffset(limit);
    }

    @Override
    public void register(CommandTable table) {
        table.add(named("setbit")
                .arity(4)
                .syntax("key offset value:integer")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .since("2.2.0")
                .summary("Sets or clears one bit of the string at a key, which grows as needed.")
                .complexity("O(N) where N is the length of the string.")
                .handler(this::setbit));
        table.add(named("getbit")
                .arity(3)
                .syntax("key offset")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.2.0")
                .summary("Reads one bit of the string at a key.")
                .handler(this::getbit));
        table.add(named("bitcount")
                .arity(-2)
                .syntax("key range=[start:integer end:integer unit=[BYTE|BIT]@7.0.0]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.6.0")
                .summary("Counts the ones in a string or a part of it.")
                .complexity("O(N) where N is the length of the part.")
                .handler(BitmapCommands::bitcount));
        table.add(named("bitpos")
                .arity(-3)
                .syntax("key bit:integer range=[start:integer end-unit-block=[end:integer unit=[BYTE|BIT]@7.0.0]]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.8.7")
                .summary("Finds the first one or zero in a string or a part of it.")
                .complexity("O(N) where N is the length of the part.")
                .handler(BitmapCommands::bitpos));
        table.add(named("bitop")
                .arity(-4)
                .syntax("operation=(AND|OR|XOR|NOT) destkey#0 key#1...")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(2, OW, UPDATE), KeySpec.range(3, -1, 1, RO, ACCESS))
                .since("2.6.0")
                .summary("Stores the AND, OR, XOR or NOT of strings.")
                .complexity("O(N) where N is the length of the longest string times their number.")
                .handler(BitmapCommands::bitop));
        BitfieldCommand.declare(table, offsets);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.BITMAP);
    }

    private void setbit(Call call) {
        long offset = offsets.parse(call, 2);
        long bit = call.integer(3, NO_BIT);
        if (bit != 0 && bit != 1) {
            throw new RedisException(NO_BIT);
        }
        byte[] old = stringOrEmpty(call, 1);
        int at = (int) (offset >>> 3);
        int mask = 0x80 >>> (offset & 7);
        boolean was = at < old.length && (old[at] & mask) != 0;
        if (at >= old.length || was != (bit == 1)) {
            byte[] value = Arrays.copyOf(old, Math.max(old.length, at + 1));
            value[at] = (byte) (bit == 1 ? value[at] | mask : value[at] & ~mask);
            call.keyspace().putString(call.key(1), value, Expiry.KEEP, StringEncoding.RAW);
            call.event(Type.STRING, "setbit", call.key(1));
        }
        call.reply().integer(was);
    }

    private void getbit(Call call) {
        long offset = offsets.parse(call, 2);
        byte[] value = stringOrEmpty(call, 1);
        int at = (int) (offset >>> 3);
        call.reply().integer(at < value.length && (value[at] & 0x80 >>> (offset & 7)) != 0);
    }

    static byte[] stringOrEmpty(Call call, int index) {
        byte[] value = call.keyspace().string(call.key(index));
        return value == null ? EMPTY : value;
    }

    /** As in Redis, a key that is not there is answered before the arguments behind it are looked at. */
    private static void bitcount(Call call) {
        byte[] value = call.keyspace().string(call.key(1));
        BitRange range = value == null ? BitRange.all(0) : countedRange(call, value.length);
        call.reply().integer(value == null || range.isEmpty() ? 0 : Bits.count(value, range.first(), range.last()));
    }

    private static BitRange countedRange(Call call, int bytes) {
        if (call.count() == 2) {
            return BitRange.all(bytes);
        }
        if (call.count() != 4 && call.count() != 5) {
            throw Errors.syntax();
        }
        long start = call.integer(2);
        long end = call.integer(3);
        if (start < 0 && end < 0 && start > end) {
            return BitRange.all(0);
        }
        boolean isBits = call.count() == 5 && BitRange.isBits(call, 4);
        return BitRange.of(start, end, isBits, bytes);
    }

    /**
     * The string counts as followed by zeros without end when only a start is given, so a zero is always found then; a
     * range with both ends is taken as it is.
     */
    private static void bitpos(Call call) {
        long bit = call.integer(2);
        if (bit != 0 && bit != 1) {
            throw new RedisException("ERR The bit argument must be 1 or 0.");
        }
        byte[] value = call.keyspace().string(call.key(1));
        if (value == null) {
            call.reply().integer(bit == 0 ? 0 : -1);
            return;
        }
        BitRange range = searchedRange(call, value.length);
        long found = range.isEmpty() ? -1 : Bits.indexOf(value, bit == 1, range.first(), range.last());
        boolean isOpen = call.count() < 5;
        if (found < 0 && bit == 0 && isOpen && !range.isEmpty()) {
            found = value.length * 8L;
        }
        call.reply().integer(found);
    }

    private static BitRange searchedRange(Call call, int bytes) {
        int count = call.count();
        if (count == 3) {
            return BitRange.all(bytes);
        }
        if (count > 6) {
            throw Errors.syntax();
        }
        long start = call.integer(3);
        boolean isBits = count == 6 && BitRange.isBits(call, 5);
        long end = count >= 5 ? call.integer(4) : -1;
        return BitRange.of(start, end, isBits, bytes);
    }

    private static void bitop(Call call) {
        boolean isNot = call.is(1, "NOT");
        if (!isNot && !call.is(1, "AND") && !call.is(1, "OR") && !call.is(1, "XOR")) {
            throw Errors.syntax();
        }
        if (isNot && call.count() != 4) {
            throw new RedisException("ERR BITOP NOT must be called with a single source key.");
        }
        byte[][] sources = new byte[call.count() - 3][];
        int longest = 0;
        for (int i = 0; i < sources.length; i++) {
            sources[i] = stringOrEmpty(call, i + 3);
            if (sources[i].length == 0 && !call.keyspace().exists(call.key(i + 3))) {
                call.missedByWriter(call.key(i + 3));
            }
            longest = Math.max(longest, sources[i].length);
        }
        store(call, call.key(2), combined(call, sources, longest));
        call.reply().integer(longest);
    }

    private static byte[] combined(Call call, byte[][] sources, int longest) {
        byte[] result = Arrays.copyOf(sources[0], longest);
        if (call.is(1, "NOT")) {
            Bits.not(result);
        }
        boolean isAnd = call.is(1, "AND");
        boolean isOr = call.is(1, "OR");
        for (int i = 1; i < sources.length; i++) {
            if (isAnd) {
                Bits.and(result, sources[i]);
            } else if (isOr) {
                Bits.or(result, sources[i]);
            } else {
                Bits.xor(result, sources[i]);
            }
        }
        return result;
    }

    private static void store(Call call, Key target, byte[] value) {
        if (value.length > 0) {
            call.keyspace().putString(target, value, Expiry.NONE, StringEncoding.RAW);
            call.event(Type.STRING, "set", target);
        } else if (call.keyspace().remove(target)) {
            call.deleted(target);
        }
    }
}
