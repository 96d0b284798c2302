package io.yggdrasil.ignite.slot;

import java.nio.charset.StandardCharsets;
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

/** What it costs to place a key, and to turn its bytes into an Ignite key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SlotsBenchmark {
    @Param({"key:000000000042", "{user1000}.following", "gr\u00fcn:000000000042"})
    public String key = "";

    private byte[] bytes = {};

    @Setup
    public void encode() {
        bytes = key.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public int slotOfBytes() {
        return Slots.slot(bytes, 0, bytes.length);
    }

    @Benchmark
    public int slotOfString() {
        return Slots.slot(key);
    }

    @Benchmark
    public Object keyOfBytes() {
        return Keys.key(bytes, 0, bytes.length);
    }
}
