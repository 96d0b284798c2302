package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a script that runs for long on one of three nodes is for the clients of the others. */
final class BusyClusterTest {
    private static final String BUSY_SCRIPT =
            "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
    private static final String BUSY_FUNCTION =
            "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";
    private static final String NOT_BUSY = "NOTBUSY No scripts in execution right now.";
    private static final String FOREVER = "while true do end";
    private static final String LIBRARY =
            "#!lua name=busy\nredis.register_function('forever', function() while true do end end)";

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

    @BeforeEach
    void hurry() {
        threshold(50);
    }

    @AfterEach
    void clear() {
        threshold(5000);
        nodes[0].flushAll();
        nodes[0].functionFlush();
        for (Jedis node : nodes) {
            node.close();
        }
    }

    private void threshold(int millis) {
        for (Jedis node : nodes) {
            node.configSet("busy-reply-threshold", String.valueOf(millis));
        }
    }

    private static String keyOf(int node, String prefix) {
        return cluster.keyOf(cluster.member(node), prefix);
    }

    /** Runs a script or function by a client of a node; answers its reply or error. */
    private static CompletableFuture<String> run(int node, Function<Jedis, Object> command) {
        return CompletableFuture.supplyAsync(() -> {
            try (Jedis own = jedis(node)) {
                return String.valueOf(command.apply(own));
            } catch (JedisDataException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    private static String error(Runnable command) {
        return assertThrows(JedisDataException.class, command::run).getMessage();
    }

    private static void awaitBusy(Jedis client, String key) {
        ClusterFixture.await("clients of a busy node are told", () -> {
            try {
                client.get(key);
                return false;
            } catch (JedisDataException e) {
                assertEquals(BUSY_SCRIPT, e.getMessage());
                return true;
            }
        });
    }

    /** A script holds its slots a little before it can be killed. FUNCTION KILL ends none. */
    private static void awaitFunctionKillError(Jedis client, String start) {
        ClusterFixture.await(
                "it runs and may be killed or not",
                () -> error(client::functionKill).startsWith(start));
    }

    @Test
    void busyScript_ofAllSlots_isToldAndKilledOnAnyNode() throws Exception {
        for (int runner = 0; runner < 3; runner++) {
            CompletableFuture<String> end = run(runner, own -> own.eval(FOREVER, 0));
            awaitFunctionKillError(nodes[0], BUSY_SCRIPT);
            for (int i = 0; i < 3; i++) {
                for (int owner = 0; owner < 3; owner++) {
                    awaitBusy(nodes[i], keyOf(owner, "k"));
                }
                Jedis node = nodes[i];
                assertEquals(BUSY_SCRIPT, error(node::ping));
                assertEquals(BUSY_SCRIPT, error(node::dbSize));
                assertEquals(BUSY_SCRIPT, error(() -> node.mset(keyOf(0, "a"), "1", keyOf(1, "b"), "2")));
                assertEquals(BUSY_SCRIPT, error(node::functionKill));
                assertEquals("OK", text(node.sendCommand(Protocol.Command.MULTI)));
                assertEquals("OK", text(node.sendCommand(Protocol.Command.DISCARD)));
            }
            Jedis killer = nodes[(runner + 1) % 3];
            assertEquals("OK", killer.scriptKill());
            String message = end.get(60, TimeUnit.SECONDS);
            assertTrue(message.startsWith("ERR Script killed by user with SCRIPT KILL... script: "), message);
            for (Jedis node : nodes) {
                assertNull(node.get(keyOf(runner, "k")));
                assertEquals(NOT_BUSY, error(node::scriptKill));
                assertEquals(NOT_BUSY, error(node::functionKill));
            }
        }
    }

    private static String text(Object reply) {
        return new String((byte[]) reply, StandardCharsets.US_ASCII);
    }

    @Test
    void busyFunction_commandThatWaitsForItsSlots_isToldInTime() throws Exception {
        threshold(2000);
        nodes[0].functionLoad(LIBRARY);
        CompletableFuture<String> end = run(0, own -> own.fcall("forever", List.of(), List.of()));
        ClusterFixture.await("it runs", () -> nodes[0].functionStats().getRunningScript() != null);
        for (int i = 1; i < 3; i++) {
            Jedis node = nodes[i];
            String key = keyOf(i, "waiting");
            assertEquals(BUSY_FUNCTION, error(() -> node.set(key, "1")));
            assertEquals(BUSY_FUNCTION, error(() -> node.get(key)));
            assertEquals(BUSY_FUNCTION, error(node::scriptKill));
        }
        assertEquals("OK", nodes[2].functionKill());
        String message = end.get(60, TimeUnit.SECONDS);
        assertTrue(message.startsWith("ERR Script killed by user with FUNCTION KILL... script: forever"), message);
        assertEquals("OK", nodes[1].set(keyOf(1, "waiting"), "1"));
    }

    @Test
    void busyScript_ofOneNodesSlots_isToldToWhoNeedsThem() throws Exception {
        String key = keyOf(0, "mine");
        CompletableFuture<String> end = run(1, own -> own.eval(FOREVER, 1, key));
        Jedis other = nodes[2];
        awaitBusy(other, key);
        awaitBusy(other, keyOf(0, "beside"));
        String far = keyOf(1, "far");
        assertEquals("OK", other.set(far, "1"));
        assertEquals("PONG", other.ping());
        assertEquals(BUSY_SCRIPT, error(() -> other.mset(key, "1", far, "2")));
        assertEquals(BUSY_SCRIPT, error(() -> other.mget(key, far)));
        try (Transaction transaction = other.multi()) {
            transaction.set(far, "3");
            transaction.set(key, "3");
            assertEquals("EXECABORT Transaction discarded because of: " + BUSY_SCRIPT, error(transaction::exec));
        }
        assertEquals("1", other.get(far));
        assertEquals("OK", other.scriptKill());
        assertTrue(end.get(60, TimeUnit.SECONDS).startsWith("ERR Script killed by user"), end.get());
        assertNull(other.get(key));
    }

    @Test
    void kill_ofScriptThatHasWritten_isRefusedOnAnyNode() throws Exception {
        String key = keyOf(2, "written");
        String script = "redis.call('SET', ARGV[1], '1') local n = 0 for i = 1, 3e8 do n = n + 1 end return n";
        CompletableFuture<String> end = run(0, own -> own.eval(script, 0, key));
        awaitBusy(nodes[1], key);
        awaitFunctionKillError(nodes[1], "UNKILLABLE ");
        for (Jedis node : nodes) {
            String refusal = error(node::scriptKill);
            assertTrue(refusal.startsWith("UNKILLABLE Sorry the script already executed write commands"), refusal);
        }
        assertEquals("300000000", end.get(60, TimeUnit.SECONDS));
        assertEquals("1", nodes[1].get(key));
    }

    @Test
    void kill_ofSeveralScripts_endsEachOnce() throws Exception {
        List<CompletableFuture<String>> ends = List.of(
                run(0, own -> own.eval(FOREVER, 1, keyOf(0, "one"))),
                run(1, own -> own.eval(FOREVER, 1, keyOf(1, "two"))));
        awaitBusy(nodes[2], keyOf(0, "k"));
        awaitBusy(nodes[2], keyOf(1, "k"));
        assertEquals("OK", nodes[2].scriptKill());
        CompletableFuture.anyOf(ends.get(0), ends.get(1)).get(60, TimeUnit.SECONDS);
        assertEquals("OK", nodes[2].scriptKill());
        for (CompletableFuture<String> end : ends) {
            assertTrue(end.get(60, TimeUnit.SECONDS).startsWith("ERR Script killed by user"), end.get());
        }
        assertEquals(NOT_BUSY, error(() -> nodes[2].scriptKill()));
    }
}
