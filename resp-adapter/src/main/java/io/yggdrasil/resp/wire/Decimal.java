package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers as Redis writes and reads them. Strict: no blanks, no plus sign, no leading zeros for integers.
 */
public final class Decimal {
    /** Most characters that a long takes. */
    public static final int LONG_CHARS_MAX = 20;

    /** Most characters that a double takes. */
    public static final int REAL_CHARS_MAX = 32;

    /** Integers up to 2^62 are written as such, whatever a double makes of their last digits. */
    private static final double INTEGER_MAX = 1L << 62;

    /** Zeros that are rather written than an exponent. */
    private static final int PADDING_ZEROS_MAX = 7;

    /** Numbers from 10^-3 to below 10^4 never take an exponent. */
    private static final int PLAIN_MAGNITUDE_MAX = 4;

    private static final byte[] NAN = {'n', 'a', 'n'};
    private static final byte[] INFINITY = {'i', 'n', 'f'};
    private static final byte[] MIN_VALUE = "-9223372036854775808".getBytes(StandardCharsets.ISO_8859_1);

    private Decimal() {}

    /** Writes {@code value} at {@code at} and returns the index behind it. Needs {@link #LONG_CHARS_MAX} bytes. */
    public static int write(byte[] out, int at, long value) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_VALUE, 0, out, at, MIN_VALUE.length);
            return at + MIN_VALUE.length;
        }
        int from = at;
        long rest = value;
        if (rest < 0) {
            out[from++] = '-';
            rest = -rest;
        }
        int end = from + digits(rest);
        for (int i = end - 1; i >= from; i--) {
            long next = rest / 10;
            out[i] = (byte) ('0' + (rest - next * 10));
            rest = next;
        }
        return end;
    }

    /** The decimal form of {@code value} as bytes. */
    public static byte[] bytes(long value) {
        byte[] scratch = new byte[LONG_CHARS_MAX];
        int length = write(scratch, 0, value);
        return Arrays.copyOf(scratch, length);
    }

    /** Whether the slice is a decimal 64-bit integer in canonical form. */
    public static boolean isLong(byte[] in, int from, int length) {
        if (length == 0 || length > LONG_CHARS_MAX) {
            return false;
        }
        int at = from;
        int to = from + length;
        boolean negative = in[at] == '-';
        if (negative && ++at == to) {
            return false;
        }
        if (in[at] == '0') {
            return length == 1;
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = in[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            value = value * 10 - digit;
        }
        return negative || value != Long.MIN_VALUE;
    }

    /** Reads the slice, which {@link #isLong} must have accepted. */
    public static long parseLong(byte[] in, int from, int length) {
        int at = from;
        int to = from + length;
        boolean negative = in[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        for (; at < to; at++) {
            value = value * 10 - (in[at] - '0');
        }
        return negative ? value : -value;
    }

    /** A double as Redis 7.2 writes it, see {@link #write(byte[], int, double)}. */
    public static byte[] bytes(double value) {
        byte[] scratch = new byte[REAL_CHARS_MAX];
        return Arrays.copyOf(scratch, write(scratch, 0, value));
    }

    /**
     * Writes a double as Redis 7.2 does and returns the index behind it: the few digits that read back the same,
     * integers without a point, an exponent where plain digits would be long, {@code inf}, {@code -inf}, {@code nan}.
     * Needs {@link #REAL_CHARS_MAX} bytes.
     */
    public static int write(byte[] out, int at, double value) {
        long integer = (long) value;
        if (integer == value && Math.abs(value) <= INTEGER_MAX && integer != 0) {
            return write(out, at, integer);
        }
        if (Double.isNaN(value)) {
            return write(out, at, NAN);
        }
        int from = at;
        if (value < 0 || (value == 0 && 1 / value < 0)) {
            out[from++] = '-';
        }
        if (Double.isInfinite(value)) {
            return write(out, from, INFINITY);
        }
        if (value == 0) {
            out[from++] = '0';
            return from;
        }
        RealDigits real = new RealDigits(Math.abs(value));
        return write(out, from, real.digits(), real.exponent());
    }

    private static int write(byte[] out, int at, byte[] word) {
        System.arraycopy(word, 0, out, at, word.length);
        return at + word.length;
    }

    /** Writes {@code digits * 10^exponent}. */
    private static int write(byte[] out, int at, long digits, int exponent) {
        int count = digits(digits);
        int magnitude = exponent + count - 1;
        if (exponent >= 0 && Math.abs(magnitude) < count + PADDING_ZEROS_MAX) {
            int end = write(out, at, digits);
            Arrays.fill(out, end, end + exponent, (byte) '0');
            return end + exponent;
        }
        if (exponent < 0 && (exponent > -PADDING_ZEROS_MAX || Math.abs(magnitude) < PLAIN_MAGNITUDE_MAX)) {
            return magnitude < 0
                    ? writeBelowOne(out, at, digits, -exponent - count)
                    : writePoint(out, at, digits, magnitude + 1);
        }
        int end = count == 1 ? write(out, at, digits) : writePoint(out, at, digits, 1);
        out[end++] = 'e';
        out[end++] = (byte) (magnitude < 0 ? '-' : '+');
        return write(out, end, Math.abs(magnitude));
    }

    private static int writeBelowOne(byte[] out, int at, long digits, int zeros) {
        out[at] = '0';
        out[at + 1] = '.';
        Arrays.fill(out, at + 2, at + 2 + zeros, (byte) '0');
        return write(out, at + 2 + zeros, digits);
    }

    /** Writes the digits with a point behind the first {@code integral} of them. */
    private static int writePoint(byte[] out, int at, long digits, int integral) {
        int end = write(out, at + 1, digits);
        System.arraycopy(out, at + 1, out, at, integral);
        out[at + integral] = '.';
        return end;
    }

    private static int digits(long value) {
        int count = 1;
        for (long limit = 10; count < 19 && value >= limit; limit *= 10) {
            count++;
        }
        return count;
    }
}
