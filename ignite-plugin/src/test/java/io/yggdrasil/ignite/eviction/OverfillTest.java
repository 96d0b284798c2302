package io.yggdrasil.ignite.eviction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.ignite.TestGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes through Ignite's own door of ten times what a region holds. */
class OverfillTest {
    private static final long REGION_BYTES = 64L << 20;
    private static final int WRITERS = 4;
    private static final int VALUE_BYTES_MAX_LOG2 = 20;
    private static final int VALUE_BYTES_MIN_LOG2 = 4;

    @ParameterizedTest
    @EnumSource(names = {"ALLKEYS_LFU", "ALLKEYS_LRU", "ALLKEYS_RANDOM"})
    void writesOfTenRegions_nodeLives_regionEndsAtTheWatermark(EvictionMode mode) throws Exception {
        try (EvictingGrid grid =
                new EvictingGrid(REGION_BYTES, plugin -> plugin.setEviction(EvictionSettings.NONE.with(mode)))) {
            Ignite node = grid.start();
            IgniteCache<Object, Object> cache = EvictingGrid.cache(node);
            long slowest = overfill(cache, 10 * REGION_BYTES);
            TestGrid.await(
                    "relief",
                    () -> EvictingGrid.use(node).heldBytes()
                            < EvictingGrid.use(node).watermarkBytes());
            Eviction.Use use = EvictingGrid.use(node);
            System.out.println(mode + " " + use + " slowest=" + slowest / 1000 + " us evicted="
                    + EvictingGrid.eviction(node).evictedCount() + " size=" + cache.size());
            assertEquals(List.of(), grid.failures());
            assertEquals(use.watermarkBytes(), use.usedBytes(), use.watermarkBytes() * 0.03);
        }
    }

    private static long overfill(IgniteCache<Object, Object> cache, long total) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        AtomicLong left = new AtomicLong(total);
        AtomicLong slowest = new AtomicLong();
        List<Future<?>> all = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int seed = writer;
            all.add(writers.submit((Callable<Void>) () -> {
                Random random = new Random(seed);
                for (long i = 0; left.get() > 0; i++) {
                    double log2 =
                            VALUE_BYTES_MIN_LOG2 + random.nextDouble() * (VALUE_BYTES_MAX_LOG2 - VALUE_BYTES_MIN_LOG2);
                    byte[] value = new byte[(int) Math.pow(2, log2)];
                    long start = System.nanoTime();
                    cache.put("key:" + seed + ':' + i, value);
                    slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                    left.addAndGet(-value.length);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        writers.shutdown();
        return slowest.get();
    }
}
