package io.yggdrasil.resp.failover;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Three processes, each key with one backup: one is killed while clients of the two others write. */
final class FailoverTest {
    private static final int WRITERS = 6;
    private static final int OPERATIONS = 400;

    @TempDir
    private Path folder;

    @Test
    void kill_oldestNode_losesNothing() throws Exception {
        try (Children grid = new Children(folder, 3, index -> List.of()).start()) {
            killUnderLoad(grid, 0, writer -> new PlainClient(grid.get(1 + writer % 2)));
        }
    }

    @Test
    void kill_youngNode_losesNothing() throws Exception {
        try (Children grid = new Children(folder, 3, index -> List.of()).start()) {
            killUnderLoad(grid, 2, writer -> new PlainClient(grid.get(writer % 2)));
        }
    }

    private static void killUnderLoad(Children grid, int victim, IntFunction<Client> clients) throws Exception {
        try (Load load = new Load(WRITERS, false, clients)) {
            load.start().awaitEach(OPERATIONS);
            grid.kill(victim);
            load.awaitEach(OPERATIONS);
            load.stop();
            System.out.println("node " + victim + " of 3 killed, plain clients: " + load);
            try (Jedis one = grid.alive().get(0).jedis();
                    Jedis other = grid.alive().get(1).jedis()) {
                load.assertKept(0, one::mget);
                load.assertKept(0, other::mget);
            }
            Copies.assertEqual(grid.alive().get(0), 2);
        }
    }
}
