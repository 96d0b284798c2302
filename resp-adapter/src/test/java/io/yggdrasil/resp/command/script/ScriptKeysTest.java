package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.WholeServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Scripts that keep to the keys that their clients declared, and such as do so at first only. Each is written twice: with
 * a loop that runs once, which has it run aside, and without.
 */
final class ScriptKeysTest {
    private static final String STRAIGHT = "%s";
    private static final String LOOPING = "for _ = 1, 1 do %s end";

    private static WholeServer server;

    private final Jedis jedis = connect();

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        jedis.flushAll();
        jedis.close();
    }

    private static Jedis connect() {
        return new Jedis("127.0.0.1", server.port(), 60_000);
    }

    private static String script(String form, String body) {
        return String.format(form, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_again_answersTheSame(String form) {
        String script = script(form, "return redis.call('APPEND', KEYS[1], ARGV[1])");
        for (int i = 1; i <= 20; i++) {
            assertEquals((long) i, jedis.eval(script, 1, "text", "x"));
        }
        assertEquals("x".repeat(20), jedis.get("text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_withMoreAndFewerArguments_seesTheseOnly(String form) {
        String script = script(form, "return {#KEYS, #ARGV, KEYS[1] or 'no', KEYS[3] or 'no', ARGV[2] or 'no'}");
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(3L, 2L, "a", "c", "e"), jedis.eval(script, List.of("a", "b", "c"), List.of("d", "e")));
            assertEquals(List.of(0L, 0L, "no", "no", "no"), jedis.eval(script));
            assertEquals(List.of(1L, 1L, "a", "no", "no"), jedis.eval(script, List.of("a"), List.of("b")));
            List<String> many = new ArrayList<>();
            for (int k = 0; k < 100; k++) {
                many.add("k" + k);
            }
            assertEquals(List.of(100L, 100L, "k0", "k2", "k1"), jedis.eval(script, many, many));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_pipelined_answersInOrder(String form) {
        String script = script(form, "return redis.call('INCR', KEYS[1])");
        for (int round = 0; round < 3; round++) {
            jedis.del("count");
            Pipeline pipeline = jedis.pipelined();
            List<Response<Object>> counts = new ArrayList<>();
            List<Response<String>> values = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                counts.add(pipeline.eval(script, 1, "count"));
                values.add(pipeline.get("count"));
            }
            pipeline.sync();
            for (int i = 0; i < 50; i++) {
                assertEquals(i + 1L, counts.get(i).get());
                assertEquals(Integer.toString(i + 1), values.get(i).get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_thatFails_failsEveryTimeAndSparesTheOthers(String form) {
        String script = script(form, "local n = redis.call('INCR', KEYS[1]) redis.call('LPUSH', KEYS[1], n)");
        String caught = script(form, "return redis.pcall('LPUSH', KEYS[1], 1).err");
        for (int i = 1; i <= 5; i++) {
            String message = message(script, List.of("number"));
            assertTrue(message.startsWith("WRONGTYPE Operation against a key"), message);
            assertTrue(message.endsWith(", on @user_script:1."), message);
            assertEquals(Integer.toString(i), jedis.get("number"));
            message = String.valueOf(jedis.eval(caught, 1, "number"));
            assertTrue(message.startsWith("WRONGTYPE Operation against a key"), message);
            assertEquals("done", jedis.eval("return 'done'"));
            message = message(script(form, "return nothing .. 'x'"), List.of());
            assertTrue(message.contains("nonexistent global variable 'nothing'"), message);
        }
    }

    private String message(String script, List<String> keys) {
        try {
            return String.valueOf(jedis.eval(script, keys, List.of()));
        } catch (JedisDataException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_thatStraysFromDeclaredKeys_worksOnThem(String form) {
        String beforeWrite = script(
                form, "if ARGV[1] ~= '' then redis.call('INCR', ARGV[1]) end return redis.call('INCR', KEYS[1])");
        String afterWrite = script(
                form,
                "local n = redis.call('INCR', KEYS[1]) if ARGV[1] ~= '' then redis.call('INCR', ARGV[1]) end return n");
        long n = 0;
        for (String script : List.of(beforeWrite, afterWrite)) {
            for (String other : List.of("", "", "stray1", "stray2", "", "stray1")) {
                assertEquals(++n, jedis.eval(script, 1, "declared", other));
            }
        }
        assertEquals("4", jedis.get("stray1"));
        assertEquals("2", jedis.get("stray2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_ofTheWholeKeyspaceLater_seesIt(String form) {
        String script = script(
                form,
                "redis.call('SET', KEYS[1], 1) if ARGV[1] == 'y' then return redis.call('DBSIZE') end return 'declared'");
        assertEquals("declared", jedis.eval(script, 1, "a", "n"));
        assertEquals("declared", jedis.eval(script, 1, "b", "n"));
        assertEquals(3L, jedis.eval(script, 1, "c", "y"));
        String sorting = script(form, "return redis.call('SORT', KEYS[1], 'BY', 'weight_*')");
        jedis.rpush("list", "1", "2");
        jedis.mset("weight_1", "2", "weight_2", "1");
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of("2", "1"), jedis.eval(sorting, 1, "list"));
        }
    }

    /** Two scripts that have written and want each other's key: one of them may fail, none may wait for ever. */
    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_strayingInOppositeDirections_ends(String form) throws Exception {
        String body = "redis.call('INCR', KEYS[1]) if ARGV[1] ~= '' then redis.call('INCR', ARGV[1]) end return '%d'";
        for (int round = 0; round < 10; round++) {
            String there = script(form, String.format(body, round));
            String back = script(form, String.format(body, -round));
            for (int i = 0; i < 2; i++) {
                jedis.eval(there, 1, "left", "");
                jedis.eval(back, 1, "right", "");
            }
            jedis.mset("left", "0", "right", "0");
            CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(() -> strays(there, "left", "right"));
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> strays(back, "right", "left"));
            int done = (one.get(60, TimeUnit.SECONDS) ? 1 : 0) + (other.get(60, TimeUnit.SECONDS) ? 1 : 0);
            int sum = Integer.parseInt(jedis.get("left")) + Integer.parseInt(jedis.get("right"));
            assertEquals(2 + done, sum);
        }
    }

    private static boolean strays(String script, String key, String other) {
        try (Jedis own = connect()) {
            own.eval(script, 1, key, other);
            return true;
        } catch (JedisDataException e) {
            assertTrue(e.getMessage().startsWith("TRYAGAIN "), e.getMessage());
            return false;
        }
    }

    /** Commands and transactions beside see both keys of a script as one of its runs left them. */
    @ParameterizedTest
    @ValueSource(strings = {STRAIGHT, LOOPING})
    void eval_besideOtherClients_isOneStep(String form) throws Exception {
        String write = script(form, "local n = redis.call('INCR', KEYS[1]) return redis.call('SET', KEYS[2], n)");
        String read = script(form, "return redis.call('MGET', KEYS[1], KEYS[2])");
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<?>> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(CompletableFuture.runAsync(() -> {
                try (Jedis own = connect()) {
                    while (!stop.get()) {
                        own.eval(write, 2, "first", "second");
                    }
                }
            }));
        }
        for (int i = 0; i < 300; i++) {
            List<String> seen = jedis.mget("first", "second");
            assertEquals(seen.get(0), seen.get(1));
            List<?> read2 = (List<?>) jedis.eval(read, 2, "second", "first");
            assertEquals(read2.get(0), read2.get(1));
        }
        stop.set(true);
        for (CompletableFuture<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
    }

    /** A script that runs for long holds its own keys only. */
    @Test
    void eval_ofOtherKeysThanALongOne_runsBesideIt() throws Exception {
        String endless = "if ARGV[1] == 'y' then while true do end end return redis.call('GET', KEYS[1])";
        String count = "local n = redis.call('INCR', KEYS[1]) return n";
        jedis.eval(endless, 1, "busy", "n");
        jedis.eval(count, 1, "idle");
        jedis.del("idle");
        CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
            try (Jedis own = connect()) {
                return String.valueOf(own.eval(endless, 1, "busy", "y"));
            } catch (JedisDataException e) {
                return e.getMessage();
            }
        });
        try (Jedis other = connect()) {
            for (int i = 1; i <= 20; i++) {
                assertEquals((long) i, other.eval(count, 1, "idle"));
            }
            assertEquals("20", other.get("idle"));
        }
        String killed = null;
        while (!"OK".equals(killed)) {
            killed = kill();
        }
        String message = end.get(60, TimeUnit.SECONDS);
        assertTrue(message.startsWith("ERR Script killed by user"), message);
    }

    private String kill() {
        try {
            return jedis.scriptKill();
        } catch (JedisDataException e) {
            return e.getMessage();
        }
    }
}
