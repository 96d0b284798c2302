package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteDataStreamer;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.cache.store.CacheStoreAdapter;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.util.typedef.internal.U;
import org.apache.ignite.lang.IgniteBiInClosure;
import org.junit.jupiter.api.Test;

/**
 * The doors beside the key-value API: SQL, streamer, clear, expiry, external stores, each on a real node: the decorator tells of every change exactly once, and the stamps move for it whether or not
 * anyone listens.
 */
abstract class BulkPathsContract extends WatchedCacheContract {
    // ---- SQL and streamer ----

    @Test
    void sqlDml_insertUpdateMergeDelete_reportedOnceEach() {
        check(
                this::sql,
                cache -> {},
                cache -> {
                    sql(cache, "insert into Payload (_key, _val) values ('a', 1), ('b', 2)");
                    sql(cache, "update Payload set _val = _val + 1 where _key = 'a'");
                    sql(cache, "merge into Payload (_key, _val) values ('b', 3), ('c', 4)");
                    sql(cache, "delete from Payload where _key = 'b'");
                },
                "PUT a",
                "PUT b",
                "PUT a",
                "PUT b",
                "PUT c",
                "REMOVE b");
    }

    @Test
    void streamer_withOverwrite_reportedOnceEach() {
        check(cache -> cache.put("a", 0), cache -> stream(cache, true), "PUT a", "PUT b", "REMOVE a");
    }

    @Test
    void streamer_withoutOverwrite_onlyNewKeysReported() {
        check(cache -> cache.put("a", 0), cache -> stream(cache, false), "PUT b");
    }

    // ---- clear ----

    @Test
    void clear_eachRowReportedOnce() {
        check(cache -> cache.putAll(mapOf("a", "b")), IgniteCache::clear, "REMOVE a", "REMOVE b");
    }

    @Test
    void clear_oneKey_reportedOnce() {
        check(
                cache -> cache.putAll(mapOf("a", "b", "c")),
                cache -> {
                    cache.clear("a");
                    cache.clearAll(Set.of("b", "absent"));
                },
                "REMOVE a",
                "REMOVE b");
    }

    @Test
    void localClear_reportedOnceEach() {
        check(
                cache -> cache.putAll(mapOf("a", "b", "c")),
                cache -> {
                    cache.localClear("a");
                    cache.localClearAll(Set.of("b", "absent"));
                },
                "REMOVE a",
                "REMOVE b");
    }

    // ---- expiry ----

    @Test
    void expiry_eager_reportedOnce() {
        check(
                cache -> {},
                cache -> {
                    cache.withExpiryPolicy(new CreatedExpiryPolicy(millis(30))).put("a", 1);
                    cache.put("b", 1);
                    WatchedNode.await("expiry of a", () -> cache.localSize(CachePeekMode.ALL) == 1);
                },
                "PUT a",
                "PUT b",
                "REMOVE a");
    }

    @Test
    void expiry_onAccess_reportedOnce() {
        check(
                this::lazilyExpiring,
                cache -> {},
                cache -> {
                    cache.withExpiryPolicy(new CreatedExpiryPolicy(millis(5))).put("a", 1);
                    WatchedNode.await("expiry of a", () -> cache.get("a") == null);
                    assertNull(cache.get("a"));
                },
                "PUT a",
                "REMOVE a");
    }

    @Test
    void expiry_overwrittenAfterExpiry_reported() {
        check(
                this::lazilyExpiring,
                cache -> {},
                cache -> {
                    cache.withExpiryPolicy(new CreatedExpiryPolicy(millis(5))).put("a", 1);
                    passMillis(10);
                    cache.put("a", 2);
                    assertEquals(2, cache.get("a"));
                },
                "PUT a",
                "PUT a");
    }

    @Test
    void expiry_touched_newExpireTimeReportedAsPut() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        Recorder recorder = node.record(name);
        cache.put("a", 1);
        long before = System.currentTimeMillis();
        cache.withExpiryPolicy(new TouchedExpiryPolicy(Duration.ONE_HOUR)).get("a");
        recorder.assertMutations("PUT a", "PUT a");
        assertEquals(0, recorder.details().get(0).expireTime());
        long expireTime = recorder.details().get(1).expireTime();
        long clockTicksMillis = 100;
        assertTrue(
                expireTime >= before + TimeUnit.HOURS.toMillis(1) - clockTicksMillis, () -> "expireTime=" + expireTime);
    }

    // ---- stores ----

    @Test
    void readThrough_loadedRowsReportedOnce() {
        check(
                this::readingThrough,
                cache -> {},
                cache -> {
                    assertEquals("loaded a", cache.get("a"));
                    assertEquals("loaded a", cache.get("a"));
                    assertEquals(2, cache.getAll(Set.of("b", "c")).size());
                    assertNull(cache.get("missing"));
                    cache.invoke("d", new Reading());
                },
                "PUT a",
                "PUT b",
                "PUT c",
                "PUT d");
    }

    @Test
    void loadCache_loadedRowsReportedOnce() {
        check(this::readingThrough, cache -> cache.put("x", 0), cache -> cache.localLoadCache(null), "PUT y", "PUT z");
    }

    private CacheConfiguration<String, Object> lazilyExpiring(String name) {
        return WatchedNode.<Object>configuration(name).setEagerTtl(false);
    }

    private CacheConfiguration<String, Object> sql(String name) {
        return WatchedNode.<Object>configuration(name)
                .setQueryEntities(List.of(new QueryEntity(String.class, Integer.class).setTableName("Payload")));
    }

    private CacheConfiguration<String, Object> readingThrough(String name) {
        return WatchedNode.<Object>configuration(name).setReadThrough(true).setCacheStoreFactory(() -> new Shelf());
    }

    private static void sql(IgniteCache<String, Object> cache, String statement) {
        cache.query(new SqlFieldsQuery(statement)).getAll();
    }

    private void stream(IgniteCache<String, Object> cache, boolean overwrite) {
        try (IgniteDataStreamer<String, Object> streamer = node.ignite().dataStreamer(cache.getName())) {
            streamer.allowOverwrite(overwrite);
            streamer.addData("a", 1);
            streamer.addData("b", 1);
            streamer.flush();
            if (overwrite) {
                streamer.removeData("a");
            }
        }
    }

    private static Duration millis(long millis) {
        return new Duration(TimeUnit.MILLISECONDS, millis);
    }

    /** Waits by Ignite's own clock, which ticks every 10 ms or later. */
    /** Ignite judges expiry by a clock of its own, which ticks. */
    private static void passMillis(long millis) {
        long until = U.currentTimeMillis() + millis;
        WatchedNode.await("time", () -> U.currentTimeMillis() > until);
    }

    private static final class Reading implements CacheEntryProcessor<String, Object, Object> {
        @Override
        public Object process(MutableEntry<String, Object> entry, Object... arguments) {
            return entry.getValue();
        }
    }

    /** A store that has everything but "missing". */
    private static final class Shelf extends CacheStoreAdapter<String, Object> {
        @Override
        public Object load(String key) {
            return key.equals("missing") ? null : "loaded " + key;
        }

        @Override
        public void loadCache(IgniteBiInClosure<String, Object> load, Object... arguments) {
            Map<String, Object> rows = new HashMap<>(Map.of("x", 1, "y", 2, "z", 3));
            rows.forEach(load::apply);
        }

        @Override
        public void write(Cache.Entry<? extends String, ?> entry) {}

        @Override
        public void delete(Object key) {}
    }
}
