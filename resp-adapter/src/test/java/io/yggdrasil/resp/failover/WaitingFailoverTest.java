package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.server.RawClient;
import io.yggdrasil.resp.waiting.Talk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed for whose keys clients of another one wait. */
final class WaitingFailoverTest {
    private static final int KEYS = 60;

    @TempDir
    private Path folder;

    @Test
    void kill_ofOwner_leavesItsWaitersToTheNextInTheirOrder() {
        try (Children grid = new Children(folder, 3, index -> List.of()).start();
                Talk near = new Talk(grid.get(1).port());
                Talk far = new Talk(grid.get(2).port())) {
            List<RawClient> first = waiting(grid, near, 0);
            List<RawClient> second = waiting(grid, near, KEYS);
            grid.kill(0);
            for (int i = 0; i < KEYS; i++) {
                assertEquals(":1", far.say("RPUSH k" + i + " a" + i));
            }
            assertTaken(first, "a");
            assertEquals(KEYS, near.blocked());
            for (int i = 0; i < KEYS; i++) {
                assertEquals(":1", near.say("RPUSH k" + i + " b" + i));
            }
            assertTaken(second, "b");
            near.awaitBlocked(0);
            assertEquals(":0", far.say("DBSIZE"));
        }
    }

    private static List<RawClient> waiting(Children grid, Talk talk, int before) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            clients.add(new RawClient(grid.get(1).port()).send("BLPOP k" + i + " 0\r\n"));
            talk.awaitBlocked(before + i + 1);
        }
        return clients;
    }

    private static void assertTaken(List<RawClient> clients, String prefix) {
        for (int i = 0; i < KEYS; i++) {
            assertEquals("[k" + i + ", " + prefix + i + "]", Talk.read(clients.get(i)));
            clients.get(i).close();
        }
    }
}
