package io.yggdrasil.resp.wire;

import java.math.BigInteger;

/**
 * The few decimal digits that tell a double from its neighbours: {@code value = digits * 10^exponent}.
 *
 * <p>This is Grisu2 (F. Loitsch, "Printing floating-point numbers quickly and accurately with integers", PLDI 2010),
 * because Redis uses it and a reply should be the same byte for byte: in about one of a thousand cases Grisu2 finds a
 * digit more than there need be, which {@code Double.toString} (JDK 19 and later) would not. The text always reads back
 * as the same double. The choices that the paper leaves open are Redis's: cached powers of ten every eight decades,
 * products whose binary exponent lies from -60 to -32.
 */
final class RealDigits {
    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final int EXPONENT_BIAS = 1023 + FRACTION_BITS;
    private static final int PRODUCT_EXPONENT_MIN = -60;
    private static final int PRODUCT_EXPONENT_MAX = -32;
    private static final double LOG10_OF_2 = 0.30102999566398114;

    /** Most decimals of the integral part of a scaled number, which has at most 32 bits. */
    private static final int INTEGRAL_DIGITS_MAX = 10;

    private long digits;
    private int exponent;

    /** Finds the digits of a finite number above zero. */
    RealDigits(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & (HIDDEN_BIT - 1);
        int biased = (int) (bits >>> FRACTION_BITS);
        long significand = biased == 0 ? fraction : fraction | HIDDEN_BIT;
        int binaryExponent = biased == 0 ? 1 - EXPONENT_BIAS : biased - EXPONENT_BIAS;

        // The value and the middles between it and its neighbours, all with the exponent of the upper one.
        long middleAbove = (significand << 1) + 1;
        int shift = Long.numberOfLeadingZeros(middleAbove);
        long above = middleAbove << shift;
        int shared = binaryExponent - 1 - shift;
        int step = significand == HIDDEN_BIT ? 2 : 1;
        long below = ((significand << step) - 1) << (binaryExponent - step - shared);
        long exact = significand << (binaryExponent - shared);

        int power = Powers.indexFor(shared);
        long scale = Powers.SIGNIFICANDS[power];
        int scaled = shared + Powers.EXPONENTS[power] + 64;
        exponent = -Powers.decimal(power);
        generate(times(exact, scale), times(below, scale) + 1, times(above, scale) - 1, -scaled);
    }

    /** The digits as a number; at most 17 of them, the last not zero unless it stands alone. */
    long digits() {
        return digits;
    }

    /** The power of ten that the digits are multiplied with. */
    int exponent() {
        return exponent;
    }

    /** Takes digits of {@code above} from the left until what is left out cannot lead below {@code below}. */
    private void generate(long exact, long below, long above, int fractionBits) {
        long distance = above - exact;
        long room = above - below;
        long one = 1L << fractionBits;
        int integral = (int) (above >>> fractionBits);
        long rest = above & (one - 1);
        int left = INTEGRAL_DIGITS_MAX;
        for (int unit = 1_000_000_000; left > 0; unit /= 10) {
            int digit = Integer.divideUnsigned(integral, unit);
            digits = digits * 10 + digit;
            integral -= digit * unit;
            left--;
            long remainder = (Integer.toUnsignedLong(integral) << fractionBits) + rest;
            if (Long.compareUnsigned(remainder, room) <= 0) {
                exponent += left;
                approach(room, remainder, (long) unit << fractionBits, distance);
                return;
            }
        }
        for (long scale = 10; ; scale *= 10) {
            rest *= 10;
            room *= 10;
            left--;
            digits = digits * 10 + (rest >>> fractionBits);
            rest &= one - 1;
            if (Long.compareUnsigned(rest, room) < 0) {
                exponent += left;
                approach(room, rest, one, distance * scale);
                return;
            }
        }
    }

    /** Lowers the last digit while that brings the number nearer to the exact one. */
    private void approach(long room, long remainder, long unit, long distance) {
        long rest = remainder;
        while (Long.compareUnsigned(rest, distance) < 0
                && Long.compareUnsigned(room - rest, unit) >= 0
                && (Long.compareUnsigned(rest + unit, distance) < 0
                        || Long.compareUnsigned(distance - rest, rest + unit - distance) > 0)) {
            digits--;
            rest += unit;
        }
    }

    /** The upper half of an unsigned product, rounded. */
    private static long times(long a, long b) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
        return high + (low >>> 63);
    }

    /** 64-bit approximations of 10^-348, 10^-340 ... 10^340. */
    private static final class Powers {
        private static final int FIRST = -348;
        private static final int STEP = 8;
        private static final int COUNT = 87;
        static final long[] SIGNIFICANDS = new long[COUNT];
        static final int[] EXPONENTS = new int[COUNT];

        static {
            for (int i = 0; i < COUNT; i++) {
                set(i, decimal(i));
            }
        }

        static int decimal(int index) {
            return FIRST + index * STEP;
        }

        /** A power that brings the exponent of a product into the wanted range. */
        static int indexFor(int binaryExponent) {
            int guess = (int) (-(binaryExponent + COUNT) * LOG10_OF_2);
            int index = (guess - FIRST) / STEP;
            while (binaryExponent + EXPONENTS[index] + 64 < PRODUCT_EXPONENT_MIN) {
                index++;
            }
            while (binaryExponent + EXPONENTS[index] + 64 > PRODUCT_EXPONENT_MAX) {
                index--;
            }
            return index;
        }

        private static void set(int index, int decimal) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(decimal));
            int exponent;
            BigInteger wide;
            if (decimal >= 0) {
                exponent = power.bitLength() - 65;
                wide = exponent >= 0 ? power.shiftRight(exponent) : power.shiftLeft(-exponent);
            } else {
                exponent = -(power.bitLength() + 64);
                wide = BigInteger.ONE.shiftLeft(-exponent).divide(power);
            }
            // One bit more than is kept, so that it can be rounded.
            while (wide.bitLength() > 65) {
                wide = wide.shiftRight(1);
                exponent++;
            }
            SIGNIFICANDS[index] = wide.add(BigInteger.ONE).shiftRight(1).longValue();
            EXPONENTS[index] = exponent + 1;
        }
    }
}
