package io.yggdrasil.accel.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Half floats, one by one and in doubles: the truth that others must agree with.
 */
public final class ScalarF16 {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private ScalarF16() {}

    /** One of the measures. */
    public static PairMeasure of(Measure measure) {
        return switch (measure) {
            case DOT -> ScalarF16::dot;
            case COSINE -> ScalarF16::cosine;
            case SQUARED_L2 -> ScalarF16::squaredL2;
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
        return HalfFloat.toFloat((short) SHORTS.get(bytes, from + index * Short.BYTES));
    }
}
