package io.yggdrasil.accel.vector;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time of a pair, alone and as one of {@value #ROWS} that a query is measured against. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VectorKernelBenchmark {
    /** Vectors of {@link #oneToMany}: as many as the second cache of many processors holds with 768 floats each. */
    public static final int ROWS = 256;

    /** Who computes. */
    @Param({"portable", "simd"})
    public String accelerator = "portable";

    /** What is computed. */
    @Param("DOT")
    public Measure measure = Measure.DOT;

    /** What of. */
    @Param({"F32", "F16", "INT8"})
    public ElementType type = ElementType.F32;

    /** Elements of a vector. */
    @Param({"128", "384", "768", "1536"})
    public int dimensions;

    /** Where the vectors are. */
    @Param({"heap", "direct"})
    public String place = "heap";

    private final float[] scores = new float[ROWS];
    private VectorKernel kernel;
    private ByteBuffer query;
    private ByteBuffer one;
    private ByteBuffer many;

    /** Makes vectors whose elements are from -1 to 1, or all integers. */
    @Setup
    public void setUp() {
        Accelerator found = Accelerators.find().named(accelerator);
        kernel = found == null ? null : found.vectorKernel(measure, type);
        if (kernel == null) {
            throw new IllegalStateException("accelerator=" + accelerator + " is not here");
        }
        Random random = new Random(1);
        query = vectors(random, 1);
        one = vectors(random, 1);
        many = vectors(random, ROWS);
    }

    private ByteBuffer vectors(Random random, int count) {
        int bytes = count * dimensions * type.bytes();
        ByteBuffer vectors = place.equals("direct") ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        vectors.order(ByteOrder.LITTLE_ENDIAN);
        while (vectors.hasRemaining()) {
            switch (type) {
                case F32 -> vectors.putFloat(2 * random.nextFloat() - 1);
                // A sign, and what is below the bits of 1.
                case F16 -> vectors.putShort((short) (random.nextInt(0x3c00) | random.nextInt(2) << 15));
                case INT8 -> vectors.put((byte) random.nextInt());
            }
        }
        return vectors.flip();
    }

    /** One pair. */
    @Benchmark
    public float oneToOne() {
        return kernel.score(query, one);
    }

    /** One of the pairs of a query. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public float[] oneToMany() {
        kernel.scores(query, many, scores);
        return scores;
    }
}
