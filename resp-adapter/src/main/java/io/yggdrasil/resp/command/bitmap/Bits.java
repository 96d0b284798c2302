package io.yggdrasil.resp.command.bitmap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Loops over the bits of byte arrays, eight bytes at a time. Bit 0 is the highest bit of byte 0. */
final class Bits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Bits() {}

    /** Number of ones from bit {@code first} to bit {@code last}, both within the array and included. */
    static long count(byte[] bytes, long first, long last) {
        int from = (int) (first >>> 3);
        int to = (int) (last >>> 3);
        long count = countBytes(bytes, from, to + 1);
        int before = (int) first & 7;
        int behind = 7 - ((int) last & 7);
        count -= Integer.bitCount((bytes[from] & 0xff) >>> (8 - before));
        count -= Integer.bitCount(bytes[to] & (1 << behind) - 1);
        return count;
    }

    private static long countBytes(byte[] bytes, int from, int to) {
        long count = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            count += Long.bitCount((long) LONGS.get(bytes, at));
        }
        for (; at < to; at++) {
            count += Integer.bitCount(bytes[at] & 0xff);
        }
        return count;
    }

    /**
     * The first bit that is {@code one}, from bit {@code first} to bit {@code last}, both within the array and
     * included; -1 when there is none.
     */
    static long indexOf(byte[] bytes, boolean one, long first, long last) {
        int flip = one ? 0 : 0xff;
        int from = (int) (first >>> 3);
        int to = (int) (last >>> 3);
        int ignored = 0xff >>> ((int) first & 7);
        int at = from;
        if (((bytes[at] ^ flip) & ignored) == 0) {
            at = skip(bytes, one ? 0 : -1L, from + 1, to + 1);
            ignored = 0xff;
        }
        if (at > to) {
            return -1;
        }
        int found = (bytes[at] ^ flip) & ignored;
        long index = ((long) at << 3) + Integer.numberOfLeadingZeros(found) - (Integer.SIZE - 8);
        return index > last ? -1 : index;
    }

    /** Index of the first byte that is not as those of {@code word}, all of which are equal; {@code to} if none is. */
    private static int skip(byte[] bytes, long word, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && (long) LONGS.get(bytes, at) == word) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] == (byte) word) {
            at++;
        }
        return at;
    }

    /** Makes {@code target} the AND of both; {@code other}, which is not longer, counts as padded with zeros. */
    static void and(byte[] target, byte[] other) {
        int at = 0;
        for (; at <= other.length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(target, at, (long) LONGS.get(target, at) & (long) LONGS.get(other, at));
        }
        for (; at < other.length; at++) {
            target[at] &= other[at];
        }
        java.util.Arrays.fill(target, at, target.length, (byte) 0);
    }

    /** Makes {@code target} the OR of both; {@code other}, which is not longer, counts as padded with zeros. */
    static void or(byte[] target, byte[] other) {
        int at = 0;
        for (; at <= other.length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(target, at, (long) LONGS.get(target, at) | (long) LONGS.get(other, at));
        }
        for (; at < other.length; at++) {
            target[at] |= other[at];
        }
    }

    /** Makes {@code target} the XOR of both; {@code other}, which is not longer, counts as padded with zeros. */
    static void xor(byte[] target, byte[] other) {
        int at = 0;
        for (; at <= other.length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(target, at, (long) LONGS.get(target, at) ^ (long) LONGS.get(other, at));
        }
        for (; at < other.length; at++) {
            target[at] ^= other[at];
        }
    }

    /** Flips every bit. */
    static void not(byte[] target) {
        int at = 0;
        for (; at <= target.length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(target, at, ~(long) LONGS.get(target, at));
        }
        for (; at < target.length; at++) {
            target[at] = (byte) ~target[at];
        }
    }
}
