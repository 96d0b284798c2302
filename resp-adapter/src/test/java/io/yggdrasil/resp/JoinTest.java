package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Processes that are to form one grid, whatever the order they start in. */
final class JoinTest {
    private final int base = FreePort.find();

    @TempDir
    private Path folder;

    private ServerChild start(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--set";
        all[1] = "ignite.discovery-port=" + base;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ServerChild.start(folder, all);
    }

    private String address(int index) {
        return "127.0.0.1:" + (base + index);
    }

    @Test
    void join_beforeTheOtherNodeStarts_waitsForIt() {
        try (ServerChild joiner = start("--join", address(0))) {
            awaitWaiting(joiner);
            try (ServerChild other = start().awaitReady()) {
                assertEquals(base, other.discoveryPort(), "the joiner leaves the port to the node it is to join");
                assertEquals(2, joiner.awaitReady().nodes());
            }
        }
    }

    private void awaitWaiting(ServerChild joiner) {
        ServerFixture.await(
                "the joiner says that it waits",
                () -> joiner.errors().contains("Waiting to join: no grid at " + address(0) + " "));
    }

    @Test
    void join_nobodyThere_tellsAgainAndEndsAfterTheTimeout() {
        try (ServerChild joiner = start("--join", address(0), "--set", "join-timeout=22s")) {
            assertEquals(1, joiner.awaitEnd());
            List<String> lines = joiner.errors().lines().toList();
            assertEquals(3, lines.size(), joiner.errors());
            assertTrue(lines.get(0).contains("Waiting to join"), joiner.errors());
            assertTrue(lines.get(1).contains("Waiting to join"), joiner.errors());
            assertTrue(
                    lines.get(2).startsWith("yggdrasil: no grid at " + address(0) + " took this node in for"),
                    joiner.errors());
        }
    }

    @Test
    void join_sameListEverywhere_startedAtOnce_isOneGrid() {
        String list = String.join(",", address(0), address(1), address(2));
        List<ServerChild> nodes =
                IntStream.range(0, 3).mapToObj(i -> start("--join", list)).toList();
        try {
            int most = nodes.stream()
                    .mapToInt(node -> node.awaitReady().nodes())
                    .max()
                    .orElseThrow();
            assertEquals(3, most);
            assertOneGrid(nodes);
        } finally {
            nodes.forEach(ServerChild::close);
        }
    }

    private static void assertOneGrid(List<ServerChild> nodes) {
        for (ServerChild writer : nodes) {
            try (Jedis jedis = writer.jedis()) {
                jedis.set("from " + writer.port(), "here");
            }
        }
        for (ServerChild reader : nodes) {
            try (Jedis jedis = reader.jedis()) {
                assertEquals(nodes.size(), jedis.dbSize());
            }
        }
    }

    @Test
    void join_persistentNodes_restartInReverse_areOneGridAgain() {
        String first = folder.resolve("first").toString();
        String second = folder.resolve("second").toString();
        try (ServerChild one = start("--data", first).awaitReady();
                ServerChild two = start("--data", second, "--join", address(0)).awaitReady()) {
            assertOneGrid(List.of(one, two));
            try (ServerChild other = start("--join", address(0))) {
                assertEquals(1, other.awaitEnd());
                assertTrue(lastLine(other).endsWith("give --data to all nodes of a grid or to none"), other.errors());
            }
            one.terminate();
            two.terminate();
            assertEquals(0, one.awaitEnd(), one.errors());
            assertEquals(0, two.awaitEnd(), two.errors());
        }
        try (ServerChild two = start("--data", second, "--join", address(0))) {
            awaitWaiting(two);
            try (ServerChild one = start("--data", first).awaitReady();
                    Jedis jedis = one.jedis()) {
                two.awaitReady();
                assertEquals(2, jedis.dbSize());
            }
        }
        try (ServerChild one = start("--data", first)) {
            ServerFixture.await(
                    "the first says whom it waits for",
                    () -> one.errors().contains("Waiting for 1 more node(s)")
                            && one.errors().contains(" (" + second + ")]"));
        }
    }

    @Test
    void join_otherSettings_isRefusedWithBothValues() {
        try (ServerChild first = start().awaitReady()) {
            try (ServerChild other = start(
                    "--join",
                    address(0),
                    "--cluster-enabled",
                    "--set",
                    "namespace.defaults.backups=2",
                    "--set",
                    "namespace.db3.sql-table=T")) {
                assertEquals(1, other.awaitEnd());
                String line = lastLine(other);
                assertTrue(line.contains("cluster-enabled is no in the grid and yes at the new node"), line);
                assertTrue(line.contains("namespace.defaults.backups is 1 in the grid and 2 at the new node"), line);
                assertTrue(line.contains("namespace.db3.sql-table is (not set) in the grid and T at"), line);
                assertFalse(line.contains("partition-loss"), line);
            }
            try (ServerChild other =
                    start("--join", address(0), "--data", folder.resolve("data").toString())) {
                assertEquals(1, other.awaitEnd());
                assertTrue(lastLine(other).endsWith("give --data to all nodes of a grid or to none"), other.errors());
            }
            try (ServerChild other =
                    start("--join", address(0), "--requirepass", "secret").awaitReady()) {
                assertEquals(2, other.nodes());
                assertTrue(other.errors().contains("one was started with requirepass"), other.errors());
            }
            try (Jedis jedis = first.jedis()) {
                assertEquals("OK", jedis.set("key", "value"));
            }
        }
    }

    private static String lastLine(ServerChild server) {
        List<String> lines = server.errors().lines().toList();
        return lines.get(lines.size() - 1);
    }

    @Test
    void join_itsOnlyPort_isRefused() {
        try (ServerChild joiner = start("--join", address(0), "--set", "ignite.port-range=0")) {
            assertEquals(1, joiner.awaitEnd());
            assertTrue(
                    joiner.errors().startsWith("yggdrasil: --join names this node's own port " + base),
                    joiner.errors());
        }
    }

    @Test
    void start_withoutJoin_onATakenPort_saysThatItIsAlone() {
        try (ServerChild first = start().awaitReady();
                ServerChild second = start().awaitReady()) {
            assertEquals(1, second.nodes());
            assertTrue(
                    second.errors().contains("start this one with --join 127.0.0.1:" + first.discoveryPort()),
                    second.errors());
        }
    }
}
