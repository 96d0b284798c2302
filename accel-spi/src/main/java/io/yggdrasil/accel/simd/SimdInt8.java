package io.yggdrasil.accel.simd;

import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.PairMeasure;
import io.yggdrasil.accel.vector.ScalarInt8;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Integers of 8 bits, widened to 32 when they are read. Rejected: products of 16 bits, half as many steps of twice as many
 * instructions; the JVM makes objects of what it does not get into one piece of code.
 */
final class SimdInt8 {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    /** A quarter of the ints' bits, but 64 at least: of vectors of 128 bits, every other step reads again what the last one left. */
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(
            byte.class, VectorShape.forBitSize(Math.max(Long.SIZE, INTS.vectorBitSize() / Integer.BYTES)));

    private static final int READ = BYTES.length();
    private static final int STEP = INTS.length();

    private SimdInt8() {}

    static PairMeasure of(Measure measure) {
        return switch (measure) {
            case DOT -> SimdInt8::dot;
            case COSINE -> SimdInt8::cosine;
            case SQUARED_L2 -> SimdInt8::squaredL2;
        };
    }

    private static double dot(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        IntVector sum = IntVector.zero(INTS);
        int i = 0;
        for (; i <= dimensions - READ; i += STEP) {
            sum = sum.add(ints(a, aFrom + i).mul(ints(b, bFrom + i)));
        }
        return total(sum) + ScalarInt8.dot(a, aFrom + i, b, bFrom + i, dimensions - i);
    }

    private static double cosine(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        IntVector dot = IntVector.zero(INTS);
        IntVector aSquares = dot;
        IntVector bSquares = dot;
        int i = 0;
        for (; i <= dimensions - READ; i += STEP) {
            IntVector as = ints(a, aFrom + i);
            IntVector bs = ints(b, bFrom + i);
            dot = dot.add(as.mul(bs));
            aSquares = aSquares.add(as.mul(as));
            bSquares = bSquares.add(bs.mul(bs));
        }
        int at = aFrom + i;
        int bt = bFrom + i;
        int rest = dimensions - i;
        return PairMeasure.cosine(
                total(dot) + ScalarInt8.dot(a, at, b, bt, rest),
                total(aSquares) + ScalarInt8.dot(a, at, a, at, rest),
                total(bSquares) + ScalarInt8.dot(b, bt, b, bt, rest));
    }

    private static double squaredL2(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions) {
        IntVector sum = IntVector.zero(INTS);
        int i = 0;
        for (; i <= dimensions - READ; i += STEP) {
            IntVector difference = ints(a, aFrom + i).sub(ints(b, bFrom + i));
            sum = sum.add(difference.mul(difference));
        }
        return total(sum) + ScalarInt8.squaredL2(a, aFrom + i, b, bFrom + i, dimensions - i);
    }

    private static IntVector ints(byte[] bytes, int at) {
        return (IntVector) ByteVector.fromArray(BYTES, bytes, at).convertShape(VectorOperators.B2I, INTS, 0);
    }

    private static int total(IntVector sums) {
        return sums.reduceLanes(VectorOperators.ADD);
    }
}
