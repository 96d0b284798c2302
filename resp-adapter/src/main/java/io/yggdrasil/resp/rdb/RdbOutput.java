package io.yggdrasil.resp.rdb;

import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.wire.Decimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow: numbers and strings as {@link RdbInput} reads them. Not compressed. */
final class RdbOutput {
    private static final int FIRST_BYTES = 256;

    /** The longest text of a number that is written as one: {@code -2147483648}. */
    private static final int NUMBER_DIGITS_MAX = 11;

    private final StringLimit limit;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /**
     * Empty.
     *
     * @param limit how long all of it may become
     */
    RdbOutput(StringLimit limit) {
        this.limit = limit;
    }

    /** What was written so far. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Number of bytes written so far. */
    int size() {
        return length;
    }

    /** Makes it empty again. */
    void clear() {
        length = 0;
    }

    /** What is there from {@code at} on, little-endian, to be written over. */
    ByteBuffer over(int at) {
        return ByteBuffer.wrap(bytes, at, length - at).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A byte. */
    void octet(int value) {
        room(1).put((byte) value);
    }

    /** A number of elements or bytes, or any other that is taken as unsigned. */
    void length(long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            octet(0x81);
            room(Long.BYTES).order(ByteOrder.BIG_ENDIAN).putLong(value);
        } else if (value < 1 << 6) {
            octet((int) value);
        } else if (value < 1 << 14) {
            octet(0x40 | (int) (value >>> 8));
            octet((int) value);
        } else {
            octet(0x80);
            room(Integer.BYTES).order(ByteOrder.BIG_ENDIAN).putInt((int) value);
        }
    }

    /** A string, which may be written as the number that it is the text of. */
    void string(byte[] from, int offset, int count) {
        if (count <= NUMBER_DIGITS_MAX && Decimal.isLong(from, offset, count)) {
            long number = Decimal.parseLong(from, offset, count);
            if (number == (int) number) {
                number((int) number);
                return;
            }
        }
        plain(from, offset, count);
    }

    /** A string as it is. */
    void plain(byte[] from, int offset, int count) {
        length(count);
        room(count).put(from, offset, count);
    }

    private void number(int value) {
        if (value == (byte) value) {
            octet(0xC0);
            octet(value);
        } else if (value == (short) value) {
            octet(0xC1);
            room(Short.BYTES).putShort((short) value);
        } else {
            octet(0xC2);
            room(Integer.BYTES).putInt(value);
        }
    }

    /** Room for so many bytes more, little-endian. */
    ByteBuffer room(int more) {
        int total = limit.sum(length, more);
        if (total > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit.bytesMax(), Math.max(total, 2L * bytes.length)));
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, length, more).order(ByteOrder.LITTLE_ENDIAN);
        length = total;
        return room;
    }
}
