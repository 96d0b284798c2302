package io.yggdrasil.accel.compress;

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

/** Compression and back, all in direct buffers. The set-up prints how many bytes a text becomes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompressorBenchmark {
    /** Who compresses; {@code lz4} makes LZ4 only. */
    @Param("portable")
    public String accelerator = "portable";

    /** The kind and the level as {@code LZ4-0}, or {@code ADAPTIVE} with Zstandard's level. */
    @Param({"LZ4-0", "LZ4-9", "ZSTD-1", "ZSTD-3", "ZSTD-9", "ADAPTIVE-3"})
    public String how = "LZ4-0";

    /** Rows of JSON, or what cannot be compressed. */
    @Param({"ROWS", "RANDOM"})
    public String content = "ROWS";

    /** Bytes of a text. */
    @Param({"1024", "65536", "1048576"})
    public int bytes;

    private Work work;
    private ByteBuffer plain;
    private ByteBuffer room;
    private ByteBuffer compressed;
    private ByteBuffer back;

    /** What is measured. */
    private interface Work {
        int compress(ByteBuffer plain, ByteBuffer compressed);

        void decompress(ByteBuffer compressed, ByteBuffer plain);
    }

    /** Makes a text and its compressed bytes. */
    @Setup
    public void setUp() {
        int minus = how.indexOf('-');
        work = work(how.substring(0, minus), Integer.parseInt(how.substring(minus + 1)));
        plain = ByteBuffer.allocateDirect(bytes)
                .put(0, new Texts(new Random(1)).text(Texts.Content.valueOf(content), bytes));
        room = ByteBuffer.allocateDirect(bytes + bytes / 100 + 1_000);
        int count = work.compress(plain, room);
        compressed = ByteBuffer.allocateDirect(count).put(0, room, 0, count);
        back = ByteBuffer.allocateDirect(bytes);
        System.out.println("compressed: " + count);
    }

    private Work work(String kind, int level) {
        if (kind.equals("ADAPTIVE")) {
            return adaptive(new AdaptiveCompressor(compressor(Compression.LZ4), compressor(Compression.zstd(level))));
        }
        Compressor compressor = compressor(new Compression(CompressionKind.valueOf(kind), level, null));
        return new Work() {
            @Override
            public int compress(ByteBuffer plain, ByteBuffer compressed) {
                return compressor.compress(plain, compressed);
            }

            @Override
            public void decompress(ByteBuffer compressed, ByteBuffer plain) {
                compressor.decompress(compressed, plain);
            }
        };
    }

    private static Work adaptive(AdaptiveCompressor compressor) {
        return new Work() {
            @Override
            public int compress(ByteBuffer plain, ByteBuffer compressed) {
                return compressor.pack(plain, compressed);
            }

            @Override
            public void decompress(ByteBuffer compressed, ByteBuffer plain) {
                compressor.unpack(compressed, plain);
            }
        };
    }

    private Compressor compressor(Compression compression) {
        Accelerator found = Accelerators.find().named(accelerator);
        Compressor compressor = found == null ? null : found.compressor(compression);
        if (compressor == null) {
            throw new IllegalStateException("accelerator=" + accelerator + " has no " + compression);
        }
        return compressor;
    }

    /** Compresses the text. */
    @Benchmark
    public int compress() {
        return work.compress(plain, room);
    }

    /** Decompresses it. */
    @Benchmark
    public ByteBuffer decompress() {
        work.decompress(compressed, back);
        return back;
    }
}
