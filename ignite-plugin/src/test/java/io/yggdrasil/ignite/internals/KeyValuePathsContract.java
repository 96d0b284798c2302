package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryEx;
import org.apache.ignite.transactions.Transaction;
import org.junit.jupiter.api.Test;

/**
 * The doors to single rows: atomic operations, transactions, and what lies beneath them, each on a real node: the decorator tells of every change exactly once, and the stamps move for it whether or not
 * anyone listens.
 */
abstract class KeyValuePathsContract extends WatchedCacheContract {
    // ---- atomic ----

    @Test
    void put_newAndReplaced_reportedOnceEach() {
        check(
                cache -> {},
                cache -> {
                    cache.put("a", 1);
                    cache.put("a", "longer than before");
                    cache.put("b", 2);
                },
                "PUT a",
                "PUT a",
                "PUT b");
    }

    @Test
    void put_sameSize_rewrittenInPlaceIsReported() {
        check(
                cache -> cache.put("a", new byte[100]),
                cache -> {
                    cache.put("a", filled(100, 1));
                    cache.put("a", filled(100, 2));
                },
                "PUT a",
                "PUT a");
    }

    @Test
    void putAll_eachKeyReportedOnce() {
        check(cache -> cache.put("b", 0), cache -> cache.putAll(mapOf("a", "b", "c")), "PUT a", "PUT b", "PUT c");
    }

    @Test
    void putIfAbsent_onlyTheAbsentOneReported() {
        check(
                cache -> cache.put("there", 0),
                cache -> {
                    assertTrue(cache.putIfAbsent("absent", 1));
                    assertFalse(cache.putIfAbsent("there", 1));
                },
                "PUT absent");
    }

    @Test
    void replace_onlyWhatMatchedReported() {
        check(
                cache -> cache.put("a", 0),
                cache -> {
                    assertTrue(cache.replace("a", 1));
                    assertFalse(cache.replace("b", 1));
                    assertTrue(cache.replace("a", 1, 2));
                    assertFalse(cache.replace("a", 1, 3));
                },
                "PUT a",
                "PUT a");
    }

    @Test
    void getAndPut_getAndReplace_getAndRemove_reportedOnceEach() {
        check(
                cache -> cache.put("a", 0),
                cache -> {
                    assertEquals(0, cache.getAndPut("a", 1));
                    assertEquals(1, cache.getAndReplace("a", 2));
                    assertEquals(2, cache.getAndRemove("a"));
                    assertNull(cache.getAndPutIfAbsent("b", 3));
                },
                "PUT a",
                "PUT a",
                "REMOVE a",
                "PUT b");
    }

    @Test
    void invoke_updateRemoveAndNothing_reportedAsWhatTheyDid() {
        check(
                cache -> cache.put("b", 5),
                cache -> {
                    cache.invoke("a", new Increment());
                    cache.invoke("a", new Increment());
                    cache.invoke("b", new Removal());
                    cache.invoke("c", new Removal());
                    cache.invoke("a", new Reading());
                },
                "PUT a",
                "PUT a",
                "REMOVE b");
    }

    @Test
    void invokeAll_eachKeyReportedOnce() {
        check(
                cache -> cache.put("b", 5),
                cache -> cache.invokeAll(Set.of("a", "b"), new Increment()),
                "PUT a",
                "PUT b");
    }

    @Test
    void remove_presentAbsentAndConditional_onlyRemovalsReported() {
        check(
                cache -> cache.putAll(mapOf("a", "b")),
                cache -> {
                    assertTrue(cache.remove("a"));
                    assertFalse(cache.remove("a"));
                    assertFalse(cache.remove("b", 77));
                    assertTrue(cache.remove("b", 0));
                },
                "REMOVE a",
                "REMOVE b");
    }

    @Test
    void removeAll_eachKeyReportedOnce() {
        check(
                cache -> cache.putAll(mapOf("a", "b", "c")),
                cache -> {
                    cache.removeAll(Set.of("a", "x"));
                    cache.removeAll();
                },
                "REMOVE a",
                "REMOVE b",
                "REMOVE c");
    }

    // ---- transactions ----

    @Test
    void transaction_commit_reportedOnceEach() {
        check(
                this::transactional,
                cache -> cache.putAll(mapOf("a", "b")),
                cache -> {
                    try (Transaction tx = node.ignite().transactions().txStart()) {
                        cache.put("a", 1);
                        cache.put("a", 2);
                        cache.put("c", 1);
                        cache.remove("b");
                        cache.remove("absent");
                        tx.commit();
                    }
                },
                "PUT a",
                "PUT c",
                "REMOVE b");
    }

    @Test
    void transaction_rollback_reportsNothing() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(transactional(name));
        cache.put("a", 1);
        Recorder recorder = node.record(name);
        try (Transaction tx = node.ignite().transactions().txStart()) {
            cache.put("a", 2);
            cache.remove("a");
            tx.rollback();
        }
        recorder.assertMutations();
        assertEquals(1, cache.get("a"));
    }

    @Test
    void transactional_implicitOperations_reportedOnceEach() {
        check(
                this::transactional,
                cache -> {},
                cache -> {
                    cache.put("a", 1);
                    cache.putAll(mapOf("b", "c"));
                    cache.invoke("d", new Increment());
                    cache.putIfAbsent("a", 5);
                    cache.remove("b");
                    cache.clear("c");
                },
                "PUT a",
                "PUT b",
                "PUT c",
                "PUT d",
                "REMOVE b",
                "REMOVE c");
    }

    // ---- near metal ----

    @Test
    void evictInternal_reportedOnce() {
        check(
                cache -> cache.putAll(mapOf("a", "b")),
                cache -> {
                    assertTrue(evict(cache, "a"));
                    assertNull(cache.localPeek("a", CachePeekMode.OFFHEAP));
                },
                "REMOVE a");
    }

    @Test
    void localEvict_rowStays_reportsNothing() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        cache.put("a", 1);
        Recorder recorder = node.record(name);
        cache.localEvict(Set.of("a"));
        recorder.assertMutations();
        assertEquals(1, cache.get("a"));
    }

    /** The door of RESP: entries changed under their locks, without Ignite's API around them. */
    @Test
    void entryScope_reportedOnceEach() {
        check(
                cache -> cache.put("b", 0),
                cache -> {
                    ExchangeEpoch epoch = ExchangeEpoch.start(node.ignite());
                    EntryStore store = EntryStore.open(node.ignite(), cache.getName(), epoch);
                    try (EntryScope scope = new EntryScope()) {
                        int a = scope.add(entry(store, "a"));
                        int b = scope.add(entry(store, "b"));
                        int absent = scope.add(entry(store, "absent"));
                        assertEquals(EntryScope.Opening.OPEN, scope.open());
                        long now = System.currentTimeMillis();
                        scope.put(a, new byte[10], 0, now);
                        scope.put(a, new byte[10], now + 60_000, now);
                        assertTrue(scope.remove(b, now));
                        assertFalse(scope.remove(absent, now));
                    }
                    epoch.stop();
                },
                "PUT a",
                "PUT a",
                "REMOVE b");
    }

    private CacheConfiguration<String, Object> transactional(String name) {
        return WatchedNode.<Object>configuration(name).setAtomicityMode(CacheAtomicityMode.TRANSACTIONAL);
    }

    private boolean evict(IgniteCache<String, Object> cache, String key) {
        GridCacheContext<?, ?> context = context(cache.getName());
        context.shared().database().checkpointReadLock();
        try {
            GridCacheEntryEx entry = context.cache().entryEx(context.toCacheKeyObject(key));
            return entry.evictInternal(context.cache().nextVersion(), null, true);
        } catch (IgniteCheckedException e) {
            throw new AssertionError(e);
        } finally {
            context.shared().database().checkpointReadUnlock();
        }
    }

    private EntryKey entry(EntryStore store, String key) {
        return store.key(key, node.ignite().affinity(store.context().name()).partition(key));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static final class Increment implements CacheEntryProcessor<String, Object, Object> {
        @Override
        public Object process(MutableEntry<String, Object> entry, Object... arguments) {
            entry.setValue(entry.exists() ? (Integer) entry.getValue() + 1 : 1);
            return null;
        }
    }

    private static final class Removal implements CacheEntryProcessor<String, Object, Object> {
        @Override
        public Object process(MutableEntry<String, Object> entry, Object... arguments) {
            entry.remove();
            return null;
        }
    }

    private static final class Reading implements CacheEntryProcessor<String, Object, Object> {
        @Override
        public Object process(MutableEntry<String, Object> entry, Object... arguments) {
            return entry.getValue();
        }
    }
}
