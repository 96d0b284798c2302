package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/** Scripts that run wild or beside others, on a whole server. */
final class ScriptServerTest {
    private static final String FOREVER = "while true do end";
    private static final String FOREVER_CAUGHT = "while true do pcall(function() while true do end end) end";
    private static final String FOREVER_ASIDE =
            "while true do local go = coroutine.wrap(function() while true do end end) pcall(go) end";

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
        jedis.configSet("busy-reply-threshold", "5000");
        jedis.flushAll();
        jedis.close();
    }

    private static Jedis connect() {
        return new Jedis("127.0.0.1", server.port(), 60_000);
    }

    private static String error(Jedis client, String script) {
        return assertThrows(JedisDataException.class, () -> client.eval(script)).getMessage();
    }

    @Test
    void eval_endlessScripts_areKilled() throws Exception {
        jedis.configSet("busy-reply-threshold", "1");
        for (String script : List.of(FOREVER, FOREVER_CAUGHT, FOREVER_ASIDE)) {
            CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
                try (Jedis other = connect()) {
                    return error(other, script);
                }
            });
            ServerFixture.await("others are told", () -> isBusy(jedis));
            assertEquals("OK", jedis.scriptKill());
            String message = end.get(60, TimeUnit.SECONDS);
            assertTrue(message.startsWith("ERR Script killed by user with SCRIPT KILL... script: "), message);
            assertTrue(message.endsWith(", on @user_script:1."), message);
            assertEquals("PONG", jedis.ping());
        }
        assertEquals(
                "NOTBUSY No scripts in execution right now.",
                assertThrows(JedisDataException.class, jedis::scriptKill).getMessage());
    }

    private static boolean isBusy(Jedis client) {
        try {
            client.get("x");
            return false;
        } catch (JedisDataException e) {
            assertEquals(
                    "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
                    e.getMessage());
            return true;
        }
    }

    @Test
    void kill_afterAWrite_isRefused() throws Exception {
        jedis.configSet("busy-reply-threshold", "1");
        String script = "redis.call('SET',KEYS[1],'1') while redis.call('TIME')[1] < ARGV[1] do end return 'done'";
        String end = Long.toString(System.currentTimeMillis() / 1000);
        assertEquals("done", jedis.eval(script, 1, "k", end));
        String endless = "redis.call('SET',KEYS[1],'2') local n = 0 for i = 1, 3e8 do n = n + 1 end return n";
        CompletableFuture<Object> result = CompletableFuture.supplyAsync(() -> {
            try (Jedis other = connect()) {
                return other.eval(endless, 1, "k");
            }
        });
        ServerFixture.await("others are told", () -> isBusy(jedis));
        String refusal =
                assertThrows(JedisDataException.class, jedis::scriptKill).getMessage();
        assertTrue(refusal.startsWith("UNKILLABLE Sorry the script already executed write commands"), refusal);
        assertEquals(300_000_000L, result.get(60, TimeUnit.SECONDS));
        assertEquals("2", jedis.get("k"));
    }

    @Test
    void eval_scriptsThatWantTooMuch_failAlone() {
        assertTrue(error(jedis, "local s = 'x' while true do s = s .. s end").contains("not enough memory"));
        assertTrue(error(jedis, "local t = {} for i = 1, 1e9 do t[i] = {i} end").contains("not enough memory"));
        assertTrue(error(jedis, "return string.rep('x', 1e9)").contains("not enough memory"));
        assertTrue(
                error(jedis, "local function f() return 1 + f() end return f()").contains("stack overflow"));
        assertTrue(
                error(jedis, "return string.find('a', string.rep('a?', 1e6))").contains("pattern too complex"));
        assertTrue(error(jedis, "return loadstring('\\27Lua')()").contains("attempt to call a nil value"));
        assertEquals(List.of(), jedis.eval("local t = {} for i = 1, 100 do t = {t} end return {}"));
        assertEquals("PONG", jedis.ping());
    }

    @Test
    void sandbox_scripts_cannotLeaveOrChangeIt() {
        String attempt = "for _, change in ipairs({"
                + "function() string.rep = 1 end, function() rawset(_G, 'x', 1) end,"
                + "function() setmetatable(_G, {}) end, function() table.insert(redis, 1) end,"
                + "function() setfenv(0, {}) end, function() setfenv(redis.log, {}) end,"
                + "function() getfenv(0).x = 1 end, function() getfenv(redis.log).x = 1 end,"
                + "function() getmetatable('').__index = 1 end, function() select(2, pairs(redis)).x = 1 end"
                + "}) do if pcall(change) then return _ end end return 'all refused'";
        assertEquals("all refused", jedis.eval(attempt));
        assertEquals(
                "hidden",
                jedis.eval(
                        "local n = {} for k in pairs(_G) do n[k] = true end"
                                + " return (n.os or n.io or n.debug or n.java or n.package or n.dofile) and 'seen' or 'hidden'"));
    }

    @Test
    void eval_manyClients_countsAll() throws Exception {
        String script = "local n = redis.call('GET', KEYS[1]) or 0 redis.call('SET', KEYS[1], n + 1)"
                + " redis.call('INCR', 'other')";
        CompletableFuture<?>[] clients = new CompletableFuture<?>[4];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = CompletableFuture.runAsync(() -> {
                try (Jedis other = connect()) {
                    for (int n = 0; n < 100; n++) {
                        other.eval(script, 1, "count");
                        other.incr("other");
                    }
                }
            });
        }
        CompletableFuture.allOf(clients).get(60, TimeUnit.SECONDS);
        assertEquals("400", jedis.get("count"));
        assertEquals("800", jedis.get("other"));
    }

    @Test
    void eval_insideATransaction_seesItsCommands() {
        Transaction transaction = jedis.multi();
        transaction.set("a", "1");
        Response<Object> seen = transaction.eval("redis.call('INCR','b') return redis.call('GET','a')");
        transaction.incr("a");
        transaction.exec();
        assertEquals("1", seen.get());
        assertEquals("2", jedis.get("a"));
        assertEquals("1", jedis.get("b"));
    }
}
