package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.server.RawClient;
import io.yggdrasil.resp.waiting.Talk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Clients that wait at one node for keys of others, which clients of any node write. */
final class BlockingClusterTest {
    private static final int NODES = 3;

    private ClusterFixture cluster;

    @BeforeEach
    void start() {
        cluster = ClusterFixture.start(NODES, Map.of("namespace.defaults.backups", "1"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private RawClient client(int node) {
        return new RawClient(cluster.member(node).port());
    }

    private void awaitBlocked(int node, int count) {
        try (Talk talk = new Talk(cluster.member(node).port())) {
            talk.awaitBlocked(count);
        }
    }

    private String say(int node, String command) {
        try (Talk talk = new Talk(cluster.member(node).port())) {
            return talk.say(command);
        }
    }

    @Test
    void client_ofAnyNode_isServedByAWriterOfAnyNode() {
        String key = cluster.keyOf(cluster.member(1), "key");
        for (int taker = 0; taker < NODES; taker++) {
            for (int writer = 0; writer < NODES; writer++) {
                try (RawClient client = client(taker)) {
                    client.send("BLPOP " + key + " 0\r\nPING\r\n");
                    awaitBlocked(taker, 1);
                    assertEquals(":2", say(writer, "RPUSH " + key + " a b"));
                    assertEquals("[" + key + ", a]", Talk.read(client));
                    assertEquals("+PONG", Talk.read(client));
                    awaitBlocked(taker, 0);
                    assertEquals("[b]", say(writer, "LRANGE " + key + " 0 -1"));
                    assertEquals(":1", say(taker, "DEL " + key));
                }
            }
        }
    }

    @Test
    void streamReader_ofAnyNode_getsWhatAnyNodeAdds() {
        String here = cluster.keyOf(cluster.member(0), "s");
        String there = cluster.keyOf(cluster.member(1), "s");
        say(1, "XADD " + there + " 1-1 f old");
        say(1, "XGROUP CREATE " + there + " g $");
        for (int reader = 0; reader < NODES; reader++) {
            for (int writer = 0; writer < NODES; writer++) {
                int sequence = 2 + reader * NODES + writer;
                try (RawClient plain = client(reader);
                        RawClient group = client(reader)) {
                    plain.send("XREAD BLOCK 0 STREAMS " + here + " " + there + " $ $\r\nPING\r\n");
                    group.send("XREADGROUP GROUP g c BLOCK 0 STREAMS " + there + " >\r\n");
                    awaitBlocked(reader, 2);
                    say(writer, "XADD " + there + " " + sequence + "-1 f v");
                    String expected = "[[" + there + ", [[" + sequence + "-1, [f, v]]]]]";
                    assertEquals(expected, Talk.read(plain));
                    assertEquals("+PONG", Talk.read(plain));
                    assertEquals(expected, Talk.read(group));
                }
            }
        }
    }

    @Test
    void clients_ofSeveralNodes_areServedInTheOrderInWhichTheyCame() {
        String key = cluster.keyOf(cluster.member(1), "key");
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            clients.add(client(i % NODES).send("BZPOPMIN " + key + " 0\r\n"));
            awaitQueued(key, i + 1);
        }
        say(2, "ZADD " + key + " 0 m0 1 m1 2 m2 3 m3");
        for (int i = 4; i < 9; i++) {
            say(i % NODES, "ZADD " + key + " " + i + " m" + i);
        }
        for (int i = 0; i < 9; i++) {
            assertEquals("[" + key + ", m" + i + ", " + i + "]", Talk.read(clients.get(i)));
            clients.get(i).close();
        }
        assertEquals(":0", say(0, "EXISTS " + key));
    }

    private int blocked() {
        int count = 0;
        for (int node = 0; node < NODES; node++) {
            try (Talk talk = new Talk(cluster.member(node).port())) {
                count += talk.blocked();
            }
        }
        return count;
    }

    private void awaitQueued(String key, int count) {
        ClusterFixture.await(count + " clients wait for " + key, () -> blocked() == count);
        ClusterFixture.await(
                key + " is awaited at its owner", () -> say(1, "INFO clients").contains("total_blocking_keys:1\r\n"));
    }

    @Test
    void timeout_unblockAndLeaving_areKnownAtTheOwner() {
        String key = cluster.keyOf(cluster.member(1), "key");
        try (RawClient timed = client(0).send("BLPOP " + key + " 0.2\r\n");
                RawClient unblocked = client(0).send("CLIENT ID\r\n");
                RawClient leaving = client(2).send("BLPOP " + key + " 0\r\n")) {
            String id = unblocked.line().substring(1);
            unblocked.send("BLPOP " + key + " 0\r\n");
            awaitBlocked(2, 1);
            assertEquals("*-1", Talk.read(timed));
            awaitBlocked(0, 1);
            assertEquals(":1", say(0, "CLIENT UNBLOCK " + id + " ERROR"));
            assertEquals("-UNBLOCKED client unblocked via CLIENT UNBLOCK", Talk.read(unblocked));
            leaving.close();
            awaitBlocked(2, 0);
        }
        ClusterFixture.await("nobody is queued up", () -> say(1, "INFO clients").contains("total_blocking_keys:0\r\n"));
        assertEquals(":1", say(2, "RPUSH " + key + " a"));
        assertEquals(":1", say(0, "LLEN " + key));
    }

    @Test
    void keysOfSeveralOwners_areTakenFromOnce() {
        String first = cluster.keyOf(cluster.member(0), "first");
        String second = cluster.keyOf(cluster.member(1), "second");
        String third = cluster.keyOf(cluster.member(2), "third");
        for (String written : List.of(first, second, third)) {
            try (RawClient client = client(0)) {
                client.send("BLPOP " + first + " " + second + " " + third + " 0\r\n");
                awaitBlocked(0, 1);
                say(2, "RPUSH " + written + " a b");
                assertEquals("[" + written + ", a]", Talk.read(client));
                assertEquals("[b]", say(1, "LRANGE " + written + " 0 -1"));
                say(1, "DEL " + written);
            }
        }
        try (RawClient mover = client(2).send("BLMOVE " + first + " " + second + " LEFT RIGHT 0\r\n");
                RawClient taker = client(0).send("BLPOP " + second + " 0\r\n")) {
            awaitBlocked(2, 1);
            awaitBlocked(0, 1);
            say(1, "RPUSH " + first + " e");
            assertEquals("e", Talk.read(mover));
            assertEquals("[" + second + ", e]", Talk.read(taker));
        }
        assertEquals(":0", say(0, "EXISTS " + first + " " + second + " " + third));
    }

    @Test
    void owner_thatStops_leavesItsWaitersToTheNext() {
        String key = cluster.keyOf(cluster.member(1), "key");
        String kept = cluster.keyOf(cluster.member(0), "kept");
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(client(i % 2 * 2).send("BRPOP " + key + " " + kept + " 0\r\n"));
            awaitQueued(key, i + 1);
        }
        cluster.remove(cluster.member(1));
        for (int i = 0; i < 6; i++) {
            say(i % 2, "RPUSH " + (i == 3 ? kept : key) + " e" + i);
        }
        List<String> taken = new ArrayList<>();
        for (RawClient client : clients) {
            taken.add(Talk.read(client).replaceAll(".*, |]", ""));
            client.close();
        }
        Collections.sort(taken);
        assertEquals(List.of("e0", "e1", "e2", "e3", "e4", "e5"), taken);
        assertEquals(":0", say(0, "EXISTS " + key + " " + kept));
    }

    @Test
    void ownerThatComes_servesThoseWhoWaited() {
        List<RawClient> clients = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            keys.add("k" + i);
            clients.add(client(i % NODES).send("BLPOP k" + i + " 0\r\n"));
        }
        ClusterFixture.await("all wait", () -> blocked() == keys.size());
        cluster.add();
        cluster.awaitEven();
        for (int i = 0; i < keys.size(); i++) {
            say(i % (NODES + 1), "RPUSH k" + i + " e" + i);
        }
        for (int i = 0; i < keys.size(); i++) {
            assertEquals("[k" + i + ", e" + i + "]", Talk.read(clients.get(i)));
            clients.get(i).close();
        }
    }

    @Test
    void manyWriters_andManyTakers_ofAllNodes_loseAndRepeatNothing() throws Exception {
        String first = cluster.keyOf(cluster.member(0), "first");
        String second = cluster.keyOf(cluster.member(1), "second");
        int takers = 9;
        int elements = 900;
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<List<String>>> taken = new ArrayList<>();
        for (int i = 0; i < takers; i++) {
            int node = i % NODES;
            String keys = List.of(first, second, first + " " + second).get(i / NODES);
            taken.add(threads.submit(() -> take(node, keys, elements / takers)));
        }
        for (int i = 0; i < elements; i++) {
            String key = i % 3 == 2 && i % 2 == 0 || i % 3 == 0 ? first : second;
            say(i % NODES, "RPUSH " + key + " " + i);
        }
        say(0, "RPUSH " + first + " " + "x ".repeat(elements));
        say(0, "RPUSH " + second + " " + "x ".repeat(elements));
        List<String> all = new ArrayList<>();
        for (Future<List<String>> one : taken) {
            all.addAll(one.get());
        }
        threads.shutdown();
        for (String key : List.of(first, second)) {
            try (Jedis jedis = cluster.member(2).jedis()) {
                all.addAll(jedis.lrange(key, 0, -1));
            }
        }
        List<String> expected = new ArrayList<>(Collections.nCopies(2 * elements, "x"));
        for (int i = 0; i < elements; i++) {
            expected.add(Integer.toString(i));
        }
        Collections.sort(all);
        Collections.sort(expected);
        assertEquals(expected, all);
    }

    private List<String> take(int node, String keys, int count) {
        List<String> elements = new ArrayList<>();
        try (RawClient client = client(node)) {
            for (int i = 0; i < count; i++) {
                elements.add(Talk.read(client.send("BLPOP " + keys + " 0\r\n")).replaceAll(".*, |]", ""));
            }
        }
        return elements;
    }
}
