package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.FreePort;
import io.yggdrasil.ignite.mutation.MutationKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheEntryVersion;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What two nodes report when partitions are copied and moved between them, and when one writes for both. */
abstract class ClusterMutationsContract {
    static final int ROWS = 4_000;
    private static final String CACHE = "cache";

    private final int port = FreePort.find();
    private final List<WatchedNode> nodes = new ArrayList<>();

    abstract WatchedNode.Builder node(String name);

    @AfterEach
    void stop() {
        nodes.forEach(WatchedNode::close);
    }

    @Test
    void writes_atomic_reportedOnceOnPrimaryAndBackup() {
        writes_reportedOnceOnBothNodes(CacheAtomicityMode.ATOMIC);
    }

    @Test
    void writes_transactional_reportedOnceOnPrimaryAndBackup() {
        writes_reportedOnceOnBothNodes(CacheAtomicityMode.TRANSACTIONAL);
    }

    private void writes_reportedOnceOnBothNodes(CacheAtomicityMode atomicity) {
        WatchedNode first = start("first");
        WatchedNode second = start("second");
        joinBaseline(first);
        IgniteCache<String, Object> cache = first.cache(configuration(1).setAtomicityMode(atomicity));
        Recorder one = first.record(CACHE);
        Recorder two = second.record(CACHE);
        List<String> expected = new ArrayList<>();
        Map<String, Object> batch = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            cache.put("key" + i, i);
            batch.put("key" + i, "longer " + i);
            expected.addAll(List.of("PUT key" + i, "PUT key" + i, "REMOVE key" + i));
        }
        cache.putAll(batch);
        cache.removeAll(batch.keySet());
        one.assertMutations(expected.toArray(String[]::new));
        two.assertMutations(expected.toArray(String[]::new));
    }

    @Test
    void join_withBackups_newNodeHearsEachRowOnce_oldNodeNothing() {
        WatchedNode first = start("first");
        IgniteCache<String, Object> cache = first.cache(configuration(1));
        Map<String, Object> rows = fill(cache);
        Recorder one = first.record(CACHE);
        Recorder[] two = new Recorder[1];
        WatchedNode second = start(node("second").onInstalled(watches -> two[0] = Recorder.on(watches.watch(CACHE))));
        joinBaseline(first);
        awaitRows(second, rows.keySet());

        two[0].assertMutations(rows.keySet().stream().map(key -> "PUT " + key).toArray(String[]::new));
        assertEquals(second.versions(CACHE), two[0].versions());
        one.assertMutations();
        assertEquals(List.of(), one.partitionMutations());
    }

    @Test
    void join_withoutBackups_movedRowsReportedOnBothSides() {
        WatchedNode first = start("first");
        IgniteCache<String, Object> cache = first.cache(configuration(0));
        Recorder one = first.record(CACHE);
        Map<String, Object> rows = fill(cache);
        one.forget();
        Map<Integer, Long> stamps = stamps(one);
        Recorder[] two = new Recorder[1];
        WatchedNode second = start(node("second").onInstalled(watches -> two[0] = Recorder.on(watches.watch(CACHE))));
        joinBaseline(first);
        WatchedNode.await("partitions of the second node", () -> partitionsOf(second).length > 0);
        WatchedNode.await(
                "all rows once",
                () -> first.versions(CACHE).size() + second.versions(CACHE).size() == rows.size());

        Set<Integer> moved = new TreeSet<>();
        for (int partition : partitionsOf(second)) {
            moved.add(partition);
        }
        WatchedNode.await(
                "destruction of what moved", () -> one.partitionMutations().size() == moved.size());
        assertEquals(
                moved.stream().map(partition -> "DESTROY " + partition).sorted().toList(),
                one.partitionMutations().stream().sorted().toList());
        String[] movedKeys = rows.keySet().stream()
                .filter(key -> moved.contains(partition(first, key)))
                .toArray(String[]::new);
        assertTrue(movedKeys.length > 0);
        one.assertMutations(prefixed("REMOVE ", movedKeys));
        two[0].assertMutations(prefixed("PUT ", movedKeys));
        assertEquals(first.versions(CACHE), one.versions());
        assertEquals(second.versions(CACHE), two[0].versions());
        stamps(one).forEach((partition, stamp) -> {
            if (moved.contains(partition)) {
                assertNotEquals(stamps.get(partition), stamp);
            } else {
                assertEquals(stamps.get(partition), stamp);
            }
        });
    }

    @Test
    void join_whileWriting_reportsAddUpToTheRowsOfBothNodes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("join_whileWriting seed=" + seed);
        WatchedNode first = start("first");
        IgniteCache<String, Object> cache = first.cache(configuration(1));
        Recorder one = first.record(CACHE);
        Set<String> keys = fill(cache).keySet();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            SplittableRandom random = new SplittableRandom(seed);
            while (!stop.get()) {
                String key = "key" + random.nextInt(ROWS);
                if (random.nextInt(4) == 0) {
                    cache.remove(key);
                } else {
                    cache.put(key, "written " + random.nextInt(1000));
                }
            }
        });
        Recorder[] two = new Recorder[1];
        WatchedNode second = start(node("second").onInstalled(watches -> two[0] = Recorder.on(watches.watch(CACHE))));
        joinBaseline(first);
        WatchedNode.await("rebalance", () -> partitionsOf(second).length > 0 && allOwned(second));
        stop.set(true);
        writer.get();

        assertFalse(keys.isEmpty());
        assertEquals(first.versions(CACHE), one.versions());
        assertEquals(second.versions(CACHE), two[0].versions());
        one.assertNoFaults();
        two[0].assertNoFaults();
    }

    /** What a node that was away hears when it comes back: at least every change that it missed, and the last one last. */
    final Recorder rejoinAndCheckWhatWasMissed() {
        WatchedNode first = start("first");
        WatchedNode.Builder builder = node("second");
        WatchedNode second = start(builder);
        joinBaseline(first);
        IgniteCache<String, Object> cache = first.cache(configuration(1));
        Set<String> keys = fill(cache).keySet();
        awaitRows(second, keys);
        Map<Object, CacheEntryVersion> before = second.versions(CACHE);
        first.checkpoint();
        second.checkpoint();
        second.stop();
        nodes.remove(second);
        for (int i = 0; i < 300; i++) {
            cache.put("key" + i, "while away");
            cache.remove("key" + (i + 300));
            cache.put("new" + i, i);
        }

        Recorder[] heard = new Recorder[1];
        WatchedNode again = start(builder.onInstalled(watches -> heard[0] = Recorder.on(watches.watch(CACHE))));
        WatchedNode.await("the same rows", () -> again.versions(CACHE).equals(first.versions(CACHE)));
        Map<Object, CacheEntryVersion> after = again.versions(CACHE);
        Map<Object, Recorder.Mutation> last = new HashMap<>();
        heard[0].details().forEach(mutation -> last.put(mutation.key(), mutation));
        Set<Object> touched = new TreeSet<>(before.keySet());
        touched.addAll(after.keySet());
        touched.removeIf(key -> after.containsKey(key) && after.get(key).equals(before.get(key)));
        assertEquals(900, touched.size());
        for (Object key : touched) {
            Recorder.Mutation mutation = last.get(key);
            assertTrue(mutation != null, () -> "nothing heard of " + key);
            if (after.containsKey(key)) {
                assertEquals(MutationKind.PUT, mutation.kind());
                assertEquals(after.get(key), mutation.version());
            } else {
                assertEquals(MutationKind.REMOVE, mutation.kind());
            }
        }
        return heard[0];
    }

    @Test
    void expiry_withBackups_everyCopyGoesByItself_thePrimaryCounts() {
        WatchedNode first = start("first");
        WatchedNode second = start("second");
        joinBaseline(first);
        IgniteCache<String, Object> cache = first.cache(configuration(1));
        cache.put("stays", 1);
        fill(cache.withExpiryPolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 50))));
        awaitRows(first, Set.of("stays"));
        awaitRows(second, Set.of("stays"));
        WatchedNode.await(
                "counted " + ROWS,
                () -> first.mutations().expiredCount() + second.mutations().expiredCount() == ROWS);
        assertTrue(first.mutations().expiredCount() > 0 && second.mutations().expiredCount() > 0);
    }

    @Test
    void join_withBackups_newNodeKnowsWhatWillExpire() throws Exception {
        WatchedNode first = start("first");
        IgniteCache<String, Object> cache = first.cache(configuration(1));
        Map<String, Object> rows = fill(cache.withExpiryPolicy(new CreatedExpiryPolicy(Duration.ONE_HOUR)));
        WatchedNode second = start("second");
        joinBaseline(first);
        awaitRows(second, rows.keySet());
        assertEquals(ROWS, second.internals().cachex(CACHE).context().ttl().pendingSize());
    }

    WatchedNode start(WatchedNode.Builder builder) {
        WatchedNode node = builder.cluster(port).start();
        nodes.add(node);
        return node;
    }

    private WatchedNode start(String name) {
        return start(node(name));
    }

    /** Lets every running node hold data; in-memory clusters do so by themselves. */
    private static void joinBaseline(WatchedNode node) {
        IgniteCluster cluster = node.ignite().cluster();
        if (!cluster.isBaselineAutoAdjustEnabled()) {
            cluster.setBaselineTopology(cluster.topologyVersion());
        }
    }

    private static CacheConfiguration<String, Object> configuration(int backups) {
        return WatchedNode.<Object>configuration(CACHE)
                .setBackups(backups)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC);
    }

    private static Map<String, Object> fill(IgniteCache<String, Object> cache) {
        Map<String, Object> rows = new TreeMap<>();
        for (int i = 0; i < ROWS; i++) {
            rows.put("key" + i, "value " + i);
        }
        cache.putAll(rows);
        return rows;
    }

    private static void awaitRows(WatchedNode node, Set<String> keys) {
        WatchedNode.await(
                "rows of " + node.ignite().name(),
                () -> allOwned(node) && node.versions(CACHE).keySet().equals(keys));
    }

    private static boolean allOwned(WatchedNode node) {
        return !node.internals().cachex(CACHE).context().topology().hasMovingPartitions();
    }

    private static int[] partitionsOf(WatchedNode node) {
        return node.ignite().affinity(CACHE).allPartitions(node.localNode());
    }

    private static int partition(WatchedNode node, String key) {
        return node.ignite().affinity(CACHE).partition(key);
    }

    private static String[] prefixed(String prefix, String[] keys) {
        List<String> reports = new ArrayList<>();
        Collections.addAll(reports, keys);
        return reports.stream().map(key -> prefix + key).toArray(String[]::new);
    }

    private static Map<Integer, Long> stamps(Recorder recorder) {
        return IntStream.range(0, WatchedNode.PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> recorder.stamps().read(partition, 0)));
    }
}
