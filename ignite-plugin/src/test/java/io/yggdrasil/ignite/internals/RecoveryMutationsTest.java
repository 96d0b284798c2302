package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheEntryVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a persistent node reports when it starts again after a stop without a checkpoint. */
final class RecoveryMutationsTest {
    private static final String CACHE = "cache";
    private static final int KEYS = 100;

    @TempDir
    private Path folder;

    @Test
    void restart_replayedChangesReportedOnceEach() {
        WatchedNode.Builder builder = WatchedNode.named("node").persistentIn(folder);
        Map<Object, CacheEntryVersion> rows;
        Recorder heardBefore;
        try (WatchedNode node = builder.start()) {
            heardBefore = node.record(CACHE);
            change(node.cache(WatchedNode.configuration(CACHE)));
            rows = node.versions(CACHE);
            assertEquals(rows, heardBefore.versions());
        }
        Recorder[] heard = new Recorder[1];
        try (WatchedNode node = builder.onInstalled(watches -> heard[0] = Recorder.on(watches.watch(CACHE)))
                .start()) {
            assertEquals(rows, node.versions(CACHE));
            assertEquals(rows, heard[0].versions());
            heard[0].assertMutations(heardBefore.mutations().toArray(String[]::new));
        }
    }

    @Test
    void restart_afterCheckpoint_onlyLaterChangesReported() {
        WatchedNode.Builder builder = WatchedNode.named("node").persistentIn(folder);
        Map<Object, CacheEntryVersion> rows;
        try (WatchedNode node = builder.start()) {
            IgniteCache<String, Object> cache = node.cache(WatchedNode.configuration(CACHE));
            change(cache);
            node.checkpoint();
            cache.put("late", 1);
            rows = node.versions(CACHE);
        }
        Recorder[] heard = new Recorder[1];
        try (WatchedNode node = builder.onInstalled(watches -> heard[0] = Recorder.on(watches.watch(CACHE)))
                .start()) {
            assertEquals(rows, node.versions(CACHE));
            heard[0].assertMutations("PUT late");
        }
    }

    private static void change(IgniteCache<String, Object> cache) {
        for (int i = 0; i < KEYS; i++) {
            cache.put("key" + i, i);
            if (i % 2 == 0) {
                cache.put("key" + i, "a longer value " + i);
            }
            if (i % 5 == 0) {
                cache.remove("key" + i);
            }
        }
    }
}
