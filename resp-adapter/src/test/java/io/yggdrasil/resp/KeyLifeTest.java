package io.yggdrasil.resp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** What a whole server tells of its keys: how they are kept, when they were used, how they expire and change. */
final class KeyLifeTest {
    private static WholeServer server;

    private final Jedis redis = client();
    private final Jedis other = client();

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of("enable-debug-command", "yes"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Jedis client() {
        return new Jedis("127.0.0.1", server.port(), 60_000);
    }

    @BeforeEach
    void prepare() {
        redis.flushAll();
    }

    @AfterEach
    void disconnect() {
        run("CLIENT UNPAUSE");
        run("DEBUG SET-ACTIVE-EXPIRE 1");
        redis.close();
        other.close();
    }

    @Test
    void objectEncodingAndRefcount_areThoseOfRedis() throws IOException {
        String long44 = "x".repeat(44);
        List<String> scripts = List.of(
                "SET k 12",
                "SET k 12|APPEND k 3",
                "APPEND k 12",
                "SET k 12|APPEND k 3|INCR k",
                "SET k 1|APPEND k 2|DECRBY k 5",
                "SET k 12|APPEND k 3|SET k 5",
                "SET k 12|APPEND k 3|EXPIRE k 100|PERSIST k",
                "SET k 12|APPEND k 3|RENAME k q|COPY q k",
                "SET k 12|APPEND k 3|COPY k q|RENAME q k",
                "SET k 1234|SETRANGE k 0 2",
                "SETRANGE k 0 2",
                "SET k 12|SETRANGE k 0 ",
                "SETBIT k 2 1|SETBIT k 3 1|SETBIT k 7 1",
                "BITFIELD k SET u8 0 49",
                "SET q 1|SET p 1|BITOP AND k q p",
                "PFADD k a",
                "SET k 10.5|INCRBYFLOAT k 0.5",
                "INCRBYFLOAT k 3|INCRBY k 1",
                "SET k " + long44,
                "SET k " + long44 + "x",
                "SET k " + long44 + "|APPEND k ",
                "SET k 9999",
                "SET k 10000",
                "SET k -1",
                "SET k 9223372036854775807",
                "SET k 9223372036854775808",
                "SET k 007",
                "SETEX k 100 5",
                "MSET k 5",
                "SET q 5|GETSET k 6");
        try (RedisServer reference = RedisServer.start()) {
            for (String script : scripts) {
                reference.run("FLUSHALL");
                redis.flushAll();
                for (String line : script.split("\\|")) {
                    run(line);
                    reference.run(line.split(" ", -1));
                }
                assertEquals(reference.run("OBJECT", "ENCODING", "k").text(), run("OBJECT ENCODING k"), script);
                assertEquals(
                        String.valueOf(reference.run("OBJECT", "REFCOUNT", "k").integer()),
                        run("OBJECT REFCOUNT k"),
                        script);
            }
        }
    }

    @Test
    void idleTime_growsUntilTheKeyIsUsed() {
        redis.set("used", "x");
        redis.set("idle", "x");
        ServerFixture.await("idle for 2 s", () -> {
            assertTrue(redis.exists("idle"));
            assertEquals(-1, redis.ttl("idle"));
            assertEquals("string", redis.type("idle"));
            run("CLIENT NO-TOUCH ON");
            assertEquals("x", redis.get("idle"));
            run("CLIENT NO-TOUCH OFF");
            assertEquals("x", redis.get("used"));
            return redis.objectIdletime("idle") >= 2;
        });
        assertTrue(redis.objectIdletime("used") < 2);
        assertTrue(run("DEBUG OBJECT idle").matches("Value at:.* lru:\\d+ lru_seconds_idle:[2-9].*"));
        run("CLIENT NO-TOUCH ON");
        redis.touch("idle");
        run("CLIENT NO-TOUCH OFF");
        assertTrue(redis.objectIdletime("idle") < 2);
    }

    @Test
    void expiredKey_isRemovedWhenMet_andCounted() {
        run("DEBUG SET-ACTIVE-EXPIRE 0");
        long expired = info("expired_keys");
        for (String key : List.of("one", "two", "three")) {
            redis.psetex(key, 1, "x");
        }
        ServerFixture.await("gone", () -> {
            redis.mget("one", "two");
            return redis.dbSize() == 1;
        });
        assertEquals(expired + 2, info("expired_keys"));
        ServerFixture.await("overwritten", () -> {
            redis.set("three", "x", SetParams.setParams().nx());
            return redis.ttl("three") == -1;
        });
        ServerFixture.await("counted", () -> info("expired_keys") == expired + 3);
        run("CONFIG RESETSTAT");
        assertEquals(0, info("expired_keys"));
    }

    @Test
    void expiredKey_isRemovedByItself_unlessSwitchedOff() {
        run("DEBUG SET-ACTIVE-EXPIRE 0");
        redis.psetex("late", 1, "x");
        redis.psetex("later", 1, "x");
        ServerFixture.await("expiry", () -> redis.ttl("late") == -2);
        ServerFixture.await("removal", () -> redis.ttl("late") == -2 && redis.dbSize() == 1);
        run("DEBUG SET-ACTIVE-EXPIRE 1");
        ServerFixture.await("removal by itself", () -> redis.dbSize() == 0);
    }

    @Test
    void pause_leavesExpiredKeys() {
        long expired = info("expired_keys");
        run("MULTI");
        run("SET one x PX 1");
        run("SET two x PX 1");
        run("CLIENT PAUSE 60000 WRITE");
        run("EXEC");
        ServerFixture.await("expiry", () -> redis.get("one") == null && redis.get("two") == null);
        assertEquals(2, redis.dbSize());
        assertEquals(expired, info("expired_keys"));
        run("CLIENT UNPAUSE");
        ServerFixture.await(
                "removal", () -> redis.get("one") == null && redis.get("two") == null && redis.dbSize() == 0);
        assertEquals(expired + 2, info("expired_keys"));
    }

    @Test
    void changes_areCounted() {
        long before = info("rdb_changes_since_last_save");
        redis.set("key", "x");
        redis.mset("a", "1", "b", "2");
        redis.del("a", "none");
        redis.get("key");
        redis.setbit("bits", 1, true);
        redis.setbit("bits", 1, true);
        redis.setbit("bits", 1, false);
        run("BITFIELD bits SET u8 0 0");
        assertEquals(before + 6, info("rdb_changes_since_last_save"));
        redis.flushAll();
        assertEquals(before + 9, info("rdb_changes_since_last_save"));
    }

    @Test
    void minReplicasToWrite_withoutCopies_refusesWrites() {
        run("MULTI");
        run("SET key x");
        other.configSet("min-replicas-to-write", "1");
        try {
            String refusal = "NOREPLICAS Not enough good replicas to write.";
            assertEquals("EXECABORT Transaction discarded because of: " + refusal, error("EXEC"));
            assertEquals(refusal, error("SET key x"));
            assertNull(redis.get("key"));
        } finally {
            other.configSet("min-replicas-to-write", "0");
        }
        assertEquals("OK", redis.set("key", "x"));
    }

    @Test
    void debugPopulate_storesKeysThatAreMissing() {
        redis.set("test:1", "mine");
        assertEquals("OK", run("DEBUG POPULATE 100 test 10"));
        assertEquals(100, redis.dbSize());
        assertEquals("mine", redis.get("test:1"));
        assertEquals("value:7\0\0\0", redis.get("test:7"));
        run("DEBUG POPULATE 3");
        assertEquals("value:2", redis.get("key:2"));
    }

    @Test
    void debugPopulate_beyondMemory_isRefused() {
        assertEquals("ERR not enough memory for so many keys", error("DEBUG POPULATE 10000000 key 1000"));
        assertEquals("ERR value is out of range, must be positive", error("DEBUG POPULATE -1"));
    }

    @Test
    void slowLog_hasTheCommandsOfATransaction_notExec() {
        redis.slowlogReset();
        redis.configSet("slowlog-log-slower-than", "0");
        try {
            run("MULTI");
            run("SET key x");
            run("EXEC");
        } finally {
            redis.configSet("slowlog-log-slower-than", "10000");
        }
        List<String> logged =
                redis.slowlogGet().stream().map(entry -> entry.getArgs().get(0)).toList();
        assertTrue(logged.contains("SET"), logged.toString());
        assertFalse(logged.contains("EXEC"), logged.toString());
    }

    private String run(String line) {
        return text(redis.sendCommand(() -> line.split(" ", -1)[0].getBytes(UTF_8), words(line)));
    }

    private String error(String line) {
        return assertThrows(JedisDataException.class, () -> run(line)).getMessage();
    }

    private static String[] words(String line) {
        String[] words = line.split(" ", -1);
        return Arrays.copyOfRange(words, 1, words.length);
    }

    private static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
    }

    private long info(String name) {
        return other.info("everything")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
