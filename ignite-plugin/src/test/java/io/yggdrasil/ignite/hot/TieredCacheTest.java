package io.yggdrasil.ignite.hot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.TierMetrics;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilConfiguration;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.tier.hot.ArraySink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads through the hot tier by Ignite's users, on two server nodes and a client node. */
final class TieredCacheTest {
    private static final TestGrid GRID = new TestGrid(
            plugin -> plugin.setNamespaces(
                    new NamespaceConfiguration().setPrefix("apart:").setName("apart")),
            null);
    private static Ignite server;
    private static IgniteCache<String, byte[]> cache;
    private static TieredCache<String, byte[]> tiered;

    @BeforeAll
    static void start() {
        server = GRID.startServer();
        GRID.startServer();
        cache = cacheOf(server);
        tiered = Yggdrasil.of(server).tiered(cache);
        TestGrid.await(
                "both nodes own partitions",
                () -> server.affinity(cache.getName())
                                .primaryPartitions(server.cluster().localNode())
                                .length
                        < 800);
    }

    @AfterAll
    static void stop() {
        GRID.close();
    }

    private static IgniteCache<String, byte[]> cacheOf(Ignite node) {
        return node.cache(Yggdrasil.of(node).namespaces().database(0).cacheName());
    }

    private static long hits() {
        return Yggdrasil.of(server).hotTier().statistics().hits();
    }

    /** A key that the first server is the primary of, or not. */
    private static String key(String prefix, boolean local) {
        for (int i = 0; ; i++) {
            if (server.affinity(cache.getName()).isPrimary(server.cluster().localNode(), prefix + i) == local) {
                return prefix + i;
            }
        }
    }

    @Test
    void get_thirdTime_isAHit() {
        String key = key("third", true);
        cache.put(key, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, tiered.get(key));
        assertArrayEquals(new byte[] {1, 2, 3}, tiered.get(key));
        long hits = hits();
        assertArrayEquals(new byte[] {1, 2, 3}, tiered.get(key));
        assertEquals(hits + 1, hits());
        cache.put(key, new byte[] {4});
        assertArrayEquals(new byte[] {4}, tiered.get(key));
        cache.remove(key);
        assertNull(tiered.get(key));
    }

    @Test
    void get_keyOfAnotherNode_isReadThere() {
        String key = key("elsewhere", false);
        cache.put(key, new byte[] {1});
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(new byte[] {1}, tiered.get(key));
        }
        assertThrows(YggdrasilException.class, () -> tiered.pin(key));
    }

    @Test
    void get_expired_isNull() {
        String key = key("expired", true);
        cache.withExpiryPolicy(new CreatedExpiryPolicy(new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 300)))
                .put(key, new byte[] {1});
        tiered.get(key);
        tiered.get(key);
        TestGrid.await("the entry expires", () -> cache.get(key) == null); // Ignite's clock is the later one.
        assertNull(tiered.get(key));
    }

    @Test
    void get_otherKindsOfKeysAndValues_areRead() {
        IgniteCache<Object, Object> any = server.cache(cache.getName());
        TieredCache<Object, Object> reads = Yggdrasil.of(server).tiered(any);
        any.put("text", "value");
        any.put("schlüssel", new byte[] {7});
        any.put("long" + "x".repeat(2_000), new byte[] {8});
        for (int i = 0; i < 3; i++) {
            assertEquals("value", reads.get("text"));
            assertArrayEquals(new byte[] {7}, (byte[]) reads.get("schlüssel"));
            assertArrayEquals(new byte[] {8}, (byte[]) reads.get("long" + "x".repeat(2_000)));
        }
        assertThrows(YggdrasilException.class, () -> reads.read("text", new ArraySink()));
    }

    @Test
    void read_intoASink_copies() {
        String key = key("sink", true);
        cache.put(key, new byte[] {5, 6});
        ArraySink sink = new ArraySink();
        for (int i = 0; i < 3; i++) {
            assertTrue(tiered.read(key, sink));
            assertArrayEquals(new byte[] {5, 6}, sink.toBytes());
        }
        assertFalse(tiered.read(key("absent", true), sink));
        assertFalse(tiered.read(key("absent", false), sink));
    }

    @Test
    void pin_localKey_isHitAtOnce() {
        String key = key("pinned", true);
        assertFalse(tiered.pin(key));
        cache.put(key, new byte[] {1});
        assertTrue(tiered.pin(key, Duration.ofMinutes(1)));
        long hits = hits();
        tiered.get(key);
        assertEquals(hits + 1, hits());
        assertTrue(tiered.unpin(key));
        assertFalse(tiered.unpin(key));
    }

    @Test
    void tiered_onAClientNode_readsThroughTheGrid() {
        Ignite client = GRID.start(GRID.configuration().setClientMode(true));
        String key = key("client", true);
        cache.put(key, new byte[] {1});
        TieredCache<String, byte[]> reads = Yggdrasil.of(client).tiered(cacheOf(client));
        assertArrayEquals(new byte[] {1}, reads.get(key));
        assertNull(reads.get(key("nowhere", true)));
        assertThrows(YggdrasilException.class, () -> reads.pin(key));
    }

    @Test
    void metrics_afterHits_areAmongIgnites() {
        String key = key("measured", true);
        cache.put(key, new byte[] {1});
        for (int i = 0; i < 2_000; i++) {
            tiered.get(key);
        }
        Map<String, String> values = metrics(TierMetrics.NODE);
        assertEquals(15, values.size(), values::toString);
        assertTrue(number(values, "yggdrasil.hotTier.Hits") >= 1_900, values::toString);
        assertTrue(number(values, "yggdrasil.hotTier.Entries") >= 1, values::toString);
        assertTrue(number(values, "yggdrasil.hotTier.HotReadP50Nanos") > 0, values::toString);
        assertTrue(timed(values, "yggdrasil.hotTier.HotReadNanos") >= 7, values::toString);
        assertEquals(YggdrasilConfiguration.DEFAULT_HOT_TIER_BYTES, number(values, "yggdrasil.hotTier.CapacityBytes"));
    }

    @Test
    void metrics_ofANamespace_tellOfItsRowsAndReadsOnly() {
        byte[] known = "apart:".getBytes(StandardCharsets.US_ASCII);
        Namespace apart = Yggdrasil.of(server).namespaces().of(0, known, 0, known.length);
        IgniteCache<String, byte[]> rows = server.cache(apart.cacheName());
        TieredCache<String, byte[]> reads = Yggdrasil.of(server).tiered(rows);
        String key = key("apart:", true);
        rows.put(key, new byte[1_000]);
        for (int i = 0; i < 1_000; i++) {
            reads.get(key);
        }
        for (int i = 0; i < 100; i++) {
            reads.get(key("apart:absent", true));
        }
        Map<String, String> values = metrics(TierMetrics.NAMESPACE + "apart");
        String prefix = "yggdrasil.namespace.apart.";
        assertTrue(number(values, prefix + "HotHits") >= 990, values::toString);
        assertEquals(1, number(values, prefix + "HotEntries"));
        assertTrue(number(values, prefix + "WarmHits") >= 2, values::toString);
        assertEquals(100, number(values, prefix + "WarmMisses"));
        assertTrue(Math.abs(number(values, prefix + "WarmBytes") - 1_040) <= 20, values::toString);
        assertEquals(0, number(values, prefix + "WarmEvictions"));
        assertTrue(timed(values, prefix + "HotReadNanos") >= 3, values::toString);
        rows.remove(key);
        assertEquals(0, number(metrics(TierMetrics.NAMESPACE + "apart"), prefix + "WarmBytes"));
    }

    private static Map<String, String> metrics(String registry) {
        Map<String, String> values = new HashMap<>();
        cache.query(new SqlFieldsQuery("select name, value from sys.metrics where name like ?")
                        .setArgs(registry + ".%"))
                .forEach(row -> values.put((String) row.get(0), (String) row.get(1)));
        return values;
    }

    private static long number(Map<String, String> metrics, String name) {
        return Long.parseLong(metrics.get(name));
    }

    private static long timed(Map<String, String> metrics, String histogram) {
        return Arrays.stream(metrics.get(histogram).split("[^0-9]+"))
                .filter(count -> !count.isEmpty())
                .mapToLong(Long::parseLong)
                .sum();
    }

    @Test
    void tiered_foreignCache_isRefused() {
        IgniteCache<String, byte[]> foreign = server.getOrCreateCache("foreign");
        YggdrasilException e = assertThrows(
                YggdrasilException.class, () -> Yggdrasil.of(server).tiered(foreign));
        assertTrue(String.valueOf(e.getMessage()).contains("cache=foreign"), e.getMessage());
    }
}
