package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/** Scripts and functions on three nodes of one grid, asked through any of them. */
final class ScriptClusterTest {
    private static final String COUNT = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

    private static ClusterFixture cluster;

    private final Jedis[] nodes = {jedis(0), jedis(1), jedis(2)};

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Jedis jedis(int node) {
        return cluster.member(node).jedis();
    }

    @AfterEach
    void clear() {
        nodes[0].flushAll();
        nodes[0].scriptFlush();
        nodes[0].functionFlush();
        for (Jedis node : nodes) {
            node.close();
        }
    }

    private static String keyOf(int node, String prefix) {
        return cluster.keyOf(cluster.member(node), prefix);
    }

    @Test
    void eval_keyOfAnyNode_runsThere() {
        for (int owner = 0; owner < 3; owner++) {
            String key = keyOf(owner, "single");
            for (int i = 0; i < 3; i++) {
                assertEquals(i + 1L, nodes[i].eval(COUNT, List.of(key), List.of("1")));
            }
        }
    }

    /** A script that takes a thread of its own at the owner of its key is overtaken by nothing that its client sends behind it. */
    @Test
    void pipeline_scriptsAndCommandsOfAKeyElsewhere_runInOrder() {
        String key = keyOf(1, "order");
        String list = "list{" + key + "}";
        String undeclared = "return redis.call(unpack(ARGV))";
        for (int node = 0; node < 3; node++) {
            Pipeline pipeline = nodes[node].pipelined();
            List<Response<Object>> replies = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                pipeline.set(key, "plain" + i);
                replies.add(pipeline.eval(undeclared, List.of(key), List.of("GET", key)));
                replies.add(pipeline.eval(COUNT + " + " + i, List.of("n{" + key + "}"), List.of("1")));
                pipeline.eval(undeclared, List.of(key), List.of("RPUSH", list, "script" + i));
                pipeline.rpush(list, "plain" + i);
            }
            pipeline.sync();
            for (int i = 0; i < 300; i++) {
                assertEquals("plain" + i, replies.get(2 * i).get());
                assertEquals(2L * i + 1, replies.get(2 * i + 1).get());
                assertEquals("script" + i, nodes[0].lindex(list, 2 * i));
                assertEquals("plain" + i, nodes[0].lindex(list, 2 * i + 1));
            }
            nodes[0].flushAll();
        }
    }

    @Test
    void scripts_loadedAndFlushedOnOneNode_areSoOnAll() {
        String sha = nodes[0].scriptLoad(COUNT);
        for (int i = 0; i < 3; i++) {
            assertTrue(nodes[i].scriptExists(sha));
            assertEquals(5L, nodes[i].evalsha(sha, List.of(keyOf((i + 1) % 3, "loaded")), List.of("5")));
        }
        nodes[1].scriptFlush();
        for (Jedis node : nodes) {
            assertFalse(node.scriptExists(sha));
            JedisDataException refusal =
                    assertThrows(JedisDataException.class, () -> node.evalsha(sha, List.of("k"), List.of("5")));
            assertTrue(refusal.getMessage().startsWith("NOSCRIPT "), refusal.getMessage());
        }
        nodes[2].eval("return 'known by its run'");
        String evaluated = Script.sha("return 'known by its run'".getBytes(StandardCharsets.US_ASCII));
        assertEquals("known by its run", nodes[0].evalsha(evaluated));
    }

    @Test
    void eval_keysOfSeveralNodes_isOneStep() throws Exception {
        List<String> keys = List.of(keyOf(0, "a"), keyOf(1, "b"), keyOf(2, "c"));
        String move =
                "local n = redis.call('INCR', KEYS[1]) redis.call('SET', KEYS[2], n) redis.call('SET', KEYS[3], n)"
                        + " return n";
        String read = "return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])}";
        CompletableFuture<?> writer = CompletableFuture.runAsync(() -> {
            try (Jedis own = jedis(1)) {
                for (int i = 0; i < 30; i++) {
                    own.eval(move, keys, List.of());
                }
            }
        });
        do {
            List<?> seen = (List<?>) nodes[2].evalReadonly(read, keys, List.of());
            assertEquals(
                    1, Set.copyOf(seen.stream().map(String::valueOf).toList()).size(), seen.toString());
        } while (!writer.isDone());
        writer.get(60, TimeUnit.SECONDS);
        assertEquals(List.of("30", "30", "30"), nodes[0].mget(keys.toArray(String[]::new)));
    }

    @Test
    void eval_undeclaredKeysOfOtherNodes_areFound() {
        for (int i = 0; i < 3; i++) {
            String key = keyOf(i, "far");
            nodes[0].set(key, "v" + i);
            for (Jedis node : nodes) {
                assertEquals("v" + i, node.eval("return redis.call('GET', ARGV[1])", 0, key));
                String own = keyOf((i + 1) % 3, "near");
                assertEquals(
                        "v" + i,
                        node.eval("redis.call('GET', KEYS[1]) return redis.call('GET', ARGV[1])", 1, own, key));
            }
        }
        assertEquals(3L, nodes[1].eval("return redis.call('DBSIZE')", 0));
        assertEquals(3L, nodes[1].eval("return #redis.call('KEYS', '*')", 1, keyOf(1, "near")));
    }

    @Test
    void eval_undeclaredKeyOfAnotherNodeAfterAWrite_isRefused() {
        String key = keyOf(0, "wrote");
        String script = "redis.call('SET', KEYS[1], 1) return redis.call('GET', ARGV[1])";
        JedisDataException refusal =
                assertThrows(JedisDataException.class, () -> nodes[1].eval(script, 1, key, keyOf(2, "wrote")));
        assertTrue(
                refusal.getMessage().startsWith("ERR Script attempted to access a non local key in a cluster node"),
                refusal.getMessage());
        assertEquals("1", nodes[2].get(key));
    }

    @Test
    void exec_withScriptOverNodes_isOneStep() {
        String key = keyOf(2, "exec");
        Transaction transaction = nodes[0].multi();
        transaction.set(key, "1");
        Response<Object> seen = transaction.eval(
                "redis.call('INCR', ARGV[1]) return redis.call('GET', ARGV[2])", 0, keyOf(1, "exec"), key);
        transaction.incr(key);
        transaction.exec();
        assertEquals("1", seen.get());
        assertEquals("2", nodes[1].get(key));
        assertEquals("1", nodes[2].get(keyOf(1, "exec")));
    }

    @Test
    void functions_changedOnOneNode_areSoOnAll() {
        String code =
                "#!lua name=%s\nredis.register_function('%s', function(keys, args) return '%s' .. (keys[1] or '') end)";
        for (int i = 0; i < 3; i++) {
            String name = "f" + i;
            assertEquals(name, nodes[i].functionLoad(String.format(code, name, name, name)));
            for (int j = 0; j < 3; j++) {
                String key = keyOf(j, "called");
                assertEquals(name + key, nodes[(i + 1) % 3].fcall(name, List.of(key), List.of()));
            }
        }
        assertEquals("f0", nodes[1].functionLoadReplace(String.format(code, "f0", "f0", "new")));
        assertEquals("new", nodes[2].fcall("f0", List.of(), List.of()));
        byte[] dump = nodes[0].functionDump();
        nodes[0].functionDelete("f1");
        JedisDataException missing =
                assertThrows(JedisDataException.class, () -> nodes[2].fcall("f1", List.of(), List.of()));
        assertEquals("ERR Function not found", missing.getMessage());
        nodes[1].functionFlush();
        assertEquals(0, nodes[2].functionList().size());
        nodes[2].functionRestore(dump);
        assertEquals(3, nodes[0].functionList().size());
    }
}
