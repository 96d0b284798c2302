package io.yggdrasil.accel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;

/** The measures of finite elements without any error, but for the cosine's root, and the definition of half floats. */
final class ExactMeasure {
    private static final MathContext DIGITS = new MathContext(40);

    /** What a product, a root and a quotient in doubles may differ by. */
    private static final double DOUBLES = 1e-15;

    private ExactMeasure() {}

    /** Asserts that a score is within the error that {@link VectorKernel} states. */
    static void assertNear(Measure measure, ElementType type, double[] a, double[] b, float score, String what) {
        BigDecimal exact = measure == Measure.COSINE ? cosine(a, b) : sum(measure, a, b, false);
        double error = switch (measure) {
            case COSINE -> type == ElementType.INT8 ? DOUBLES : 2 * VectorKernel.relativeError(a.length);
            case DOT, SQUARED_L2 ->
                type == ElementType.INT8
                        ? 0
                        : VectorKernel.relativeError(a.length)
                                * sum(measure, a, b, true).doubleValue();
        };
        BigDecimal slack = BigDecimal.valueOf(error);
        float least = exact.subtract(slack).floatValue();
        float most = exact.add(slack).floatValue();
        assertTrue(least <= score && score <= most, what + ": " + score + " is not from " + least + " to " + most);
    }

    private static BigDecimal cosine(double[] a, double[] b) {
        BigDecimal squares = sum(Measure.DOT, a, a, false).multiply(sum(Measure.DOT, b, b, false));
        return squares.signum() == 0 ? squares : sum(Measure.DOT, a, b, false).divide(squares.sqrt(DIGITS), DIGITS);
    }

    private static BigDecimal sum(Measure measure, double[] a, double[] b, boolean magnitudes) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < a.length; i++) {
            BigDecimal one = new BigDecimal(a[i]);
            BigDecimal other = new BigDecimal(b[i]);
            BigDecimal difference = one.subtract(other);
            BigDecimal term = measure == Measure.SQUARED_L2 ? difference.multiply(difference) : one.multiply(other);
            sum = sum.add(magnitudes ? term.abs() : term);
        }
        return sum;
    }

    /** What the bits of a half float mean. */
    static double ofHalf(short bits) {
        int exponent = bits >>> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        double magnitude = switch (exponent) {
            case 0 -> Math.scalb((double) mantissa, -24);
            case 31 -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + mantissa, exponent - 25);
        };
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The half float that is a number exactly; any NaN for NaN. */
    static short half(double number) {
        if (Double.isNaN(number)) {
            return 0x7e01;
        }
        int sign = Math.copySign(1, number) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(number);
        int low = 0;
        int high = 0x7c00;
        while (low < high) {
            int middle = (low + high) / 2;
            if (ofHalf((short) middle) < magnitude) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        assertEquals(magnitude, ofHalf((short) low), "no half float");
        return (short) (sign | low);
    }
}
