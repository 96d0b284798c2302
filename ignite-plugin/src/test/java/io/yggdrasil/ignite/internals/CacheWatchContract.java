package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.mutation.AccessListener;
import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheEntryVersion;
import org.apache.ignite.cluster.ClusterState;
import org.junit.jupiter.api.Test;

/** What a watch tells beyond single changes: the ends of caches, look-ups, the details, and to whom. */
abstract class CacheWatchContract extends WatchedCacheContract {
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
