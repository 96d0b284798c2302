package io.yggdrasil.ignite.eviction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.TestGrid;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.Test;

/** Eviction where entries have copies on other nodes: the copies go as well, and do not come back. */
class EvictionClusterTest {
    private static final long REGION_BYTES = 64L << 20;
    private static final int VALUE_BYTES = 3_000;
    private static final int KEYS = 60_000;
    private static final int ROUNDS_UNDER_WAY = 256;

    private static EvictingGrid grid() {
        return new EvictingGrid(
                REGION_BYTES,
                plugin -> plugin.setDefaults(new NamespaceConfiguration().setBackups(1))
                        .setEviction(EvictionSettings.NONE.with(EvictionMode.ALLKEYS_LRU)));
    }

    @Test
    void overfill_ofTwoNodesWithBackups_copiesAgree_andFailoverBringsNothingBack() {
        try (EvictingGrid grid = grid()) {
            Ignite first = grid.start();
            Ignite second = grid.start();
            IgniteCache<Object, Object> cache = EvictingGrid.cache(first);
            fill(cache, 0, KEYS);
            TestGrid.await("relief", () -> isRelieved(first) && isRelieved(second));
            EvictingGrid.eviction(first).configure(EvictionSettings.NONE);
            EvictingGrid.eviction(second).configure(EvictionSettings.NONE);
            boolean[] present = present(cache);
            awaitAgreement(cache);
            assertTrue(count(present) < KEYS / 2, "entries=" + count(present));
            assertEquals(List.of(), grid.failures());

            grid.stop(first);
            IgniteCache<Object, Object> survivor = EvictingGrid.cache(second);
            TestGrid.await("failover", () -> count(present(survivor)) == survivor.size(CachePeekMode.PRIMARY));
            boolean[] afterwards = present(survivor);
            for (int i = 0; i < KEYS; i++) {
                assertTrue(present[i] || !afterwards[i], "came back: key=" + i);
            }
            // What was under way when eviction was switched off may have gone meanwhile.
            assertTrue(
                    count(afterwards) > count(present) - ROUNDS_UNDER_WAY,
                    "before=" + count(present) + " afterwards=" + count(afterwards));
        }
    }

    @Test
    void smallNodeWithBackupsOfALargeOne_isRelievedByIt() {
        try (EvictingGrid grid = grid()) {
            Ignite large = grid.start(4 * REGION_BYTES);
            Ignite small = grid.start(REGION_BYTES);
            IgniteCache<Object, Object> cache = EvictingGrid.cache(large);
            fill(cache, 0, 2 * KEYS);
            TestGrid.await("relief", () -> isRelieved(small));
            assertEquals(List.of(), grid.failures());
            assertTrue(EvictingGrid.eviction(large).evictedCount() > 0);
            assertTrue(EvictingGrid.use(large).heldBytes() < 2 * REGION_BYTES);
        }
    }

    private static void fill(IgniteCache<Object, Object> cache, int from, int count) {
        for (int i = from; i < from + count; i++) {
            byte[] value = new byte[VALUE_BYTES];
            ThreadLocalRandom.current().nextBytes(value);
            cache.put("key:" + i, value);
        }
    }

    private static boolean isRelieved(Ignite node) {
        Eviction.Use use = EvictingGrid.use(node);
        return use.usedBytes() <= use.watermarkBytes() * 1.03;
    }

    private static int count(boolean[] present) {
        int count = 0;
        for (boolean one : present) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static void awaitAgreement(IgniteCache<Object, Object> cache) {
        TestGrid.await(
                "copies that agree", () -> cache.size(CachePeekMode.PRIMARY) == cache.size(CachePeekMode.BACKUP));
    }

    private static boolean[] present(IgniteCache<Object, Object> cache) {
        boolean[] present = new boolean[KEYS];
        for (int i = 0; i < KEYS; i++) {
            present[i] = cache.containsKey("key:" + i);
        }
        return present;
    }
}
