package io.yggdrasil.resp.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Numbers as Redis writes and reads them. Strict: no blanks, no plus sign, no leading zeros for integers.
 */
public final class Decimal {
    /** Most characters that a long takes. */
    public static final int LONG_CHARS_MAX = 20;

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
        return java.util.Arrays.copyOf(scratch, length);
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

    /**
     * A double as Redis 7 writes it in replies: the shortest form that reads back the same, integers without a point,
     * {@code inf}, {@code -inf}, {@code nan}.
     */
    public static byte[] bytes(double value) {
        return text(value).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e17) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        return shortest(value);
    }

    /** The {@code %.17g} shape: plain digits for exponents from -5 to 16, scientific outside. */
    private static String shortest(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -5 && exponent < 17) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        StringBuilder out = new StringBuilder(32);
        if (value < 0) {
            out.append('-');
        }
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('e').append(exponent < 0 ? '-' : '+');
        int magnitude = Math.abs(exponent);
        if (magnitude < 10) {
            out.append('0');
        }
        return out.append(magnitude).toString();
    }

    private static int digits(long value) {
        int count = 1;
        for (long limit = 10; count < 19 && value >= limit; limit *= 10) {
            count++;
        }
        return count;
    }
}
