package io.yggdrasil.accel.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Floats, one by one and in doubles: the truth that others must agree with. A product of two floats is exact in a double, and no
 * sum of them leaves its range.
 */
public final class ScalarF32 {
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private ScalarF32() {}

    /** One of the measures. */
    public static PairMeasure of(Measure measure) {
        return switch (measure) {
            case DOT -> ScalarF32::dot;
            case COSINE -> ScalarF32::cosine;
            case SQUARED_L2 -> ScalarF32::squaredL2;
        };
    }

    /** {@link Measure#DOT}; of no elements, 0. */
    public static double dot(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        double sum = 0;
        for (int i = 0; i < dimensions; i++) {
            sum += element(a, aFrom, i) * element(b, bFrom, i);
        }
        return sum;
    }

    /** {@link Measure#COSINE}. */
    public static double cosine(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        double dot = 0;
        double aSquares = 0;
        double bSquares = 0;
        for (int i = 0; i < dimensions; i++) {
            double one = element(a, aFrom, i);
            double other = element(b, bFrom, i);
            dot += one * other;
            aSquares += one * one;
            bSquares += other * other;
        }
        return PairMeasure.cosine(dot, aSquares, bSquares);
    }

    /** {@link Measure#SQUARED_L2}; of no elements, 0. */
    public static double squaredL2(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        double sum = 0;
        for (int i = 0; i < dimensions; i++) {
            double difference = element(a, aFrom, i) - element(b, bFrom, i);
            sum += difference * difference;
        }
        return sum;
    }

    private static double element(byte[] bytes, int from, int index) {
        return (float) FLOATS.get(bytes, from + index * Float.BYTES);
    }
}
