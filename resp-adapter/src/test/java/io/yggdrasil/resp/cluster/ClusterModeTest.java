package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient.Builder;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

class ClusterModeTest {
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3, Map.of("cluster-enabled", "yes"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private final String prefix = "k" + System.nanoTime() + "-";

    @Test
    void request_keyOfOtherNode_isRedirectedToIt() {
        String key = cluster.keyOf(cluster.member(1), prefix);
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis owner = cluster.member(1).jedis()) {
            JedisMovedDataException moved = assertThrows(JedisMovedDataException.class, () -> jedis.set(key, "v"));
            assertEquals(cluster.member(1).address(), moved.getTargetNode());
            assertEquals(owner.clusterKeySlot(key), moved.getSlot());
            assertEquals("OK", owner.set(key, "v"));
        }
    }

    @Test
    void request_keysOfTwoSlots_isRefusedEvenWhenBothAreHere() {
        String first = cluster.keyOf(cluster.member(0), prefix + "a");
        String second = cluster.keyOf(cluster.member(0), prefix + "b");
        try (Jedis jedis = cluster.member(0).jedis()) {
            assertError("CROSSSLOT Keys in request don't hash to the same slot", () -> jedis.mget(first, second));
            assertEquals(2, jedis.mget("{" + first + "}1", "{" + first + "}2").size());
        }
    }

    @Test
    void transaction_queuedKeyOfOtherNode_isRedirectedAndAborts() {
        String here = cluster.keyOf(cluster.member(0), prefix);
        String there = cluster.keyOf(cluster.member(1), prefix);
        try (Jedis jedis = cluster.member(0).jedis()) {
            Transaction transaction = jedis.multi();
            transaction.set(here, "v");
            transaction.set(there, "v");
            JedisDataException e = assertThrows(JedisDataException.class, transaction::exec);
            assertTrue(e.getMessage().contains("EXECABORT") || e.getMessage().contains("MOVED"), e.getMessage());
            assertFalse(jedis.exists(here));
        }
    }

    @Test
    void transaction_keysOfTwoSlots_isRefusedAtExec() {
        String first = cluster.keyOf(cluster.member(0), prefix + "a");
        String second = cluster.keyOf(cluster.member(0), prefix + "b");
        try (Jedis jedis = cluster.member(0).jedis()) {
            Transaction transaction = jedis.multi();
            transaction.set(first, "v");
            transaction.set(second, "v");
            assertError("CROSSSLOT Keys in request don't hash to the same slot", transaction::exec);
            assertFalse(jedis.exists(first));
        }
    }

    @Test
    void databases_inClusterMode_areOne() {
        try (Jedis jedis = cluster.member(0).jedis()) {
            assertEquals("OK", jedis.select(0));
            assertError("ERR SELECT is not allowed in cluster mode", () -> jedis.select(1));
            assertError("ERR SWAPDB is not allowed in cluster mode", () -> jedis.swapDB(0, 1));
        }
    }

    @Test
    void clusterSlots_coverEverySlotOnce() {
        for (int i = 0; i < 3; i++) {
            try (Jedis jedis = cluster.member(i).jedis()) {
                Set<Integer> seen = new HashSet<>();
                Set<String> ids = new HashSet<>();
                for (Object entry : jedis.clusterSlots()) {
                    List<?> range = (List<?>) entry;
                    List<?> node = (List<?>) range.get(2);
                    ids.add(new String((byte[]) node.get(2), StandardCharsets.US_ASCII));
                    assertEquals("127.0.0.1", new String((byte[]) node.get(0), StandardCharsets.US_ASCII));
                    for (long slot = (Long) range.get(0); slot <= (Long) range.get(1); slot++) {
                        assertTrue(seen.add((int) slot), "slot " + slot);
                    }
                }
                assertEquals(16384, seen.size());
                assertEquals(3, ids.size());
                assertTrue(ids.contains(jedis.clusterMyId()));
                assertTrue(jedis.clusterMyId().matches("[0-9a-f]{40}"));
            }
        }
    }

    @Test
    void clusterNodes_agreeOnEverythingButMyself() {
        Set<String> views = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            try (Jedis jedis = cluster.member(i).jedis()) {
                List<String> lines =
                        new ArrayList<>(Arrays.asList(jedis.clusterNodes().split("\n")));
                assertEquals(3, lines.size());
                List<String> own =
                        lines.stream().filter(line -> line.contains("myself")).toList();
                assertEquals(1, own.size());
                assertTrue(
                        own.get(0)
                                .startsWith(jedis.clusterMyId() + " 127.0.0.1:"
                                        + jedis.getConnection().getHostAndPort().getPort() + "@"),
                        own.get(0));
                lines.replaceAll(line -> line.replace("myself,", "").replaceAll(" - 0 [0-9]+ ", " - 0 0 "));
                views.add(String.join("\n", lines));
            }
        }
        assertEquals(1, views.size(), views.toString());
    }

    @Test
    void clusterInfo_isOk() {
        try (Jedis jedis = cluster.member(2).jedis()) {
            String info = jedis.clusterInfo();
            assertTrue(info.contains("cluster_state:ok\r\n"), info);
            assertTrue(info.contains("cluster_slots_assigned:16384\r\n"), info);
            assertTrue(info.contains("cluster_known_nodes:3\r\n"), info);
            assertEquals(4, jedis.clusterLinks().size());
            assertEquals(0, jedis.clusterReplicas(jedis.clusterMyId()).size());
            assertEquals(3443, jedis.clusterKeySlot("{user1000}.following"));
            assertError(
                    "ERR CLUSTER MEET is not supported: the grid itself assigns slots and manages nodes",
                    () -> jedis.clusterMeet("127.0.0.1", 1));
        }
    }

    @Test
    void keysInSlot_ofOwnSlot_areListed() {
        String key = cluster.keyOf(cluster.member(0), prefix);
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(1).jedis()) {
            jedis.set("{" + key + "}1", "v");
            jedis.set("{" + key + "}2", "v");
            int slot = (int) jedis.clusterKeySlot(key);
            List<String> found = jedis.clusterGetKeysInSlot(slot, 10);
            assertEquals(Set.of("{" + key + "}1", "{" + key + "}2"), Set.copyOf(found), found.toString());
            assertEquals(2, jedis.clusterCountKeysInSlot(slot));
            assertEquals(1, jedis.clusterGetKeysInSlot(slot, 1).size());
            assertEquals(0, other.clusterCountKeysInSlot(slot));
            assertError("ERR Invalid slot", () -> jedis.clusterCountKeysInSlot(16384));
        }
    }

    @Test
    void readonlyAndAsking_areAccepted() {
        try (Jedis jedis = cluster.member(0).jedis()) {
            assertEquals("OK", jedis.readonly());
            assertEquals("OK", jedis.readwrite());
            assertEquals("OK", jedis.asking());
        }
    }

    @Test
    void jedisCluster_findsEveryKey() {
        Set<HostAndPort> seeds = Set.of(cluster.member(0).address());
        try (redis.clients.jedis.RedisClusterClient jedis =
                new Builder().nodes(seeds).build()) {
            for (int i = 0; i < 100; i++) {
                assertEquals("OK", jedis.set(prefix + i, "v" + i));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals("v" + i, jedis.get(prefix + i));
            }
        }
    }

    @Test
    void lettuceCluster_findsEveryKeyAndSplitsMultiKeyCommands() {
        RedisClusterClient client = RedisClusterClient.create(
                RedisURI.create("127.0.0.1", cluster.member(1).port()));
        try (var connection = client.connect()) {
            RedisAdvancedClusterCommands<String, String> commands = connection.sync();
            for (int i = 0; i < 100; i++) {
                commands.set(prefix + i, "v" + i);
            }
            assertEquals(3, client.getPartitions().size());
            assertEquals(2L, commands.del(prefix + 1, prefix + 2));
            assertEquals(98, commands.keys(prefix + "*").size());
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void redisCli_followsRedirections() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/redis-cli")), "redis-cli is not installed");
        for (int i = 0; i < 3; i++) {
            String key = cluster.keyOf(cluster.member(i), prefix + "cli");
            assertEquals("OK", redisCli("set", key, "v" + i));
            assertEquals("v" + i, redisCli("get", key));
        }
    }

    private static String redisCli(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "redis-cli", "-c", "-p", String.valueOf(cluster.member(0).port())));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.strip();
    }

    private static void assertError(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(JedisDataException.class, call).getMessage());
    }
}
