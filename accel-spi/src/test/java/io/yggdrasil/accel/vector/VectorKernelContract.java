package io.yggdrasil.accel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link VectorKernel} does; the truth is {@link ExactMeasure}. */
public abstract class VectorKernelContract {
    private static final int RANDOM_DIMENSIONS_MAX = 2_048;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Makes the kernel under test. */
    protected abstract VectorKernel kernel(Measure measure, ElementType type);

    /** A random element as it is written, finite, of like or of very different magnitude. */
    private double element(ElementType type, boolean wild) {
        return switch (type) {
            case F32 ->
                wild ? Math.scalb(random.nextFloat() - 0.5f, random.nextInt(250) - 140) : 2 * random.nextFloat() - 1;
            case F16 -> HalfFloat.toFloat(half(wild ? 0x7c00 : 0x3c00));
            case INT8 -> wild ? (random.nextBoolean() ? 127 : -128) : random.nextInt(256) - 128;
        };
    }

    /** Any half float whose magnitude is less than that of some bits. */
    private short half(int below) {
        return (short) (random.nextInt(below) | random.nextInt(2) << 15);
    }

    private double[] elements(ElementType type, int count, boolean wild) {
        return IntStream.range(0, count).mapToDouble(i -> element(type, wild)).toArray();
    }

    /** Elements in a buffer of any kind, with something before and behind them, at any alignment. */
    private ByteBuffer buffer(ElementType type, double... elements) {
        int before = random.nextInt(70);
        int length = elements.length * type.bytes();
        int all = before + length + random.nextInt(70);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocateDirect(all) : ByteBuffer.allocate(all);
        buffer.order(ByteOrder.LITTLE_ENDIAN).position(before).limit(before + length);
        for (double element : elements) {
            switch (type) {
                case F32 -> buffer.putFloat((float) element);
                case F16 -> buffer.putShort(ExactMeasure.half(element));
                case INT8 -> buffer.put((byte) element);
            }
        }
        buffer.position(before).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        ByteBuffer some = random.nextBoolean() ? buffer.slice() : buffer;
        return random.nextInt(4) == 0 ? some.asReadOnlyBuffer() : some;
    }

    private float score(Measure measure, ElementType type, double[] a, double[] b) {
        return kernel(measure, type).score(buffer(type, a), buffer(type, b));
    }

    /** Whether a kernel made a score as exact as the contract says. */
    private void assertScore(Measure measure, ElementType type, double[] a, double[] b, float score) {
        ExactMeasure.assertNear(measure, type, a, b, score, measure + " " + type + " n=" + a.length + " seed=" + seed);
    }

    private interface Case {
        void run(Measure measure, ElementType type);
    }

    private static void forAll(Case one) {
        for (Measure measure : Measure.values()) {
            for (ElementType type : ElementType.values()) {
                one.run(measure, type);
            }
        }
    }

    @Test
    void kernel_isWhatWasAskedFor() {
        forAll((measure, type) -> {
            assertEquals(measure, kernel(measure, type).measure());
            assertEquals(type, kernel(measure, type).type());
        });
    }

    @Test
    void score_randomVectors_isWithinTheStatedError() {
        forAll((measure, type) -> {
            for (int round = 0; round < 60; round++) {
                int dimensions = round < 40 ? 1 + round : 1 + random.nextInt(RANDOM_DIMENSIONS_MAX);
                double[] a = elements(type, dimensions, round % 4 == 1);
                double[] b = elements(type, dimensions, round % 4 == 1 || round % 4 == 2);
                assertScore(measure, type, a, b, score(measure, type, a, b));
            }
        });
    }

    @Test
    void score_nearVectors_isWithinTheStatedError() {
        for (Measure measure : Measure.values()) {
            for (int round = 0; round < 40; round++) {
                double[] a = elements(ElementType.F32, 1 + random.nextInt(RANDOM_DIMENSIONS_MAX), false);
                double[] b = Arrays.stream(a)
                        .map(x -> (float) (x * (1 + 1e-6 * random.nextInt(4))))
                        .toArray();
                double[] opposite = Arrays.stream(a).map(x -> -x).toArray();
                assertScore(measure, ElementType.F32, a, b, score(measure, ElementType.F32, a, b));
                assertScore(measure, ElementType.F32, a, a, score(measure, ElementType.F32, a, a));
                assertScore(measure, ElementType.F32, a, opposite, score(measure, ElementType.F32, a, opposite));
            }
        }
    }

    @Test
    void score_knownVectors_isTheKnownNumber() {
        double[] a = {1, 2, 3, 4};
        double[] b = {4, -3, 2, 1};
        for (ElementType type : ElementType.values()) {
            assertEquals(8, score(Measure.DOT, type, a, b));
            assertEquals(9 + 25 + 1 + 9, score(Measure.SQUARED_L2, type, a, b));
            assertEquals(8f / 30, score(Measure.COSINE, type, a, b), 1e-6f);
            assertEquals(0, score(Measure.SQUARED_L2, type, a, a));
            assertEquals(1, score(Measure.COSINE, type, a, a), 1e-6f);
        }
    }

    /** One element differs from zero, in turn each: none is left out, none taken twice. */
    @Test
    void score_everyPlace_counts() {
        forAll((measure, type) -> {
            for (int place = 0; place < 300; place++) {
                double[] a = new double[300];
                a[place] = 3;
                double[] b = new double[300];
                Arrays.fill(b, 5);
                float expected = switch (measure) {
                    case DOT -> 15;
                    case COSINE -> (float) (1 / Math.sqrt(300));
                    case SQUARED_L2 -> 299 * 25 + 4;
                };
                assertEquals(expected, score(measure, type, a, b), 1e-6f, measure + " " + type + " place=" + place);
            }
        });
    }

    @Test
    void score_largestIntegersInLongestVectors_isExact() {
        int count = VectorKernel.DIMENSIONS_MAX;
        double[] low = new double[count];
        Arrays.fill(low, -128);
        double[] high = new double[count];
        Arrays.fill(high, 127);
        assertEquals((float) (16_384L * count), score(Measure.DOT, ElementType.INT8, low, low));
        assertEquals((float) (-16_256L * count), score(Measure.DOT, ElementType.INT8, low, high));
        assertEquals((float) (65_025L * count), score(Measure.SQUARED_L2, ElementType.INT8, low, high));
        assertEquals(-1, score(Measure.COSINE, ElementType.INT8, low, high));
    }

    @Test
    void score_everyHalfFloat_isRead() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            ByteBuffer half = ByteBuffer.allocate(2 * 33).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer ones = ByteBuffer.allocate(2 * 33).order(ByteOrder.LITTLE_ENDIAN);
            int place = bits % 33;
            half.putShort(2 * place, (short) bits);
            ones.putShort(2 * place, ExactMeasure.half(1));
            float score = kernel(Measure.DOT, ElementType.F16).score(half, ones);
            // A sum that begins with 0 is never -0.
            assertEquals((float) ExactMeasure.ofHalf((short) bits) + 0f, score, "bits=" + bits);
        }
    }

    @Test
    void score_sumsThatFloatsCannotHold_areRight() {
        for (int dimensions : new int[] {3, 64, 1_001}) {
            double[] large = new double[dimensions];
            large[0] = 1e30f;
            large[1] = 1e30f;
            large[2] = 1;
            double[] other = large.clone();
            other[1] = -1e30f;
            assertEquals(1, score(Measure.DOT, ElementType.F32, large, other));
            assertEquals(0, score(Measure.COSINE, ElementType.F32, large, other), 1e-6f);
            assertEquals(1, score(Measure.COSINE, ElementType.F32, large, large), 1e-6f);
            assertEquals(Float.POSITIVE_INFINITY, score(Measure.DOT, ElementType.F32, large, large));
            assertEquals(Float.POSITIVE_INFINITY, score(Measure.SQUARED_L2, ElementType.F32, large, other));
            double[] small = new double[dimensions];
            Arrays.fill(small, Float.MIN_VALUE);
            assertEquals(1, score(Measure.COSINE, ElementType.F32, small, small), 1e-6f);
            assertEquals(0, score(Measure.DOT, ElementType.F32, small, small));
            double[] one = new double[dimensions];
            Arrays.fill(one, 1);
            assertEquals(dimensions * Float.MIN_VALUE, score(Measure.DOT, ElementType.F32, small, one));
        }
    }

    @Test
    void score_ofZeros_isZero() {
        forAll((measure, type) -> {
            double[] zeros = new double[77];
            double[] ones = new double[77];
            Arrays.fill(ones, 1);
            assertEquals(0, score(measure, type, zeros, zeros));
            assertEquals(measure == Measure.SQUARED_L2 ? 77 : 0, score(measure, type, zeros, ones));
        });
    }

    @Test
    void score_infinitiesAndNaNs_asIeeeSays() {
        double inf = Double.POSITIVE_INFINITY;
        for (ElementType type : List.of(ElementType.F32, ElementType.F16)) {
            for (int place : new int[] {0, 1, 62, 63, 98}) {
                double[] ones = new double[99];
                Arrays.fill(ones, 1);
                double[] up = with(ones, place, inf);
                double[] down = with(up, 40, -inf);
                double[] broken = with(ones, place, Double.NaN);
                double[] hole = with(ones, place, 0);
                assertEquals(inf, score(Measure.DOT, type, up, ones));
                assertEquals(-inf, score(Measure.DOT, type, with(ones, place, -inf), ones));
                assertEquals(Float.NaN, score(Measure.DOT, type, up, down));
                assertEquals(Float.NaN, score(Measure.DOT, type, up, hole));
                assertEquals(inf, score(Measure.SQUARED_L2, type, ones, down));
                assertEquals(Float.NaN, score(Measure.SQUARED_L2, type, up, up));
                assertEquals(Float.NaN, score(Measure.COSINE, type, up, ones));
                assertEquals(Float.NaN, score(Measure.COSINE, type, new double[99], up));
                for (Measure measure : Measure.values()) {
                    assertEquals(Float.NaN, score(measure, type, broken, ones));
                    assertEquals(Float.NaN, score(measure, type, new double[99], broken));
                }
            }
        }
    }

    private static double[] with(double[] elements, int place, double element) {
        double[] changed = elements.clone();
        changed[place] = element;
        return changed;
    }

    @Test
    void scores_ofMany_areThoseOfEachPair() {
        forAll((measure, type) -> {
            VectorKernel kernel = kernel(measure, type);
            for (int round = 0; round < 20; round++) {
                int dimensions = 1 + random.nextInt(100);
                double[] query = elements(type, dimensions, false);
                double[][] rows = new double[random.nextInt(20)][];
                Arrays.setAll(rows, i -> elements(type, dimensions, false));
                ByteBuffer vectors = buffer(
                        type,
                        Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
                int position = vectors.position();
                int limit = vectors.limit();

                float[] scores = new float[rows.length + 2];
                kernel.scores(buffer(type, query), vectors, scores);
                for (int i = 0; i < rows.length; i++) {
                    assertScore(measure, type, query, rows[i], scores[i]);
                }
                assertArrayEquals(new float[2], Arrays.copyOfRange(scores, rows.length, scores.length));

                int[] picked = random.ints(30, 0, Math.max(rows.length, 1)).toArray();
                int count = rows.length == 0 ? 0 : random.nextInt(picked.length + 1);
                float[] some = new float[picked.length];
                kernel.scores(buffer(type, query), vectors, picked, count, some);
                for (int i = 0; i < count; i++) {
                    assertScore(measure, type, query, rows[picked[i]], some[i]);
                }
                assertArrayEquals(new float[picked.length - count], Arrays.copyOfRange(some, count, picked.length));
                assertEquals(position, vectors.position());
                assertEquals(limit, vectors.limit());
            }
        });
    }

    @Test
    void wrongArguments_areNamedAndNothingIsWritten() {
        VectorKernel kernel = kernel(Measure.DOT, ElementType.F32);
        ByteBuffer three = ByteBuffer.allocate(12);
        ByteBuffer none = ByteBuffer.allocate(0);
        ByteBuffer six = ByteBuffer.allocate(24);
        float[] scores = {7, 7};
        int most = VectorKernel.DIMENSIONS_MAX;
        assertError("a has 0 bytes: must be 1 to " + most + " elements of 4", () -> kernel.score(none, none));
        assertError("a has 11 bytes", () -> kernel.score(ByteBuffer.allocate(11), three));
        assertError("a has " + 4 * (most + 1), () -> kernel.score(ByteBuffer.allocate(4 * (most + 1)), three));
        assertError("b has 24 bytes, a has 12", () -> kernel.score(three, six));
        assertError("query has 0 bytes", () -> kernel.scores(none, six, scores));
        assertError("query has 10 bytes", () -> kernel.scores(ByteBuffer.allocate(10), six, scores));
        assertError(
                "vectors has 25 bytes: must be whole vectors of 12",
                () -> kernel.scores(three, ByteBuffer.allocate(25), scores));
        assertError("scores has 2 places: 3 are needed", () -> kernel.scores(three, ByteBuffer.allocate(36), scores));
        assertError("rows[1]=2: there are 2", () -> kernel.scores(three, six, new int[] {0, 2}, 2, scores));
        assertError("rows[1]=-1: there are 2", () -> kernel.scores(three, six, new int[] {0, -1}, 2, scores));
        assertError("count=3: rows has 2", () -> kernel.scores(three, six, new int[] {0, 1}, 3, scores));
        assertError("count=-1: rows has 2", () -> kernel.scores(three, six, new int[] {0, 1}, -1, scores));
        assertError(
                "scores has 2 places: 3 are needed", () -> kernel.scores(three, six, new int[] {0, 1, 0}, 3, scores));
        assertArrayEquals(new float[] {7, 7}, scores);
    }

    private static void assertError(String text, Runnable call) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }

    @Test
    void oneKernel_manyThreads_allRight() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            VectorKernel kernel = kernel(Measure.COSINE, ElementType.INT8);
            for (int t = 0; t < 4; t++) {
                ByteBuffer query = buffer(ElementType.INT8, elements(ElementType.INT8, 100, false));
                ByteBuffer vectors = buffer(ElementType.INT8, elements(ElementType.INT8, 100 * 20, false));
                float[] expected = new float[20];
                kernel.scores(query, vectors, expected);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        float[] scores = new float[20];
                        kernel.scores(query, vectors, scores);
                        assertArrayEquals(expected, scores);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
