package io.yggdrasil.accel.erasure;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding, and reconstruction of the first {@code lost} data slices, all slices in direct buffers. Bytes of data a second are k
 * times {@code bytes} by the time of a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ErasureCodecBenchmark {
    /** Who codes. */
    @Param({"portable", "simd", "isal", "opencl"})
    public String accelerator = "portable";

    /** The code, as {@code k+m}. */
    @Param({"6+3", "10+4"})
    public String code = "6+3";

    /** Bytes of a slice. */
    @Param({"4096", "65536", "1048576", "4194304"})
    public int bytes;

    /** Slices that are reconstructed. */
    @Param("1")
    public int lost;

    private ErasureCodec codec;
    private ByteBuffer[] all;
    private ByteBuffer[] data;
    private ByteBuffer[] parity;
    private int wanted;

    /** Makes data and parity. */
    @Setup
    public void setUp() {
        Accelerator found = Accelerators.find().named(accelerator);
        int plus = code.indexOf('+');
        CodeShape shape =
                new CodeShape(Integer.parseInt(code.substring(0, plus)), Integer.parseInt(code.substring(plus + 1)));
        codec = found == null ? null : found.erasureCodec(shape);
        if (codec == null) {
            throw new IllegalStateException("accelerator=" + accelerator + " is not here");
        }
        all = new ByteBuffer[shape.slices()];
        Random random = new Random(1);
        for (int i = 0; i < all.length; i++) {
            byte[] content = new byte[bytes];
            random.nextBytes(content);
            all[i] = ByteBuffer.allocateDirect(bytes).put(0, content);
        }
        data = Arrays.copyOf(all, shape.dataSlices());
        parity = Arrays.copyOfRange(all, shape.dataSlices(), all.length);
        wanted = (1 << lost) - 1;
        codec.encode(data, parity);
    }

    /** Makes the parity slices. */
    @Benchmark
    public ByteBuffer[] encode() {
        codec.encode(data, parity);
        return parity;
    }

    /** Makes lost data slices. */
    @Benchmark
    public ByteBuffer[] reconstruct() {
        codec.reconstruct(all, codec.shape().all() & ~wanted, wanted);
        return all;
    }
}
