package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.ServerChild;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link FailoverTest}, with clients of Redis Cluster, which go to the killed process too. */
final class ClusterFailoverTest {
    private static final int WRITERS = 6;
    private static final int OPERATIONS = 400;

    @TempDir
    private Path folder;

    @Test
    void kill_underLoad_losesNothingAndShowsClientsNoError() throws Exception {
        try (Children grid = new Children(folder, 3, index -> List.of("--cluster-enabled")).start()) {
            List<ServerChild> servers = grid.alive();
            try (Load load = new Load(WRITERS, true, writer -> new ClusterClient(servers))) {
                load.start().awaitEach(OPERATIONS);
                grid.kill(1);
                load.awaitEach(OPERATIONS);
                load.stop();
                System.out.println("node 1 of 3 killed, cluster clients: " + load);
                assertEquals(Map.of(), load.retryable());
                try (ClusterClient client = new ClusterClient(grid.alive())) {
                    // A client had one request at the killed node, which it sent again without knowing its fate.
                    load.assertKept(WRITERS, client::values);
                }
                Copies.assertEqual(grid.alive().get(0), 2);
            }
        }
    }
}
