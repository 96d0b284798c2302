package io.yggdrasil.resp.command.bitmap;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;

/**
 * The bits of a string that {@code start end [BIT|BYTE]} names.
 *
 * @param first first bit
 * @param last last bit, included; before {@code first} when the range is empty
 */
record BitRange(long first, long last) {
    /** All bits of a string. */
    static BitRange all(int bytes) {
        return new BitRange(0, bytes * 8L - 1);
    }

    /** The range from {@code start} to {@code end} in the given unit; negative ones count from the end. */
    static BitRange of(long start, long end, boolean isBits, int bytes) {
        long total = isBits ? bytes * 8L : bytes;
        long first = fromStart(start, total);
        long last = Math.min(fromStart(end, total), total - 1);
        if (first > last) {
            return new BitRange(0, -1);
        }
        return isBits ? new BitRange(first, last) : new BitRange(first * 8, last * 8 + 7);
    }

    private static long fromStart(long index, long total) {
        return Math.max(0, index < 0 ? index + total : index);
    }

    /** Whether argument {@code index} says BIT; it may say BYTE. */
    static boolean isBits(Call call, int index) {
        if (call.is(index, "BIT")) {
            return true;
        }
        if (call.is(index, "BYTE")) {
            return false;
        }
        throw Errors.syntax();
    }

    boolean isEmpty() {
        return first > last;
    }
}
