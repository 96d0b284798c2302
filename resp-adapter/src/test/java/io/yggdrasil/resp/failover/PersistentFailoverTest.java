package io.yggdrasil.resp.failover;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Processes that keep their data on disk: one is killed under load and comes back. */
final class PersistentFailoverTest {
    private static final int WRITERS = 4;
    private static final int OPERATIONS = 300;

    @TempDir
    private Path folder;

    @Test
    void kill_oneOfThree_comesBackAndCatchesUpUnderLoad() throws Exception {
        try (Children grid = Children.persistent(folder, 3).start();
                Load load = new Load(WRITERS, false, writer -> new PlainClient(grid.get(writer % 2)))) {
            load.start().awaitEach(OPERATIONS);
            grid.kill(2);
            load.awaitEach(OPERATIONS);
            grid.begin(2).awaitReady();
            load.awaitEach(OPERATIONS);
            load.stop();
            System.out.println("one of 3 persistent nodes killed and back: " + load);
            for (int i = 0; i < 3; i++) {
                try (Jedis jedis = grid.get(i).jedis()) {
                    load.assertKept(0, jedis::mget);
                }
            }
            Copies.assertEqual(grid.get(0), 2);
        }
    }
}
