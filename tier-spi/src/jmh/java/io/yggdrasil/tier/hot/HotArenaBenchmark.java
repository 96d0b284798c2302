package io.yggdrasil.tier.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hit of 100 bytes by a key of 16 among a million entries, drawn by Zipf's law with exponent 0.99, from the bytes of
 * the key to the bytes of the value in the caller's array. The maps are asked the same question: their keys are objects
 * over the same bytes with the same hash, one reused for look-ups, and the value is copied out. Heap and arena both ask
 * for huge pages.
 *
 * <p>Keys are drawn beforehand and lie one after the other in the order of the draws, as in a connection's input buffer;
 * so it is the look-up that is measured, not the finding of its key.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseTransparentHugePages"})
public class HotArenaBenchmark {
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 100;
    private static final int DRAWS = 1 << 20;
    private static final double EXPONENT = 0.99;
    private static final int STORE = 7;
    private static final long STAMP = 1;
    private static final long NOW = 1_700_000_000_000L;

    /** What answers. */
    public enum Subject {
        ARENA,
        CAFFEINE,
        MAP,
        /** Nothing: the price of drawing a key and calling through. */
        NONE
    }

    @Param
    public Subject subject = Subject.NONE;

    /** A million, or few to see what a look-up takes where the processor's caches have all of it. */
    @Param("1000000")
    public int entries = 1;

    private Store store = key -> 0;
    private byte[] keys = {};
    private HotArena arena;

    /** One thread's draws and what it reuses. */
    @State(Scope.Thread)
    public static class Reader {
        private final Lookup lookup = new Lookup();
        private int next;

        @Setup
        public void draw(HotArenaBenchmark benchmark) {
            int entries = benchmark.entries;
            double[] shares = new double[entries];
            double sum = 0;
            for (int i = 0; i < entries; i++) {
                sum += 1 / Math.pow(i + 1, EXPONENT);
                shares[i] = sum;
            }
            SplittableRandom random =
                    new SplittableRandom(42 + Thread.currentThread().getId());
            lookup.keys = new byte[DRAWS * KEY_BYTES];
            for (int i = 0; i < DRAWS; i++) {
                int rank = Arrays.binarySearch(shares, random.nextDouble() * sum);
                // Ranks are scattered over the keys, so that the hot ones do not lie side by side.
                int number = (int) ((rank < 0 ? -rank - 1 : rank) * 611_953L % entries);
                System.arraycopy(benchmark.keys, number * KEY_BYTES, lookup.keys, i * KEY_BYTES, KEY_BYTES);
            }
            lookup.reader = benchmark.arena == null ? null : benchmark.arena.reader();
        }

        Lookup next() {
            lookup.offset = (next++ & DRAWS - 1) * KEY_BYTES;
            return lookup;
        }
    }

    /** A thread's key, its flyweight and the place for values. */
    static final class Lookup {
        final HotKey hotKey = new HotKey();
        final ArraySink sink = new ArraySink();
        final MapKey mapKey = new MapKey();
        final byte[] value = new byte[VALUE_BYTES];
        /** The keys in the order of the draws, one after the other. */
        byte[] keys = {};

        int offset;
        HotReader reader;
    }

    interface Store {
        int get(Lookup lookup);
    }

    /** A map's key: a range of an array. */
    static final class MapKey {
        byte[] bytes = {};
        int offset;
        int hash;

        MapKey wrap(byte[] bytes, int offset) {
            this.bytes = bytes;
            this.offset = offset;
            hash = Long.hashCode(KeyHash.hash(STORE, bytes, offset, KEY_BYTES));
            return this;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof MapKey key
                    && Arrays.equals(bytes, offset, offset + KEY_BYTES, key.bytes, key.offset, key.offset + KEY_BYTES);
        }
    }

    @Setup(Level.Trial)
    public void fill() {
        keys = new byte[entries * KEY_BYTES];
        for (int i = 0; i < entries; i++) {
            byte[] key = String.format("key:%012d", i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(key, 0, keys, i * KEY_BYTES, KEY_BYTES);
        }
        switch (subject) {
            case ARENA -> store = arena();
            case CAFFEINE -> {
                Cache<MapKey, byte[]> cache =
                        Caffeine.newBuilder().maximumSize(entries).build();
                forEach(cache::put);
                store = lookup -> copied(cache.getIfPresent(lookup.mapKey.wrap(lookup.keys, lookup.offset)), lookup);
            }
            case MAP -> {
                ConcurrentHashMap<MapKey, byte[]> map = new ConcurrentHashMap<>(entries * 2);
                forEach(map::put);
                store = lookup -> copied(map.get(lookup.mapKey.wrap(lookup.keys, lookup.offset)), lookup);
            }
            case NONE -> store = lookup -> lookup.offset;
        }
    }

    private Store arena() {
        arena = new HotArena(new HotArenaConfig(256L << 20, 2, 1 << 20, entries, 0.25, 0.25), HotAdmission.READ_SINCE);
        HotKey key = new HotKey();
        for (int i = 0; i < entries; i++) {
            byte[] value = value(i);
            arena.put(key.wrap(STORE, keys, i * KEY_BYTES, KEY_BYTES), value, 0, value.length, STAMP, 0, NOW);
        }
        return lookup -> {
            HotKey wrapped = lookup.hotKey.wrap(STORE, lookup.keys, lookup.offset, KEY_BYTES);
            return lookup.reader.get(wrapped, STAMP, NOW, lookup.sink) == GetOutcome.HIT
                    ? lookup.sink.array()[0]
                    : -1;
        };
    }

    private void forEach(java.util.function.BiConsumer<MapKey, byte[]> action) {
        for (int i = 0; i < entries; i++) {
            action.accept(new MapKey().wrap(Arrays.copyOfRange(keys, i * KEY_BYTES, (i + 1) * KEY_BYTES), 0), value(i));
        }
    }

    private static int copied(byte[] value, Lookup lookup) {
        if (value == null) {
            return -1;
        }
        System.arraycopy(value, 0, lookup.value, 0, value.length);
        return lookup.value[0];
    }

    private static byte[] value(int i) {
        byte[] value = new byte[VALUE_BYTES];
        new SplittableRandom(i).nextBytes(value);
        return value;
    }

    @TearDown(Level.Trial)
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }

    @Benchmark
    public int hit(Reader reader) {
        return store.get(reader.next());
    }
}
