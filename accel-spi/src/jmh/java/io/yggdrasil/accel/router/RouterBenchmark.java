package io.yggdrasil.accel.router;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
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

/** What a router adds to a call: the same calls by it, and by an accelerator as such. All buffers are direct. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouterBenchmark {
    private static final CodeShape SHAPE = new CodeShape(6, 3);

    /** An accelerator, or the router. */
    @Param({"router", "portable", "isal"})
    public String by = "router";

    /** Bytes of the checksum, or of a slice. */
    @Param({"64", "512", "4096"})
    public int bytes;

    private Checksum checksum;
    private ErasureCodec codec;
    private ByteBuffer[] data;
    private ByteBuffer[] parity;

    /** Makes data, and kernels that are tried. */
    @Setup
    public void setUp() {
        Accelerators found = Accelerators.find();
        if (by.equals("router")) {
            OffloadRouter router = OffloadRouter.start(
                    found, new RouterConfiguration(Set.of(), Set.of(), 4_096, null, false, Duration.ofMillis(200)));
            checksum = router.checksum(ChecksumKind.CRC32C);
            codec = router.erasureCodec(SHAPE);
            router.awaitTrials();
            router.report().operations().forEach(one -> System.out.println(one.name() + " " + one.routes()));
        } else {
            Accelerator accelerator = Objects.requireNonNull(found.named(by), by);
            checksum = accelerator.checksum(ChecksumKind.CRC32C);
            codec = accelerator.erasureCodec(SHAPE);
        }
        Random random = new Random(1);
        ByteBuffer[] all = new ByteBuffer[SHAPE.slices()];
        for (int i = 0; i < all.length; i++) {
            byte[] content = new byte[bytes];
            random.nextBytes(content);
            all[i] = ByteBuffer.allocateDirect(bytes).put(0, content);
        }
        data = Arrays.copyOf(all, SHAPE.dataSlices());
        parity = Arrays.copyOfRange(all, SHAPE.dataSlices(), all.length);
    }

    /** CRC32C. */
    @Benchmark
    public long checksum() {
        return checksum.of(data[0]);
    }

    /** Makes the parity slices. */
    @Benchmark
    public ByteBuffer[] encode() {
        codec.encode(data, parity);
        return parity;
    }
}
