package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

class ForwardingTest {
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private final String prefix = "k" + System.nanoTime() + "-";

    @BeforeEach
    void awaitEven() {
        cluster.awaitEven();
    }

    @Test
    void request_throughEachNode_answersForEveryKey() {
        for (int i = 0; i < 60; i++) {
            try (Jedis writer = cluster.member(i % 3).jedis();
                    Jedis reader = cluster.member((i + 1) % 3).jedis()) {
                assertEquals("OK", writer.set(prefix + i, "v" + i));
                assertEquals("v" + i, reader.get(prefix + i));
                assertEquals(i % 2 == 0 ? 1 : 0, reader.del(prefix + (i % 2 == 0 ? i : "none")));
            }
        }
    }

    @Test
    void request_failingAtTheOwner_bringsItsError() {
        String key = cluster.keyOf(cluster.member(1), prefix);
        try (Jedis jedis = cluster.member(0).jedis()) {
            jedis.set(key, "text");
            JedisDataException e =
                    org.junit.jupiter.api.Assertions.assertThrows(JedisDataException.class, () -> jedis.incr(key));
            assertEquals("ERR value is not an integer or out of range", e.getMessage());
        }
    }

    @Test
    void request_ofAnotherDatabase_runsInIt() {
        String key = cluster.keyOf(cluster.member(2), prefix);
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(2).jedis()) {
            jedis.select(3);
            jedis.set(key, "three");
            assertNull(other.get(key));
            other.select(3);
            assertEquals("three", other.get(key));
        }
    }

    /** Owners that are busy send requests back, which are run again: what they do to their client must not be lost. */
    @Test
    void watch_byClientsOfTwoNodes_losesNoUpdate() {
        String key = cluster.keyOf(cluster.member(1), prefix);
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int node = i % 2;
            clients.add(CompletableFuture.supplyAsync(() -> countUpdates(cluster.member(node), key)));
        }
        int updates = clients.stream().mapToInt(CompletableFuture::join).sum();
        try (Jedis jedis = cluster.member(0).jedis()) {
            assertEquals(Integer.toString(updates), jedis.get(key));
        }
    }

    private static int countUpdates(ClusterFixture.Member member, String key) {
        int updates = 0;
        try (Jedis jedis = member.jedis()) {
            for (int i = 0; i < 800; i++) {
                jedis.watch(key);
                String before = jedis.get(key);
                try (Transaction transaction = jedis.multi()) {
                    transaction.set(key, Integer.toString(before == null ? 1 : Integer.parseInt(before) + 1));
                    updates += transaction.exec() == null ? 0 : 1;
                }
            }
        }
        return updates;
    }

    @Test
    void select_inATransactionOfABusyNode_holdsForTheClient() throws InterruptedException {
        String key = cluster.keyOf(cluster.member(1), prefix);
        AtomicBoolean going = new AtomicBoolean(true);
        Thread busy = new Thread(() -> {
            try (Jedis jedis = cluster.member(1).jedis()) {
                while (going.get()) {
                    Pipeline pipeline = jedis.pipelined();
                    for (int i = 0; i < 100; i++) {
                        pipeline.append(key, "x");
                    }
                    pipeline.del(key);
                    pipeline.sync();
                }
            }
        });
        busy.start();
        try (Jedis jedis = cluster.member(0).jedis()) {
            for (int i = 0; i < 300; i++) {
                jedis.select(0);
                try (Transaction transaction = jedis.multi()) {
                    transaction.sendCommand(Protocol.Command.SELECT, "1");
                    transaction.incr(key);
                    transaction.exec();
                }
                assertTrue(jedis.clientInfo().contains(" db=1 "), "round " + i);
            }
        } finally {
            going.set(false);
            busy.join();
        }
    }

    @Test
    void pipeline_overAllNodes_keepsOrder() {
        Random random = new Random(7);
        Map<String, Long> model = new HashMap<>();
        try (Jedis jedis = cluster.member(0).jedis()) {
            for (int round = 0; round < 20; round++) {
                Pipeline pipeline = jedis.pipelined();
                List<Response<Long>> replies = new ArrayList<>();
                List<Long> expected = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    String key = prefix + random.nextInt(50);
                    replies.add(pipeline.incr(key));
                    expected.add(model.merge(key, 1L, Long::sum));
                }
                pipeline.sync();
                assertEquals(expected, replies.stream().map(Response::get).toList());
            }
        }
    }

    @Test
    void pipeline_whileNodesComeAndGo_keepsOrderAndLosesNothing() throws InterruptedException {
        Map<String, Long> model = new HashMap<>();
        Random random = new Random(11);
        Thread topology = new Thread(() -> {
            ClusterFixture.Member fourth = cluster.add();
            cluster.awaitEven();
            cluster.remove(fourth);
        });
        topology.start();
        try (Jedis jedis = cluster.member(1).jedis()) {
            while (topology.isAlive()) {
                Pipeline pipeline = jedis.pipelined();
                List<Response<Long>> replies = new ArrayList<>();
                List<Long> expected = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    String key = prefix + random.nextInt(200);
                    replies.add(pipeline.incr(key));
                    expected.add(model.merge(key, 1L, Long::sum));
                }
                pipeline.sync();
                assertEquals(expected, replies.stream().map(Response::get).toList());
            }
            topology.join();
            for (Map.Entry<String, Long> entry : model.entrySet()) {
                assertEquals(String.valueOf(entry.getValue()), jedis.get(entry.getKey()));
            }
        }
    }

    @Test
    void pipeline_ofClientThatSendsNoMore_isAnswered() throws IOException {
        StringBuilder requests = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            requests.append("SET ").append(prefix).append(i).append(" v\r\n");
            expected.append("+OK\r\n");
        }
        try (Socket socket = new Socket("127.0.0.1", cluster.member(0).port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            byte[] replies = socket.getInputStream().readAllBytes();
            assertEquals(expected.toString(), new String(replies, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void exec_onOneOtherNode_runsThereAsOne() {
        String key = cluster.keyOf(cluster.member(1), prefix);
        try (Jedis jedis = cluster.member(0).jedis()) {
            Transaction transaction = jedis.multi();
            Response<Long> first = transaction.incr(key);
            Response<String> read = transaction.get(key);
            transaction.exec();
            assertEquals(1, first.get());
            assertEquals("1", read.get());
            assertEquals("OK", jedis.set(key, "after"));
        }
    }

    @Test
    void exec_watchedKeyOfOtherNodeChanged_isAborted() {
        String key = cluster.keyOf(cluster.member(1), prefix);
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(2).jedis()) {
            jedis.set(key, "0");
            jedis.watch(key);
            Transaction transaction = jedis.multi();
            transaction.incr(key);
            assertEquals(1, transaction.exec().size());

            jedis.watch(key);
            other.set(key, "9");
            Transaction aborted = jedis.multi();
            aborted.incr(key);
            assertNull(aborted.exec());
            assertEquals("9", jedis.get(key));
        }
    }
}
