package io.yggdrasil.ignite.internals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class PersistentMutationPathsTest extends MutationPathsContract {
    @TempDir
    private static Path folder;

    @Override
    WatchedNode startNode() {
        try {
            return WatchedNode.named("persistent")
                    .persistentIn(Files.createTempDirectory(folder, "node"))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    boolean rowsSurviveDeactivation() {
        return true;
    }
}
