package io.yggdrasil.accel.checksum;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import java.nio.ByteBuffer;
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

/** A checksum of all bytes of one buffer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChecksumBenchmark {
    /** Who computes. */
    @Param({"portable", "isal"})
    public String accelerator = "portable";

    /** What is computed. */
    @Param("CRC32C")
    public ChecksumKind kind = ChecksumKind.CRC32C;

    /** Bytes of the buffer. */
    @Param({"4096", "65536", "1048576"})
    public int bytes;

    /** Where the buffer is. */
    @Param({"heap", "direct"})
    public String place = "heap";

    private Checksum checksum;
    private ByteBuffer buffer;

    /** Makes a buffer of random bytes. */
    @Setup
    public void setUp() {
        Accelerator found = Accelerators.find().named(accelerator);
        checksum = found == null ? null : found.checksum(kind);
        if (checksum == null) {
            throw new IllegalStateException("accelerator=" + accelerator + " has no " + kind + " here");
        }
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        buffer = place.equals("direct") ? ByteBuffer.allocateDirect(bytes).put(0, content) : ByteBuffer.wrap(content);
    }

    /** All bytes. */
    @Benchmark
    public long of() {
        return checksum.of(buffer);
    }
}
