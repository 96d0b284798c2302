package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.ignite.IgniteSystemProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersistentClusterMutationsTest extends ClusterMutationsContract {
    @TempDir
    private Path folder;

    @Override
    WatchedNode.Builder node(String name) {
        return WatchedNode.named(name).persistentIn(folder.resolve(name));
    }

    @Test
    void rejoin_fullRebalance_hearsWhatItMissed() {
        Recorder heard = rejoinAndCheckWhatWasMissed();
        assertTrue(
                heard.mutations().contains("REMOVE key" + (ROWS - 1)),
                "the partitions should have been cleared and filled again");
    }

    @Test
    void rejoin_historicalRebalance_hearsWhatItMissedAndNoMore() {
        System.setProperty(IgniteSystemProperties.IGNITE_PDS_WAL_REBALANCE_THRESHOLD, "0");
        try {
            Recorder heard = rejoinAndCheckWhatWasMissed();
            assertFalse(
                    heard.mutations().contains("REMOVE key" + (ROWS - 1)), "only the history should have been sent");
        } finally {
            System.clearProperty(IgniteSystemProperties.IGNITE_PDS_WAL_REBALANCE_THRESHOLD);
        }
    }
}
