package io.yggdrasil.resp.command.hyperloglog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of a HyperLogLog value.
 *
 * <pre>
 *  0       4   5         8                       16
 * +--------+---+---------+-----------------------+-------------------
 * | "HYLL" | E | 0  0  0 | count, little endian  | registers ...
 * +--------+---+---------+-----------------------+-------------------
 * E: 0 dense, 1 sparse. The count is the last one computed; its highest bit says that it is out of date.
 *
 * Dense: 16,384 registers of 6 bits, each from the lowest free bit on:
 * +--------+--------+--------+------
 * |11000000|22221111|33333322|55444444 ...
 * +--------+--------+--------+------
 *
 * Sparse: runs of equal registers, in order, until all are covered:
 * 00llllll            ZERO   l+1 registers (1-64) are 0
 * 01llllll llllllll   XZERO  l+1 registers (1-16384) are 0
 * 1vvvvvll            VALUE  l+1 registers (1-4) are v+1 (1-32)
 * </pre>
 */
final class HyperLogLogDescriptor {
    static final int HEADER_BYTES = 16;
    static final int INDEX_BITS = 14;
    static final int REGISTERS = 1 << INDEX_BITS;
    static final int REGISTER_BITS = 6;
    static final int REGISTER_MAX = (1 << REGISTER_BITS) - 1;
    static final int DENSE_BYTES = HEADER_BYTES + REGISTERS * REGISTER_BITS / 8;

    static final int ZERO_RUN_MAX = 64;
    static final int VALUE_RUN_MAX = 4;
    static final int VALUE_MAX = 32;

    private static final int ENCODING_AT = 4;
    private static final int COUNT_AT = 8;
    private static final byte DENSE = 0;
    private static final byte SPARSE = 1;
    private static final int XZERO_BIT = 0x40;
    private static final int VALUE_BIT = 0x80;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private HyperLogLogDescriptor() {}

    /** Whether the value begins as a HyperLogLog does and has a length that its encoding allows. */
    static boolean isValid(byte[] value) {
        return value.length >= HEADER_BYTES
                && value[0] == 'H'
                && value[1] == 'Y'
                && value[2] == 'L'
                && value[3] == 'L'
                && (value[ENCODING_AT] == SPARSE || (value[ENCODING_AT] == DENSE && value.length == DENSE_BYTES));
    }

    /** Writes the header of an empty value. */
    static void writeHeader(byte[] value, boolean isDense) {
        value[0] = 'H';
        value[1] = 'Y';
        value[2] = 'L';
        value[3] = 'L';
        value[ENCODING_AT] = isDense ? DENSE : SPARSE;
    }

    static boolean isDense(byte[] value) {
        return value[ENCODING_AT] == DENSE;
    }

    static void setDense(byte[] value) {
        value[ENCODING_AT] = DENSE;
    }

    /** The count kept in the header; negative when it is out of date. */
    static long count(byte[] value) {
        return (long) LONGS.get(value, COUNT_AT);
    }

    static void setCount(byte[] value, long count) {
        LONGS.set(value, COUNT_AT, count);
    }

    /** Marks the count as out of date. */
    static void invalidateCount(byte[] value) {
        setCount(value, count(value) | Long.MIN_VALUE);
    }

    /** Dense register {@code index}. */
    static int register(byte[] value, int index) {
        int bit = index * REGISTER_BITS;
        int at = HEADER_BYTES + (bit >>> 3);
        int shift = bit & 7;
        int both = value[at] & 0xff;
        if (shift > 8 - REGISTER_BITS) {
            both |= (value[at + 1] & 0xff) << 8;
        }
        return both >>> shift & REGISTER_MAX;
    }

    /** Sets dense register {@code index}. */
    static void setRegister(byte[] value, int index, int register) {
        int bit = index * REGISTER_BITS;
        int at = HEADER_BYTES + (bit >>> 3);
        int shift = bit & 7;
        value[at] = (byte) (value[at] & ~(REGISTER_MAX << shift) | register << shift);
        if (shift > 8 - REGISTER_BITS) {
            int low = 8 - shift;
            value[at + 1] = (byte) (value[at + 1] & ~(REGISTER_MAX >>> low) | register >>> low);
        }
    }

    static boolean isZero(byte code) {
        return (code & (VALUE_BIT | XZERO_BIT)) == 0;
    }

    static boolean isXzero(byte code) {
        return (code & (VALUE_BIT | XZERO_BIT)) == XZERO_BIT;
    }

    static boolean isValue(byte code) {
        return (code & VALUE_BIT) != 0;
    }

    /** Bytes that the run beginning with {@code code} takes. */
    static int runBytes(byte code) {
        return isXzero(code) ? 2 : 1;
    }

    /** Registers that the run at {@code at} covers; a byte cut off behind {@code end} counts as 0. */
    static int runLength(byte[] value, int at, int end) {
        byte code = value[at];
        if (isValue(code)) {
            return (code & 3) + 1;
        }
        if (isZero(code)) {
            return (code & 0x3f) + 1;
        }
        int low = at + 1 < end ? value[at + 1] & 0xff : 0;
        return ((code & 0x3f) << 8 | low) + 1;
    }

    /** What the registers of the VALUE run {@code code} hold. */
    static int runValue(byte code) {
        return (code >>> 2 & 0x1f) + 1;
    }

    /** Writes a ZERO or XZERO run, the shorter that fits; returns the index behind it. */
    static int writeZeros(byte[] out, int at, int length) {
        int coded = length - 1;
        if (length <= ZERO_RUN_MAX) {
            out[at] = (byte) coded;
            return at + 1;
        }
        out[at] = (byte) (XZERO_BIT | coded >>> 8);
        out[at + 1] = (byte) coded;
        return at + 2;
    }

    /** Writes a VALUE run; returns the index behind it. */
    static int writeValues(byte[] out, int at, int register, int length) {
        out[at] = (byte) (VALUE_BIT | (register - 1) << 2 | (length - 1));
        return at + 1;
    }
}
