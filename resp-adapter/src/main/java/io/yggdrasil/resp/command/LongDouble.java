package io.yggdrasil.resp.command;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The 80-bit extended float that Redis computes INCRBYFLOAT and HINCRBYFLOAT with: 64 bits of mantissa, 15 of exponent.
 *
 * <p>Java has no such type, and a double rounds differently: {@code 0.1 + 0.2} must print as {@code 0.3}. So a value is
 * an integer times a power of two, and every result is rounded to the nearest representable one, ties to even. Sums
 * and texts agree with x86-64 Redis digit by digit. The sign of zero is not kept: Redis never prints it.
 */
public final class LongDouble {
    /** Zero. */
    public static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0, false);

    private static final LongDouble INFINITE = new LongDouble(BigInteger.ZERO, 0, true);
    private static final int CHARS_MAX = 5 * 1024 - 1;
    private static final int MANTISSA_BITS = 64;
    private static final int EXPONENT_END = 16_384;
    private static final int QUANTUM_EXPONENT_MIN = -16_445;
    private static final int DECIMAL_EXPONENT_MAX = 4_940;
    private static final int DECIMAL_EXPONENT_MIN = -4_970;
    private static final int EXPONENT_CLAMP = 1_000_000;
    private static final int FRACTION_DIGITS = 17;
    private static final BigInteger FRACTION_UNIT = BigInteger.TEN.pow(FRACTION_DIGITS);

    private final BigInteger mantissa;
    private final int exponent;
    private final boolean infinite;

    private LongDouble(BigInteger mantissa, int exponent, boolean infinite) {
        this.mantissa = mantissa;
        this.exponent = exponent;
        this.infinite = infinite;
    }

    /**
     * Reads what C's {@code strtold} reads: decimal, hexadecimal ({@code 0x1.8p3}), infinity. Null when the slice is
     * none of these as a whole, is NaN, or is too large or too small for the type.
     */
    public static @Nullable LongDouble parse(byte[] bytes, int from, int length) {
        if (length == 0 || length > CHARS_MAX) {
            return null;
        }
        String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        boolean negative = text.charAt(0) == '-';
        String unsigned = negative || text.charAt(0) == '+' ? text.substring(1) : text;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return INFINITE;
        }
        LongDouble magnitude = unsigned.startsWith("0x")
                ? new Digits(unsigned, 2, 16, 'p').value()
                : new Digits(unsigned, 0, 10, 'e').value();
        return magnitude == null || !negative ? magnitude : magnitude.negated();
    }

    /** Whether it is neither infinite nor, as the sum of two infinite values may be, not a number. */
    public boolean isFinite() {
        return !infinite;
    }

    /** The sum, rounded. Infinite when a part is or when it is too large. */
    public LongDouble plus(LongDouble other) {
        if (infinite || other.infinite) {
            return INFINITE;
        }
        int low = Math.min(exponent, other.exponent);
        BigInteger sum = mantissa.shiftLeft(exponent - low).add(other.mantissa.shiftLeft(other.exponent - low));
        BigInteger magnitude = sum.abs();
        LongDouble rounded = low >= 0
                ? rounded(magnitude.shiftLeft(low), BigInteger.ONE)
                : rounded(magnitude, BigInteger.ONE.shiftLeft(-low));
        return sum.signum() < 0 ? rounded.negated() : rounded;
    }

    /** Plain decimal with up to 17 digits behind the point, trailing zeros cut. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        if (infinite) {
            return "inf";
        }
        BigInteger units = mantissa.abs().multiply(FRACTION_UNIT);
        units = exponent >= 0 ? units.shiftLeft(exponent) : nearest(units, BigInteger.ONE.shiftLeft(-exponent));
        if (units.signum() == 0) {
            return "0";
        }
        BigInteger[] parts = units.divideAndRemainder(FRACTION_UNIT);
        StringBuilder out = new StringBuilder();
        if (mantissa.signum() < 0) {
            out.append('-');
        }
        out.append(parts[0]);
        if (parts[1].signum() != 0) {
            String fraction = parts[1].toString();
            out.append('.').append("0".repeat(FRACTION_DIGITS - fraction.length()));
            out.append(fraction, 0, fraction.length() - trailingZeros(fraction));
        }
        return out.toString();
    }

    private static int trailingZeros(String digits) {
        int count = 0;
        while (digits.charAt(digits.length() - 1 - count) == '0') {
            count++;
        }
        return count;
    }

    private LongDouble negated() {
        return infinite ? this : new LongDouble(mantissa.negate(), exponent, false);
    }

    /** The value nearest to {@code num / den}, both positive or num zero. */
    private static LongDouble rounded(BigInteger num, BigInteger den) {
        if (num.signum() == 0) {
            return ZERO;
        }
        int top = num.bitLength() - den.bitLength();
        if (compareScaled(num, den, top) < 0) {
            top--;
        }
        int quantum = Math.max(top - (MANTISSA_BITS - 1), QUANTUM_EXPONENT_MIN);
        BigInteger rounded =
                quantum >= 0 ? nearest(num, den.shiftLeft(quantum)) : nearest(num.shiftLeft(-quantum), den);
        return rounded.bitLength() + quantum > EXPONENT_END ? INFINITE : new LongDouble(rounded, quantum, false);
    }

    private static int compareScaled(BigInteger num, BigInteger den, int shift) {
        return shift >= 0
                ? num.compareTo(den.shiftLeft(shift))
                : num.shiftLeft(-shift).compareTo(den);
    }

    /** The integer nearest to {@code num / den}, ties to even. */
    private static BigInteger nearest(BigInteger num, BigInteger den) {
        BigInteger[] parts = num.divideAndRemainder(den);
        int half = parts[1].shiftLeft(1).compareTo(den);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /** Reads digits, a point and an exponent. */
    private static final class Digits {
        private final String text;
        private final int radix;
        private final char exponentMark;
        private int at;
        private final StringBuilder digits = new StringBuilder();
        private int fractionDigits;

        Digits(String text, int from, int radix, char exponentMark) {
            this.text = text;
            this.at = from;
            this.radix = radix;
            this.exponentMark = exponentMark;
        }

        @Nullable
        LongDouble value() {
            takeDigits();
            if (at < text.length() && text.charAt(at) == '.') {
                at++;
                int before = digits.length();
                takeDigits();
                fractionDigits = digits.length() - before;
            }
            if (digits.length() == 0) {
                return null;
            }
            int power = 0;
            if (at < text.length()) {
                if (text.charAt(at++) != exponentMark) {
                    return null;
                }
                Integer given = takeExponent();
                if (given == null) {
                    return null;
                }
                power = given;
            }
            BigInteger whole = new BigInteger(digits.toString(), radix);
            if (whole.signum() == 0) {
                return ZERO;
            }
            LongDouble value =
                    radix == 10 ? decimal(whole, power - fractionDigits) : binary(whole, power - 4 * fractionDigits);
            boolean fits = value != null && value.isFinite() && value.mantissa.signum() != 0;
            return fits ? value : null;
        }

        private void takeDigits() {
            for (; at < text.length() && isDigit(text.charAt(at)); at++) {
                digits.append(text.charAt(at));
            }
        }

        private boolean isDigit(char c) {
            return (c >= '0' && c <= '9') || (radix == 16 && c >= 'a' && c <= 'f');
        }

        private @Nullable Integer takeExponent() {
            boolean negative = at < text.length() && text.charAt(at) == '-';
            if (negative || (at < text.length() && text.charAt(at) == '+')) {
                at++;
            }
            if (at == text.length()) {
                return null;
            }
            int value = 0;
            for (; at < text.length(); at++) {
                int digit = text.charAt(at) - '0';
                if (digit < 0 || digit > 9) {
                    return null;
                }
                value = Math.min(value * 10 + digit, EXPONENT_CLAMP);
            }
            return negative ? -value : value;
        }

        private static @Nullable LongDouble decimal(BigInteger whole, int power) {
            int magnitude = whole.toString().length() + power;
            if (magnitude > DECIMAL_EXPONENT_MAX || magnitude < DECIMAL_EXPONENT_MIN) {
                return null;
            }
            BigInteger scale = BigInteger.TEN.pow(Math.abs(power));
            return power >= 0 ? rounded(whole.multiply(scale), BigInteger.ONE) : rounded(whole, scale);
        }

        private static @Nullable LongDouble binary(BigInteger whole, int power) {
            int magnitude = whole.bitLength() + power;
            if (magnitude > EXPONENT_END || magnitude < QUANTUM_EXPONENT_MIN - 1) {
                return null;
            }
            BigInteger scale = BigInteger.ONE.shiftLeft(Math.abs(power));
            return power >= 0 ? rounded(whole.multiply(scale), BigInteger.ONE) : rounded(whole, scale);
        }
    }
}
