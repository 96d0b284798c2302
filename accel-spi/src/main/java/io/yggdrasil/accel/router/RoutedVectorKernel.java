package io.yggdrasil.accel.router;

import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * A measure of vectors whose calls are routed: those of two by the bytes of a vector, those of many by the bytes of all that are
 * meant. As calls go to different accelerators, scores of the same vectors may differ between calls, within the stated bounds.
 */
final class RoutedVectorKernel implements VectorKernel {
    private static final int DIMENSIONS = 96;

    private final Route<VectorKernel> pair;
    private final Route<VectorKernel> many;
    private final VectorKernel portable;
    private final ScoreTolerance tolerance;

    RoutedVectorKernel(Route<VectorKernel> pair, Route<VectorKernel> many, VectorKernel portable) {
        this.pair = pair;
        this.many = many;
        this.portable = portable;
        this.tolerance = new ScoreTolerance(portable);
    }

    private record Score(ScoreTolerance tolerance, ByteBuffer a, ByteBuffer b) implements Call<VectorKernel, Float> {
        @Override
        public Float on(VectorKernel kernel) {
            return kernel.score(a, b);
        }

        @Override
        public Answer<Float> keep(Float result) {
            return right -> tolerance.difference(a, b, result, right);
        }
    }

    /** Checks {@code count} scores, of the rows that {@code row} gives. */
    private static Answer<Boolean> keep(
            ScoreTolerance tolerance,
            ByteBuffer query,
            ByteBuffer vectors,
            float[] scores,
            int count,
            IntUnaryOperator row) {
        float[] given = Arrays.copyOf(scores, count);
        return right -> {
            int bytes = query.remaining();
            for (int i = 0; i < given.length; i++) {
                ByteBuffer vector = vectors.slice(vectors.position() + row.applyAsInt(i) * bytes, bytes);
                String difference = tolerance.difference(query, vector, given[i], scores[i]);
                if (difference != null) {
                    return "place " + i + ": " + difference;
                }
            }
            return null;
        };
    }

    private record All(ScoreTolerance tolerance, ByteBuffer query, ByteBuffer vectors, float[] scores)
            implements Call<VectorKernel, Boolean> {
        @Override
        public Boolean on(VectorKernel kernel) {
            kernel.scores(query, vectors, scores);
            return true;
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            int count = query.hasRemaining() ? vectors.remaining() / query.remaining() : 0;
            return RoutedVectorKernel.keep(tolerance, query, vectors, scores, count, i -> i);
        }
    }

    private record Some(
            ScoreTolerance tolerance, ByteBuffer query, ByteBuffer vectors, int[] rows, int count, float[] scores)
            implements Call<VectorKernel, Boolean> {
        @Override
        public Boolean on(VectorKernel kernel) {
            kernel.scores(query, vectors, rows, count, scores);
            return true;
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            return RoutedVectorKernel.keep(tolerance, query, vectors, scores, count, i -> rows[i]);
        }
    }

    private static ByteBuffer elements(ElementType type, int count, boolean direct, int seed) {
        int bytes = count * type.bytes();
        ByteBuffer out = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        out.order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            switch (type) {
                case F32 -> out.putFloat((float) random.nextGaussian());
                case F16 -> out.putShort(half(random));
                case INT8 -> out.put((byte) random.nextInt());
            }
        }
        return out.flip();
    }

    /** Of either sign, from 2^-3 to 4. */
    private static short half(Random random) {
        return (short) (random.nextInt() & 0x83ff | 12 + random.nextInt(5) << 10);
    }

    static Workload<VectorKernel> pairs(VectorKernel portable) {
        ElementType type = portable.type();
        ScoreTolerance tolerance = new ScoreTolerance(portable);
        return new Workload<>() {
            @Override
            public Call<VectorKernel, ?> call(int bytes, boolean direct, int seed) {
                int dimensions = Math.max(1, Math.min(DIMENSIONS_MAX, bytes / type.bytes()));
                return new Score(
                        tolerance,
                        elements(type, dimensions, direct, seed),
                        elements(type, dimensions, direct, seed + 100));
            }

            @Override
            public int bytesMax() {
                return DIMENSIONS_MAX * type.bytes();
            }
        };
    }

    static Workload<VectorKernel> searches(VectorKernel portable) {
        ElementType type = portable.type();
        ScoreTolerance tolerance = new ScoreTolerance(portable);
        return (bytes, direct, seed) -> {
            int count = bytes / (DIMENSIONS * type.bytes());
            return new All(
                    tolerance,
                    elements(type, DIMENSIONS, direct, seed),
                    elements(type, count * DIMENSIONS, direct, seed + 100),
                    new float[count]);
        };
    }

    @Override
    public Measure measure() {
        return portable.measure();
    }

    @Override
    public ElementType type() {
        return portable.type();
    }

    @Override
    public float score(ByteBuffer a, ByteBuffer b) {
        int bytes = a.remaining();
        int draw = pair.draw();
        VectorKernel kernel = pair.quick(bytes, draw);
        if (kernel == null) {
            return pair.carefully(bytes, draw, new Score(tolerance, a, b));
        }
        try {
            return kernel.score(a, b);
        } catch (RuntimeException | Error e) {
            return pair.recover(kernel, e, new Score(tolerance, a, b));
        }
    }

    @Override
    public void scores(ByteBuffer query, ByteBuffer vectors, float[] scores) {
        int bytes = vectors.remaining();
        int draw = many.draw();
        VectorKernel kernel = many.quick(bytes, draw);
        if (kernel == null) {
            many.carefully(bytes, draw, new All(tolerance, query, vectors, scores));
            return;
        }
        try {
            kernel.scores(query, vectors, scores);
        } catch (RuntimeException | Error e) {
            many.recover(kernel, e, new All(tolerance, query, vectors, scores));
        }
    }

    @Override
    public void scores(ByteBuffer query, ByteBuffer vectors, int[] rows, int count, float[] scores) {
        long bytes = (long) count * query.remaining();
        int draw = many.draw();
        VectorKernel kernel = many.quick(bytes, draw);
        if (kernel == null) {
            many.carefully(bytes, draw, new Some(tolerance, query, vectors, rows, count, scores));
            return;
        }
        try {
            kernel.scores(query, vectors, rows, count, scores);
        } catch (RuntimeException | Error e) {
            many.recover(kernel, e, new Some(tolerance, query, vectors, rows, count, scores));
        }
    }
}
