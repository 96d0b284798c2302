package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.cache.event.EventType;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.events.CacheEvent;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.util.typedef.internal.U;
import org.apache.ignite.lang.IgnitePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of entries whose time is over and that nobody asks for. */
abstract class ExpiryContract extends WatchedCacheContract {
    private static final int MANY = 20_000;

    @AfterEach
    void enable() {
        node.expiry().enable(true);
    }

    @Test
    void manyEntries_areRemovedCountedAndForgotten() throws Exception {
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(nextName()));
        cache.put("stays", 1);
        fill(cache, MANY, 50);
        awaitSize(cache, 1);
        awaitExpired(cache, MANY);
        GridCacheContext<?, ?> context = context(cache.getName());
        assertEquals(0, context.ttl().pendingSize());
        WatchedNode.await("heap entries", () -> context.dht().map().internalSize() == 0);
        assertEquals(1, cache.get("stays"));
    }

    @Test
    void roomOfExpiredEntries_isUsedAgain() {
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(nextName()));
        long pages = 0;
        for (int round = 0; round < 8; round++) {
            fill(cache, MANY / 4, 20);
            awaitSize(cache, 0);
            if (round == 1) {
                pages = loadedPages(cache);
            }
        }
        long more = loadedPages(cache) - pages;
        assertTrue(more <= pages / 10, "pages=" + pages + " more=" + more);
    }

    private long loadedPages(IgniteCache<String, Object> cache) {
        return context(cache.getName()).dataRegion().pageMemory().loadedPages();
    }

    @Test
    void regionInMemory_thatIsNearlyFull_isScarceOfRoom_untilItIsEmptied() {
        IgniteCache<String, Object> cache = node.cache(
                WatchedNode.<Object>configuration(nextName()).setDataRegionName(WatchedNode.EVICTING_REGION));
        ExpiredEntries entries = new ExpiredEntries(context(cache.getName()));
        assertFalse(entries.isRoomScarce());
        for (int i = 0; i < 10_000 && !entries.isRoomScarce(); i++) {
            cache.put("key" + i, new byte[2_000]);
        }
        assertTrue(entries.isRoomScarce());
        cache.clear();
        assertFalse(entries.isRoomScarce());
        cache.destroy();
    }

    @Test
    void switchedOff_nothingIsRemoved_untilSwitchedOn() {
        node.expiry().enable(false);
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(nextName()));
        fill(cache, 100, 5);
        passMillis(20);
        assertEquals(100, cache.localSize(CachePeekMode.ALL));
        assertEquals(0, expired(cache));
        node.expiry().enable(true);
        awaitSize(cache, 0);
        awaitExpired(cache, 100);
    }

    @Test
    void overwrittenEntries_liveAsLongAsTheirLastWriteSays() {
        node.expiry().enable(false);
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(nextName()));
        fill(cache, 100, 5_000);
        for (int i = 0; i < 50; i++) {
            cache.withExpiryPolicy(new CreatedExpiryPolicy(Duration.ETERNAL)).getAndRemove("key" + i);
            cache.put("key" + i, "stays");
        }
        Map<String, Object> soon = new HashMap<>();
        for (int i = 50; i < 100; i++) {
            cache.remove("key" + i);
            soon.put("key" + i, "goes");
        }
        cache.withExpiryPolicy(new CreatedExpiryPolicy(millis(5))).putAll(soon);
        node.expiry().enable(true);
        awaitSize(cache, 50);
        awaitExpired(cache, 50);
        for (int i = 0; i < 50; i++) {
            assertEquals("stays", cache.get("key" + i));
        }
    }

    @Test
    void transactionalCache_isCleanedUp() {
        IgniteCache<String, Object> cache = node.cache(
                WatchedNode.<Object>configuration(nextName()).setAtomicityMode(CacheAtomicityMode.TRANSACTIONAL));
        fill(cache, 100, 20);
        awaitSize(cache, 0);
        awaitExpired(cache, 100);
    }

    @Test
    void cachesOfOneGroup_areCleanedUpEach() throws Exception {
        String group = nextName();
        IgniteCache<String, Object> one = node.cache(configuration(group));
        IgniteCache<String, Object> two = node.cache(configuration(group));
        one.put("stays", 1);
        two.put("stays", 1);
        fill(one, 300, 20);
        fill(two, 300, TimeUnit.HOURS.toMillis(1));
        awaitSize(one, 1);
        assertEquals(301, two.localSize(CachePeekMode.ALL));
        assertEquals(300, context(two.getName()).offheap().expiredSize());
        assertTrue(context(two.getName())
                .offheap()
                .hasEntriesPendingExpire(context(two.getName()).cacheId()));
        two.destroy();
        assertEquals(0, context(one.getName()).offheap().expiredSize());
        fill(one, 300, 20);
        awaitSize(one, 1);
    }

    private CacheConfiguration<String, Object> configuration(String group) {
        return WatchedNode.<Object>configuration(nextName()).setGroupName(group);
    }

    @Test
    void continuousQuery_thatAsks_isToldOnceOfEach() {
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(nextName()));
        List<Object> gone = new CopyOnWriteArrayList<>();
        ContinuousQuery<String, Object> query = new ContinuousQuery<>();
        query.setIncludeExpired(true);
        query.setLocal(true);
        query.setLocalListener(events -> events.forEach(event -> {
            if (event.getEventType() == EventType.EXPIRED) {
                gone.add(event.getOldValue());
            }
        }));
        try (var cursor = cache.query(query)) {
            fill(cache, 100, 20);
            WatchedNode.await("reports", () -> gone.size() >= 100);
            awaitSize(cache, 0);
        }
        assertEquals(100, gone.size());
        assertEquals(100, gone.stream().distinct().count());
    }

    @Test
    void event_thatIsRecorded_comesForEach() {
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(nextName()));
        List<Object> gone = new CopyOnWriteArrayList<>();
        IgnitePredicate<CacheEvent> listener = event -> {
            if (event.cacheName().equals(cache.getName())) {
                gone.add(event.key());
            }
            return true;
        };
        int type = org.apache.ignite.events.EventType.EVT_CACHE_OBJECT_EXPIRED;
        node.ignite().events().enableLocal(type);
        node.ignite().events().localListen(listener, type);
        try {
            fill(cache, 100, 20);
            WatchedNode.await("events", () -> gone.size() >= 100);
            awaitSize(cache, 0);
        } finally {
            node.ignite().events().stopLocalListen(listener, type);
            node.ignite().events().disableLocal(type);
        }
        assertEquals(100, gone.stream().distinct().count());
        awaitExpired(cache, 100);
    }

    private static void fill(IgniteCache<String, Object> cache, int entries, long millis) {
        IgniteCache<String, Object> expiring = cache.withExpiryPolicy(new CreatedExpiryPolicy(millis(millis)));
        Map<String, Object> batch = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            batch.put("key" + i, "value of key " + i);
        }
        expiring.putAll(batch);
    }

    private static void awaitSize(IgniteCache<String, Object> cache, int size) {
        WatchedNode.await("size " + size, () -> cache.localSize(CachePeekMode.ALL) == size);
    }

    /** A row is counted just after it is gone. */
    private void awaitExpired(IgniteCache<String, Object> cache, long count) {
        WatchedNode.await("counted " + count, () -> expired(cache) == count);
    }

    private long expired(IgniteCache<String, Object> cache) {
        return node.mutations().watch(cache.getName()).expiredCount();
    }

    private static Duration millis(long millis) {
        return new Duration(TimeUnit.MILLISECONDS, millis);
    }

    /** Ignite judges expiry by a clock of its own, which ticks. */
    private static void passMillis(long millis) {
        long until = U.currentTimeMillis() + millis;
        WatchedNode.await("time", () -> U.currentTimeMillis() > until);
    }
}
