package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ignite.IgniteCache;
import org.junit.jupiter.api.Test;

/** What a region reports that Ignite empties page by page because it is full. */
final class PageEvictionMutationsTest {
    private static final String CACHE = "cache";
    private static final int WRITERS = 2;
    private static final int KEYS_PER_WRITER = 8_000;

    @Test
    void fullRegion_evictedRowsReportedOnce() {
        try (WatchedNode node = WatchedNode.named("evicting").start()) {
            Recorder recorder = node.record(CACHE);
            IgniteCache<String, Object> cache =
                    node.cache(WatchedNode.<Object>configuration(CACHE).setDataRegionName(WatchedNode.EVICTING_REGION));
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                String prefix = "writer" + w + "-";
                writers.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < KEYS_PER_WRITER; i++) {
                        cache.put(prefix + i, new byte[1_000]);
                    }
                }));
            }
            writers.forEach(CompletableFuture::join);

            long removals = recorder.mutations().stream()
                    .filter(report -> report.startsWith("REMOVE"))
                    .count();
            assertTrue(removals > 1_000, () -> "removals=" + removals);
            recorder.assertNoFaults();
            assertEquals(node.versions(CACHE), recorder.versions());
        }
    }
}
