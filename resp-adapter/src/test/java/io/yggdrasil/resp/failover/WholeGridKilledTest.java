package io.yggdrasil.resp.failover;

import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** All processes of a grid that keeps its data on disk are killed at once, under load, and come back. */
final class WholeGridKilledTest {
    private static final int WRITERS = 4;
    private static final int OPERATIONS = 300;

    @TempDir
    private Path folder;

    @Test
    void kill_bothOfTwo_comeBackWithEveryAcknowledgedWrite() throws Exception {
        try (Children grid = Children.persistent(folder, 2).start();
                Load load = new Load(WRITERS, false, writer -> new PlainClient(grid.get(writer % 2)))) {
            load.start().awaitEach(OPERATIONS);
            grid.kill(0, 1);
            load.stop();
            grid.begin(0);
            ServerFixture.await(
                    "the first waits for the second", () -> grid.get(0).errors().contains("Waiting for 1 more node"));
            grid.begin(1).awaitReady();
            grid.get(0).awaitReady();
            for (int i = 0; i < 2; i++) {
                try (Jedis jedis = grid.get(i).jedis()) {
                    load.assertKept(0, jedis::mget);
                }
            }
            Copies.assertEqual(grid.get(0), 2);
        }
    }
}
