package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.mutation.AccessListener;
import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import io.yggdrasil.ignite.mutation.Stamps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteDataStreamer;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.CacheEntryVersion;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.cache.store.CacheStoreAdapter;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryEx;
import org.apache.ignite.lang.IgniteBiInClosure;
import org.apache.ignite.transactions.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every door through which a row can change or be read, each on a real node: the decorator tells of every change exactly
 * once, and the stamps move for it whether or not anyone listens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MutationPathsContract {
    private WatchedNode node;
    private int caches;

    abstract WatchedNode startNode();

    @BeforeAll
    void start() {
        node = startNode();
    }

    @AfterAll
    void stop() {
        node.close();
    }

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
                    passMillis(10);
                    assertNull(cache.get("a"));
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

    // ---- whole caches ----

    @Test
    void destroyCache_everyPartitionReportedOnce_stampsGoOn() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        cache.putAll(mapOf("a", "b"));
        Recorder recorder = node.record(name);
        Map<Integer, Long> before = stampsOfPartitions(recorder);
        cache.destroy();
        assertEquals(everyPartition("DESTROY "), sorted(recorder.partitionMutations()));
        Map<Integer, Long> after = stampsOfPartitions(recorder);
        before.forEach((partition, stamp) -> assertNotEquals(stamp, after.get(partition)));

        IgniteCache<String, Object> again = node.cache(WatchedNode.configuration(name));
        again.put("a", 1);
        recorder.assertMutations("PUT a");
        Map<Integer, Long> later = stampsOfPartitions(recorder);
        after.forEach((partition, stamp) -> assertTrue(later.get(partition) >= stamp));
    }

    @Test
    void destroyCache_ofSharedGroup_itsRowsReportedPerPartition() {
        String group = nextName();
        IgniteCache<String, Object> first =
                node.cache(WatchedNode.<Object>configuration(nextName()).setGroupName(group));
        IgniteCache<String, Object> second =
                node.cache(WatchedNode.<Object>configuration(nextName()).setGroupName(group));
        first.put("a", 1);
        second.put("a", 2);
        Recorder recorder = node.record(group);
        Map<Integer, Long> before = stampsOfPartitions(recorder);
        first.destroy();
        assertEquals(everyPartition("CLEAR "), sorted(recorder.partitionMutations()));
        Map<Integer, Long> after = stampsOfPartitions(recorder);
        before.forEach((partition, stamp) -> assertNotEquals(stamp, after.get(partition)));
        assertEquals(2, second.get("a"));
    }

    abstract boolean rowsSurviveDeactivation();

    @Test
    void deactivation_stampsMove_destroyReportedOnlyIfRowsAreLost() {
        try (WatchedNode other = startNode()) {
            IgniteCache<String, Object> cache = other.cache(WatchedNode.configuration("cache"));
            cache.put("a", 1);
            Recorder recorder = other.record("cache");
            Map<Integer, Long> before = stampsOfPartitions(recorder);
            other.ignite().cluster().state(ClusterState.INACTIVE);
            assertEquals(
                    rowsSurviveDeactivation() ? List.of() : everyPartition("DESTROY "),
                    sorted(recorder.partitionMutations()));
            Map<Integer, Long> after = stampsOfPartitions(recorder);
            before.forEach((partition, stamp) -> assertNotEquals(stamp, after.get(partition)));

            other.ignite().cluster().state(ClusterState.ACTIVE);
            assertEquals(rowsSurviveDeactivation() ? 1 : null, cache.get("a"));
            cache.put("b", 1);
            recorder.assertMutations("PUT b");
        }
    }

    @Test
    void unwatchedCache_reportsNothingAndHasIgnitesOwnStores() {
        String name = "plain-" + nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        Recorder recorder = node.record(name);
        cache.put("a", 1);
        cache.get("a");
        recorder.assertMutations();
        assertEquals(List.of(), recorder.accesses());
        context(name).offheap().cacheDataStores().forEach(store -> assertFalse(store instanceof WatchedPartition));
    }

    // ---- reads ----

    @Test
    void reads_eachLookUpReportedOnce() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        cache.putAll(mapOf("a", "b"));
        Recorder recorder = node.record(name);
        cache.get("a");
        assertEquals(List.of("HIT a"), recorder.accesses());
        recorder.forget();
        cache.get("absent");
        assertEquals(List.of("MISS absent"), recorder.accesses());
        recorder.forget();
        cache.getAll(Set.of("a", "b"));
        assertEquals(List.of("HIT a", "HIT b"), sorted(recorder.accesses()));
        recorder.forget();
        cache.containsKey("a");
        assertEquals(List.of("HIT a"), recorder.accesses());
        recorder.forget();
        cache.put("a", 2);
        assertEquals(List.of(), recorder.accesses());
    }

    /** Ignite's fast path gives up at the first missing key of a batch and looks all of them up again. */
    @Test
    void reads_getAllWithAMissingKey_ignitesSecondLookUpReportedToo() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        cache.putAll(mapOf("a", "b"));
        Recorder recorder = node.record(name);
        cache.getAll(new TreeSet<>(Set.of("a", "b", "missing")));
        assertEquals(
                List.of("HIT a", "HIT a", "HIT b", "HIT b", "MISS missing", "MISS missing"),
                sorted(recorder.accesses()));
    }

    @Test
    void listener_thatThrows_doesNotHarmTheWriterNorOtherListeners() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        CacheWatch watch = node.mutations().watch(name);
        Faulty faulty = new Faulty();
        watch.addMutationListener(faulty);
        watch.addAccessListener(faulty);
        Recorder recorder = Recorder.on(watch);
        cache.put("a", 1);
        assertEquals(1, cache.get("a"));
        recorder.assertMutations("PUT a");
        assertEquals(List.of("HIT a"), recorder.accesses());

        watch.removeMutationListener(faulty);
        watch.removeAccessListener(faulty);
        recorder.stop();
        cache.put("b", 1);
        recorder.assertMutations("PUT a");
    }

    @Test
    void details_versionExpiryAndSizesAreTheRows() {
        String name = nextName();
        IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(name));
        Recorder recorder = node.record(name);
        cache.put("a", new byte[100]);
        cache.put("a", new byte[500]);
        cache.remove("a");
        recorder.assertMutations("PUT a", "PUT a", "REMOVE a");
        List<Recorder.Mutation> details = recorder.details();
        assertEquals(400, details.get(1).bytes() - details.get(0).bytes());
        assertEquals(details.get(0).bytes(), details.get(1).previousBytes());
        assertEquals(0, details.get(2).bytes());
        assertEquals(details.get(1).bytes(), details.get(2).previousBytes());
        assertEquals(details.get(1).version(), details.get(2).version());
        assertTrue(details.get(0).version().compareTo(details.get(1).version()) < 0);
    }

    // ---- helpers ----

    private void check(
            Consumer<IgniteCache<String, Object>> prepare,
            Consumer<IgniteCache<String, Object>> act,
            String... expected) {
        check(WatchedNode::configuration, prepare, act, expected);
    }

    /** Runs a door twice, each on a cache of its own: with a listener, for the reports, and without, for the stamps. */
    private void check(
            Function<String, CacheConfiguration<String, Object>> configuration,
            Consumer<IgniteCache<String, Object>> prepare,
            Consumer<IgniteCache<String, Object>> act,
            String... expected) {
        String heard = nextName();
        IgniteCache<String, Object> cache = node.cache(configuration.apply(heard));
        Recorder recorder = node.record(heard);
        prepare.accept(cache);
        recorder.forget();
        act.accept(cache);
        recorder.assertMutations(expected);
        assertRowsAreTheModel(cache, recorder);
        cache.destroy();

        String unheard = nextName();
        IgniteCache<String, Object> silent = node.cache(configuration.apply(unheard));
        prepare.accept(silent);
        Map<String, Long> before = stamps(silent, expected);
        before.forEach((key, stamp) -> assertTrue(Stamps.isStable(stamp), key));
        act.accept(silent);
        stamps(silent, expected).forEach((key, stamp) -> {
            assertTrue(Stamps.isStable(stamp), key);
            assertNotEquals(before.get(key), stamp, key);
        });
        silent.destroy();
    }

    private static void assertRowsAreTheModel(IgniteCache<String, Object> cache, Recorder recorder) {
        Set<Object> keys = new TreeSet<>();
        cache.localEntries(CachePeekMode.ALL).forEach(entry -> keys.add(entry.getKey()));
        assertEquals(new TreeSet<>(recorder.rows().keySet()), keys);
    }

    private Map<String, Long> stamps(IgniteCache<String, Object> cache, String... reports) {
        Stamps stamps = node.mutations().watch(cache.getName()).stamps();
        return Arrays.stream(reports)
                .map(report -> report.substring(report.indexOf(' ') + 1))
                .distinct()
                .collect(Collectors.toMap(
                        key -> key,
                        key -> stamps.read(
                                node.ignite().affinity(cache.getName()).partition(key), key.hashCode())));
    }

    private static Map<Integer, Long> stampsOfPartitions(Recorder recorder) {
        return IntStream.range(0, WatchedNode.PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> recorder.stamps().read(partition, 0)));
    }

    private static List<String> everyPartition(String prefix) {
        return IntStream.range(0, WatchedNode.PARTITIONS)
                .mapToObj(partition -> prefix + partition)
                .sorted()
                .toList();
    }

    private static List<String> sorted(List<String> reports) {
        return reports.stream().sorted().toList();
    }

    private String nextName() {
        return "cache" + ++caches;
    }

    private CacheConfiguration<String, Object> transactional(String name) {
        return WatchedNode.<Object>configuration(name).setAtomicityMode(CacheAtomicityMode.TRANSACTIONAL);
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

    private GridCacheContext<?, ?> context(String name) {
        return node.internals().cachex(name).context();
    }

    private static Map<String, Object> mapOf(String... keys) {
        Map<String, Object> map = new TreeMap<>();
        for (String key : keys) {
            map.put(key, 0);
        }
        return map;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Duration millis(long millis) {
        return new Duration(TimeUnit.MILLISECONDS, millis);
    }

    private static void passMillis(long millis) {
        long until = System.currentTimeMillis() + millis;
        WatchedNode.await("time", () -> System.currentTimeMillis() > until);
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

    private static final class Faulty implements MutationListener, AccessListener {
        @Override
        public void onMutation(
                MutationKind kind,
                int cacheId,
                int partition,
                Object key,
                int keyHash,
                CacheEntryVersion version,
                long expireTime,
                int bytes,
                int previousBytes) {
            throw new IllegalStateException("thrown by the test's listener");
        }

        @Override
        public void onPartitionMutation(MutationKind kind, int cacheId, int partition) {
            throw new IllegalStateException("thrown by the test's listener");
        }

        @Override
        public void onAccess(int cacheId, int partition, Object key, int keyHash, boolean found) {
            throw new IllegalStateException("thrown by the test's listener");
        }
    }
}
