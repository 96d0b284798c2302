package io.yggdrasil.resp.command.bitmap;

/**
 * An integer of some bits at some place in a string, most significant bit first.
 *
 * @param offset its first bit
 * @param width its number of bits: 1-64 signed, 1-63 unsigned
 * @param isSigned whether it is in two's complement
 */
record Bitfield(long offset, int width, boolean isSigned) {
    /** What happens to a value that does not fit. */
    enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    /** The last bit. */
    long lastBit() {
        return offset + width - 1;
    }

    /** Its value in {@code bytes}, which count as followed by zeros without end. */
    long get(byte[] bytes) {
        long value = 0;
        long at = offset;
        for (int left = width; left > 0; ) {
            int inByte = (int) at & 7;
            int taken = Math.min(left, 8 - inByte);
            int current = at >>> 3 < bytes.length ? bytes[(int) (at >>> 3)] & 0xff : 0;
            value = value << taken | (current >>> (8 - inByte - taken) & (1 << taken) - 1);
            at += taken;
            left -= taken;
        }
        return isSigned ? value << (64 - width) >> (64 - width) : value;
    }

    /** Writes the lowest bits of {@code value} into {@code bytes}, which reach up to {@link #lastBit()}. */
    void set(byte[] bytes, long value) {
        long at = offset;
        for (int left = width; left > 0; ) {
            int inByte = (int) at & 7;
            int taken = Math.min(left, 8 - inByte);
            int shift = 8 - inByte - taken;
            int mask = (1 << taken) - 1;
            int part = (int) (value >>> (left - taken)) & mask;
            int index = (int) (at >>> 3);
            bytes[index] = (byte) (bytes[index] & ~(mask << shift) | part << shift);
            at += taken;
            left -= taken;
        }
    }

    /** Largest value. */
    long max() {
        return isSigned ? Long.MAX_VALUE >>> (64 - width) : -1L >>> (64 - width);
    }

    /** Smallest value. */
    long min() {
        return isSigned ? -max() - 1 : 0;
    }

    /** The part of {@code value} that fits, as the field would read it back. */
    long wrapped(long value) {
        return isSigned ? value << (64 - width) >> (64 - width) : value & max();
    }

    /**
     * Whether {@code value + increment} is too large (1), too small (-1) or fits (0).
     *
     * <p>For increments {@code value} is within the field's range. For assignments the increment is 0 and the value is
     * any: an unsigned field takes a negative one for a huge one, and the difference below may wrap around, so that a
     * hugely negative value counts as too large. Both are what Redis does; saturation makes it visible.
     */
    int excess(long value, long increment) {
        return isSigned ? signedExcess(value, increment) : unsignedExcess(value, increment);
    }

    private int signedExcess(long value, long increment) {
        long room = max() - value;
        if (value > max() || (width < 64 ? increment > room : value >= 0 && increment > 0 && increment > room)) {
            return 1;
        }
        long depth = min() - value;
        if (value < min() || (width < 64 ? increment < depth : value < 0 && increment < 0 && increment < depth)) {
            return -1;
        }
        return 0;
    }

    private int unsignedExcess(long value, long increment) {
        if (Long.compareUnsigned(value, max()) > 0 || (increment > 0 && increment > max() - value)) {
            return 1;
        }
        return increment < 0 && increment < -value ? -1 : 0;
    }
}
