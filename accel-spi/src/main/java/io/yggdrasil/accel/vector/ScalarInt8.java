package io.yggdrasil.accel.vector;

/**
 * Integers of 8 bits, one by one: the truth that others must agree with. All sums are exact: 2^15 squares of 255, the largest
 * difference, are less than 2^31.
 */
public final class ScalarInt8 {
    private ScalarInt8() {}

    /** One of the measures. */
    public static PairMeasure of(Measure measure) {
        return switch (measure) {
            case DOT -> ScalarInt8::dot;
            case COSINE -> ScalarInt8::cosine;
            case SQUARED_L2 -> ScalarInt8::squaredL2;
        };
    }

    /** {@link Measure#DOT}; of no elements, 0. */
    public static int dot(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        int sum = 0;
        for (int i = 0; i < dimensions; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    /** {@link Measure#COSINE}. */
    public static double cosine(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        int dot = 0;
        int aSquares = 0;
        int bSquares = 0;
        for (int i = 0; i < dimensions; i++) {
            int one = a[aFrom + i];
            int other = b[bFrom + i];
            dot += one * other;
            aSquares += one * one;
            bSquares += other * other;
        }
        return PairMeasure.cosine(dot, aSquares, bSquares);
    }

    /** {@link Measure#SQUARED_L2}; of no elements, 0. */
    public static int squaredL2(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        int sum = 0;
        for (int i = 0; i < dimensions; i++) {
            int difference = a[aFrom + i] - b[bFrom + i];
            sum += difference * difference;
        }
        return sum;
    }
}
