package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersistentMutationPathsTest {
    @TempDir
    private static Path folder;

    private static WatchedNode node() {
        try {
            return WatchedNode.named("persistent")
                    .persistentIn(Files.createTempDirectory(folder, "node"))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void entriesThatExpiredWhileTheNodeWasDown_areRemoved() throws IOException {
        WatchedNode.Builder builder =
                WatchedNode.named("restarted").persistentIn(Files.createTempDirectory(folder, "node"));
        WatchedNode before = builder.start();
        before.expiry().enable(false);
        IgniteCache<String, Object> cache = before.cache(WatchedNode.configuration("cache"));
        cache.put("stays", 1);
        IgniteCache<String, Object> expiring =
                cache.withExpiryPolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 5)));
        for (int i = 0; i < 500; i++) {
            expiring.put("key" + i, i);
        }
        assertEquals(501, cache.localSize(CachePeekMode.ALL));
        before.stop();
        try (WatchedNode again = builder.start()) {
            IgniteCache<String, Object> same = again.cache(WatchedNode.configuration("cache"));
            WatchedNode.await("removal", () -> same.localSize(CachePeekMode.ALL) == 1);
            WatchedNode.await("counted 500", () -> again.mutations().expiredCount() == 500);
        }
    }

    @Nested
    final class KeyValuePaths extends KeyValuePathsContract {
        @Override
        WatchedNode startNode() {
            return node();
        }
    }

    @Nested
    final class BulkPaths extends BulkPathsContract {
        @Override
        WatchedNode startNode() {
            return node();
        }
    }

    @Nested
    final class Expiry extends ExpiryContract {
        @Override
        WatchedNode startNode() {
            return node();
        }
    }

    @Nested
    final class Watch extends CacheWatchContract {
        @Override
        WatchedNode startNode() {
            return node();
        }

        @Override
        boolean rowsSurviveDeactivation() {
            return true;
        }
    }
}
