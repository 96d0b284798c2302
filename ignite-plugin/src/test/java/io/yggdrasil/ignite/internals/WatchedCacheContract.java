package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.mutation.Stamps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One node for all tests of a contract, a cache for each test, and the check that every door must pass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WatchedCacheContract {
    WatchedNode node;
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

    final void check(
            Consumer<IgniteCache<String, Object>> prepare,
            Consumer<IgniteCache<String, Object>> act,
            String... expected) {
        check(WatchedNode::configuration, prepare, act, expected);
    }

    /** Runs a door twice, each on a cache of its own: with a listener, for the reports, and without, for the stamps. */
    final void check(
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

    static List<String> sorted(List<String> reports) {
        return reports.stream().sorted().toList();
    }

    final String nextName() {
        return "cache" + ++caches;
    }

    final GridCacheContext<?, ?> context(String name) {
        return node.internals().cachex(name).context();
    }

    static Map<String, Object> mapOf(String... keys) {
        Map<String, Object> map = new TreeMap<>();
        for (String key : keys) {
            map.put(key, 0);
        }
        return map;
    }
}
