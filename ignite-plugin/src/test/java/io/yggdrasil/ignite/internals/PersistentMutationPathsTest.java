package io.yggdrasil.ignite.internals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
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
