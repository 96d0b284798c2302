package io.yggdrasil.ignite.eviction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.ConfigurationException;
import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.mutation.Mutations;
import java.nio.file.Path;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets of namespaces, an own choice of victims, and what happens where nothing may be evicted. */
class EvictionLimitsTest {
    private static final long REGION_BYTES = 64L << 20;
    private static final int VALUE_BYTES = 1_000;
    private static final long BUDGET_BYTES = 8L << 20;

    @Test
    void budget_ofANamespace_isKeptAndCostsOthersNothing() {
        NamespaceConfiguration small = new NamespaceConfiguration()
                .setPrefix("small:")
                .setName("small")
                .setMemoryBytesMax(BUDGET_BYTES);
        try (EvictingGrid grid = new EvictingGrid(
                REGION_BYTES,
                plugin -> plugin.setNamespaces(small)
                        .setEviction(EvictionSettings.NONE.with(EvictionMode.ALLKEYS_LRU)))) {
            Ignite node = grid.start();
            IgniteCache<Object, Object> whole = EvictingGrid.cache(node);
            byte[] key = "small:".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            IgniteCache<Object, Object> limited =
                    Yggdrasil.of(node).namespaces().of(0, key, 0, key.length).cache();
            for (int i = 0; i < 5_000; i++) {
                whole.put("key:" + i, new byte[VALUE_BYTES]);
            }
            for (int i = 0; i < 20_000; i++) {
                limited.put("small:" + i, new byte[VALUE_BYTES]);
            }
            TestGrid.await("budget", () -> bytes(node) <= BUDGET_BYTES);
            assertEquals(5_000, whole.size());
            int kept = limited.size();
            assertTrue(kept > 6_000 && kept * (long) VALUE_BYTES <= BUDGET_BYTES, "kept=" + kept);
            Mutations mutations = Yggdrasil.of(node).mutations();
            assertEquals(20_000 - kept, mutations.watch("small").statistics().evicted());
            assertEquals(0, mutations.watch("db0").statistics().evicted());
            limited.clear();
            assertEquals(0, bytes(node));
        }
    }

    private static long bytes(Ignite node) {
        return Yggdrasil.of(node).mutations().watch("small").statistics().rowBytes();
    }

    @Test
    void ownChoice_keepsWhatItCallsWorthMost() {
        try (EvictingGrid grid = new EvictingGrid(
                REGION_BYTES, plugin -> plugin.setEviction(EvictionSettings.NONE.with(EvictionMode.ALLKEYS_RANDOM)))) {
            Ignite node = grid.start();
            IgniteCache<Object, Object> cache = EvictingGrid.cache(node);
            EvictingGrid.eviction(node)
                    .chooseBy(candidate ->
                            candidate.key().toString().startsWith("vip:") ? VictimChoice.KEEP : candidate.bytes());
            for (int i = 0; i < 1_000; i++) {
                cache.put("vip:" + i, new byte[VALUE_BYTES]);
            }
            for (int i = 0; i < 100_000; i++) {
                cache.put("key:" + i, new byte[VALUE_BYTES]);
            }
            for (int i = 0; i < 1_000; i++) {
                assertTrue(cache.containsKey("vip:" + i), "vip:" + i);
            }
            assertTrue(EvictingGrid.eviction(node).evictedCount() > 10_000);
        }
    }

    @Test
    void noEviction_fullRegionRefusesOtherDoorsToo_andTheNodeLives() {
        try (EvictingGrid grid = new EvictingGrid(REGION_BYTES, plugin -> plugin)) {
            Ignite node = grid.start();
            IgniteCache<Object, Object> cache = EvictingGrid.cache(node);
            assertThrows(javax.cache.CacheException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    cache.put("key:" + i, new byte[VALUE_BYTES]);
                }
            });
            assertEquals(List.of(), grid.failures());
            cache.remove("key:0");
            assertTrue(cache.containsKey("key:1"));
            cache.clear();
            cache.put("key:0", new byte[VALUE_BYTES]);
        }
    }

    @Test
    void evictionOfDataOnDisk_isRefusedAtTheStart(@TempDir Path folder) {
        try (TestGrid grid = new TestGrid(
                plugin -> plugin.setEviction(EvictionSettings.NONE.with(EvictionMode.ALLKEYS_LFU)), folder)) {
            IgniteException refusal = assertThrows(IgniteException.class, grid::startServer);
            assertTrue(
                    refusal.toString().contains("persistent")
                            || hasCause(refusal, ConfigurationException.class, "persistent"),
                    refusal.toString());
        }
    }

    private static boolean hasCause(Throwable error, Class<?> type, String text) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause) && String.valueOf(cause.getMessage()).contains(text)) {
                return true;
            }
        }
        return false;
    }
}
