package io.yggdrasil.accel.simd;

import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.PairMeasure;
import io.yggdrasil.accel.vector.ScalarF32;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Floats, added up in floats. Four sums at once, as an addition takes four times as long as the processor needs to begin the next;
 * a cosine has six anyway. What does not fill a vector is added one by one. A sum that came near the limits of floats is computed
 * again in doubles.
 */
final class SimdF32 {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int STEP = BYTES.length();

    /** From it on, all that products too small for floats can add to a sum does not count. */
    private static final double SMALL = 0x1p-100;

    /** Up to it, no part of a sum was too large for floats. */
    private static final double LARGE = 0x1p126;

    private SimdF32() {}

    static PairMeasure of(Measure measure) {
        return switch (measure) {
            case DOT -> SimdF32::dot;
            case COSINE -> SimdF32::cosine;
            case SQUARED_L2 -> SimdF32::squaredL2;
        };
    }

    private static double dot(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        int at = aFrom;
        int bt = bFrom;
        for (; i <= dimensions - 4 * LANES; i += 4 * LANES) {
            sum0 = floats(a, at).fma(floats(b, bt), sum0);
            sum1 = floats(a, at + STEP).fma(floats(b, bt + STEP), sum1);
            sum2 = floats(a, at + 2 * STEP).fma(floats(b, bt + 2 * STEP), sum2);
            sum3 = floats(a, at + 3 * STEP).fma(floats(b, bt + 3 * STEP), sum3);
            at += 4 * STEP;
            bt += 4 * STEP;
        }
        for (; i <= dimensions - LANES; i += LANES) {
            sum0 = floats(a, at).fma(floats(b, bt), sum0);
            at += STEP;
            bt += STEP;
        }
        double sum = total(sum0.add(sum1).add(sum2.add(sum3))) + ScalarF32.dot(a, at, b, bt, dimensions - i);
        return isWithinFloats(sum) ? sum : ScalarF32.dot(a, aFrom, b, bFrom, dimensions);
    }

    private static double cosine(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        FloatVector dot0 = FloatVector.zero(FLOATS);
        FloatVector dot1 = dot0;
        FloatVector aSquares0 = dot0;
        FloatVector aSquares1 = dot0;
        FloatVector bSquares0 = dot0;
        FloatVector bSquares1 = dot0;
        int i = 0;
        int at = aFrom;
        int bt = bFrom;
        for (; i <= dimensions - 2 * LANES; i += 2 * LANES) {
            FloatVector a0 = floats(a, at);
            FloatVector b0 = floats(b, bt);
            FloatVector a1 = floats(a, at + STEP);
            FloatVector b1 = floats(b, bt + STEP);
            dot0 = a0.fma(b0, dot0);
            dot1 = a1.fma(b1, dot1);
            aSquares0 = a0.fma(a0, aSquares0);
            aSquares1 = a1.fma(a1, aSquares1);
            bSquares0 = b0.fma(b0, bSquares0);
            bSquares1 = b1.fma(b1, bSquares1);
            at += 2 * STEP;
            bt += 2 * STEP;
        }
        for (; i <= dimensions - LANES; i += LANES) {
            FloatVector a0 = floats(a, at);
            FloatVector b0 = floats(b, bt);
            dot0 = a0.fma(b0, dot0);
            aSquares0 = a0.fma(a0, aSquares0);
            bSquares0 = b0.fma(b0, bSquares0);
            at += STEP;
            bt += STEP;
        }
        int rest = dimensions - i;
        double dot = total(dot0.add(dot1)) + ScalarF32.dot(a, at, b, bt, rest);
        double aSquares = total(aSquares0.add(aSquares1)) + ScalarF32.dot(a, at, a, at, rest);
        double bSquares = total(bSquares0.add(bSquares1)) + ScalarF32.dot(b, bt, b, bt, rest);
        return isWithinFloats(aSquares) && isWithinFloats(bSquares)
                ? PairMeasure.cosine(dot, aSquares, bSquares)
                : ScalarF32.cosine(a, aFrom, b, bFrom, dimensions);
    }

    private static double squaredL2(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        int at = aFrom;
        int bt = bFrom;
        for (; i <= dimensions - 4 * LANES; i += 4 * LANES) {
            FloatVector difference0 = floats(a, at).sub(floats(b, bt));
            FloatVector difference1 = floats(a, at + STEP).sub(floats(b, bt + STEP));
            FloatVector difference2 = floats(a, at + 2 * STEP).sub(floats(b, bt + 2 * STEP));
            FloatVector difference3 = floats(a, at + 3 * STEP).sub(floats(b, bt + 3 * STEP));
            sum0 = difference0.fma(difference0, sum0);
            sum1 = difference1.fma(difference1, sum1);
            sum2 = difference2.fma(difference2, sum2);
            sum3 = difference3.fma(difference3, sum3);
            at += 4 * STEP;
            bt += 4 * STEP;
        }
        for (; i <= dimensions - LANES; i += LANES) {
            FloatVector difference = floats(a, at).sub(floats(b, bt));
            sum0 = difference.fma(difference, sum0);
            at += STEP;
            bt += STEP;
        }
        double sum = total(sum0.add(sum1).add(sum2.add(sum3))) + ScalarF32.squaredL2(a, at, b, bt, dimensions - i);
        return isWithinFloats(sum) ? sum : ScalarF32.squaredL2(a, aFrom, b, bFrom, dimensions);
    }

    private static FloatVector floats(byte[] bytes, int at) {
        return ByteVector.fromArray(BYTES, bytes, at).reinterpretAsFloats();
    }

    private static double total(FloatVector sums) {
        return sums.reduceLanes(VectorOperators.ADD);
    }

    /** False of a NaN as well. */
    private static boolean isWithinFloats(double sum) {
        double magnitude = Math.abs(sum);
        return magnitude >= SMALL && magnitude <= LARGE;
    }
}
