package io.yggdrasil.ignite.eviction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.TestGrid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers against the evictor: what a reader finds is the newest write or nothing, and what is demoted is not torn from it. */
class EvictionHistoryTest {
    private static final long REGION_BYTES = 48L << 20;
    private static final int WRITERS = 3;
    private static final int KEYS_OF_WRITER = 15_000;
    private static final int WRITES_OF_WRITER = 60_000;
    private static final int VALUE_BYTES = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void concurrentWrites_areNeverReplacedByOlderOnes(int nodes) throws Exception {
        try (EvictingGrid grid = new EvictingGrid(
                REGION_BYTES,
                plugin -> plugin.setDefaults(new NamespaceConfiguration().setBackups(1))
                        .setEviction(EvictionSettings.NONE.with(EvictionMode.ALLKEYS_RANDOM)))) {
            Ignite node = grid.start();
            for (int i = 1; i < nodes; i++) {
                grid.start();
            }
            IgniteCache<Object, Object> cache = EvictingGrid.cache(node);
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            List<Future<Integer>> found = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "writer" + writer + ':';
                long seed = writer;
                found.add(writers.submit(() -> writeAndCheck(cache, prefix, new Random(seed))));
            }
            int present = 0;
            for (Future<Integer> one : found) {
                present += one.get();
            }
            writers.shutdown();
            assertTrue(present > WRITES_OF_WRITER / 10, "present=" + present);
            assertTrue(EvictingGrid.eviction(node).evictedCount() > KEYS_OF_WRITER);
            assertEquals(List.of(), grid.failures());
        }
    }

    /** Each key has one writer, which knows the last number it wrote; a missing key was evicted. */
    private static int writeAndCheck(IgniteCache<Object, Object> cache, String prefix, Random random) {
        long[] last = new long[KEYS_OF_WRITER];
        int present = 0;
        for (long number = 1; number <= WRITES_OF_WRITER; number++) {
            int key = random.nextInt(KEYS_OF_WRITER);
            byte[] before = (byte[]) cache.get(prefix + key);
            if (before != null) {
                assertEquals(last[key], ByteBuffer.wrap(before).getLong(), prefix + key);
                present++;
            }
            last[key] = number;
            cache.put(
                    prefix + key,
                    ByteBuffer.allocate(VALUE_BYTES).putLong(number).array());
        }
        return present;
    }

    @Test
    void demotion_getsEveryEntryBeforeItGoes_andHearsWhenItStays() {
        try (EvictingGrid grid = new EvictingGrid(
                REGION_BYTES, plugin -> plugin.setEviction(EvictionSettings.NONE.with(EvictionMode.ALLKEYS_LFU)))) {
            Ignite node = grid.start();
            IgniteCache<Object, Object> cache = EvictingGrid.cache(node);
            Eviction eviction = EvictingGrid.eviction(node);
            ConcurrentHashMap<Object, byte[]> cold = new ConcurrentHashMap<>();
            eviction.demote(cache.getName(), new Demotion() {
                @Override
                public Outcome demote(Entry entry) {
                    if (entry.key().toString().endsWith("7")) {
                        return Outcome.SKIP;
                    }
                    cold.put(entry.key(), (byte[]) entry.value());
                    return Outcome.DONE;
                }

                @Override
                public void withdrawn(Entry entry) {
                    cold.remove(entry.key());
                }
            });
            int keys = 60_000;
            for (int i = 0; i < keys; i++) {
                cache.put("key:" + i, ByteBuffer.allocate(VALUE_BYTES).putInt(i).array());
            }
            TestGrid.await(
                    "relief",
                    () -> EvictingGrid.use(node).heldBytes()
                            <= EvictingGrid.use(node).watermarkBytes());
            eviction.configure(EvictionSettings.NONE);
            assertTrue(cold.size() > keys / 4, "cold=" + cold.size());
            for (int i = 0; i < keys; i++) {
                byte[] value = (byte[]) cache.get("key:" + i);
                byte[] demoted = cold.get("key:" + i);
                assertTrue(value != null || demoted != null, "key=" + i + " is lost");
                assertEquals(i, ByteBuffer.wrap(value != null ? value : demoted).getInt());
                assertTrue(i % 10 != 7 || value != null, "key=" + i + " was to stay");
            }
            assertEquals(List.of(), grid.failures());
        }
    }
}
