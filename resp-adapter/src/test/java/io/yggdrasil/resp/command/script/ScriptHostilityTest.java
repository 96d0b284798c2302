package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Scripts that try to break the interpreter, and with it the process: each gets an error, and the next script runs. */
final class ScriptHostilityTest {
    private static final String NO_MEMORY = "not enough memory";

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
    void isAlive() {
        try {
            jedis.scriptKill(); // What a test that failed has left.
        } catch (JedisDataException e) {
            assertTrue(e.getMessage().startsWith("NOTBUSY "), e.getMessage());
        }
        jedis.configSet("busy-reply-threshold", "5000");
        assertEquals("alive", jedis.eval("return 'alive'"));
        jedis.flushAll();
        jedis.close();
    }

    private static Jedis connect() {
        return new Jedis("127.0.0.1", server.port(), 60_000);
    }

    /** What the script answers, or its error. */
    private String end(String script, String... arguments) {
        try {
            return String.valueOf(jedis.eval(script, 0, arguments));
        } catch (JedisDataException e) {
            return e.getMessage();
        }
    }

    /** Runs it twice: a script may run elsewhere when it has been seen. */
    private void assertEnds(String expected, String script, String... arguments) {
        for (int run = 1; run <= 2; run++) {
            String end = end(script, arguments);
            assertTrue(end.contains(expected), () -> script + "\n-> " + end);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local s = 'x' while true do s = s .. s end",
                "local s = 'x' while true do s = s..s..s..s..s..s..s..s end",
                "return string.rep('x', 1e9)",
                "local t = {} for i = 1, 1e9 do t[i] = {i} end",
                "local t = {} while true do t[#t + 1] = string.rep('x', 1e6) .. #t end",
                "local t = {} for i = 1, 300 do t[i] = string.rep('x', 1e6) end return table.concat(t)",
                "local s = string.rep('x', 1e8) return string.format('%s%s%s%s', s, s, s, s)",
                "local s = string.rep('x', 1e8) return (string.gsub(s, 'x', 'yyyy'))",
                "return cjson.decode('[' .. string.rep('[],', 1e7) .. '[]]')",
                "return cmsgpack.unpack('\\221\\0\\128\\0\\0' .. string.rep('\\144', 1e7))",
                "local t = {string.rep('x', 1000)} for i = 1, 20 do t = {t, t} end return cjson.encode(t)",
                "local s = string.rep('x', 1e8) return cmsgpack.pack(s, s, s)",
                "return struct.pack('c200000000c200000000', string.rep('x', 2e8), string.rep('x', 2e8))",
                "redis.call('SET', 'k', string.rep('x', 1e8)) local t = {} for i = 1, 5 do t[i] = redis.call('GET', 'k') .. i end",
            })
    void memory_moreThanTheLimit_isAnError(String script) {
        assertEnds(NO_MEMORY, script);
    }

    @Test
    void memory_refusedInside_mayBeCaught() {
        assertEnds("false", "local ok = pcall(string.rep, 'x', 1e9) redis.call('SET', 'k', 1) return tostring(ok)");
        assertEquals("1", jedis.get("k"));
        assertEnds(
                "caught",
                "if not pcall(cjson.decode, '[' .. string.rep('[],', 1e7) .. '[]]') then return 'caught' end");
    }

    @Test
    void depth_ofAllKinds_isAnError() {
        assertEnds("stack overflow", "local function f() return 1 + f() end return f()");
        assertEnds("C stack overflow", "local function f() return (string.gsub('x', 'x', f)) end return f()");
        assertEnds("C stack overflow", "local function f() return coroutine.wrap(f)() end return f()");
        assertEnds("C stack overflow", "local function f() local ok, e = pcall(f) return e end return f()");
        assertEnds(
                "stack overflow",
                "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end return t[1]");
        assertEnds("C stack overflow", "local function f() table.sort({1, 2, 3}, f) end f()");
        assertEnds(
                "too many",
                "return loadstring('return ' .. string.rep('(', 5000) .. '1' .. string.rep(')', 5000)) or error('too many')");
        assertEnds(
                "overflow",
                "local t = {} for i = 1, 10000 do t = {t} end return loadstring('return ' .. string.rep('{', 10000)) and 1 or error('overflow')");
        assertEnds("pattern too complex", "return string.find('a', string.rep('a?', 1e6))");
        assertEnds("pattern too complex", "return string.find(string.rep('a', 1e5), string.rep('(', 1e5))");
        assertEnds("excessive nesting", "local t = {} t[1] = t return cjson.encode(t)");
        assertEnds("too many nested", "return cjson.decode(string.rep('[', 1e6))");
        assertEnds("overflow", "return cmsgpack.unpack(string.rep('\\145', 1e6))");
        assertEnds("overflow", "return cmsgpack.unpack(string.rep('\\1', 1e6))");
        assertEnds("too many results", "return unpack({}, 1, 1e7)");
        assertEnds("too many results", "return unpack({}, 0, 2^31 - 1)");
        for (String range : List.of("0/0, 5", "-2^31, -1", "1, 2^31", "-2^31", "-2^63, 2^63", "0, 2^32")) {
            assertEnds("too many results", "return unpack({}, " + range + ")");
        }
        assertEnds("", "return string.byte(string.rep('x', 1e6), 1, -1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local t = {} t[1] = t return {t}",
                "local t = {} t.map = t return t",
                "local t = {} for i = 1, 100000 do t = {t} end return t",
            })
    void reply_nestedTooDeep_endsWithAnError(String script) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(60_000);
            String request = "*3\r\n$4\r\nEVAL\r\n$" + script.length() + "\r\n" + script + "\r\n$1\r\n0\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = lines.readLine();
            while (!line.startsWith("-")) {
                line = lines.readLine();
            }
            assertEquals("-ERR reached lua stack limit", line);
        }
    }

    /** Calls that use more of Lua's stack than it reserves, at every size of the stack. */
    @Test
    void stack_ofFunctionsWithManyParameters_isLargeEnough() {
        String script = "local names, locals = {}, {} for i = 1, 190 do names[i] = 'p' .. i end"
                + " local f = loadstring('return function(' .. table.concat(names, ',') .. ', ...) local a, b, c, d, e, f, g, h"
                + " = 1, 2, 3, 4, 5, 6, 7, 8 return p1 end')()"
                + " local function deep(n) if n > 0 then f() deep(n - 1) f() end return n end"
                + " for n = 1, 300 do coroutine.wrap(deep)(n) end return 'done'";
        assertEnds("done", script);
    }

    @Test
    void code_thatIsCompiled_isRefused() {
        assertEnds("attempt to call a nil value", "return loadstring('\\27Lua')()");
        assertEnds(
                "attempt to call a nil value",
                "local n = 0 return load(function() n = n + 1 return ({'\\27', 'Lua'})[n] end)()");
        assertEnds("attempt to call a nil value", "return loadstring(string.dump(function() end))()");
        assertEnds("1", "return loadstring('return 1', 'a\\0b')()");
        assertTrue(end("\033Lua").contains("Error compiling script"));
    }

    @Test
    void errors_ofAnyKind_areTold() {
        assertEnds(
                "ERR execution failure",
                "error(setmetatable({}, {__tostring = function() error('x') end, __index = error}))");
        assertEnds("ERR", "error(setmetatable({err = 'ERR own'}, {__newindex = error, __index = error}))");
        assertEnds("ERR", "error(redis)");
        assertEnds("nil", "return tostring(rawget(redis, 'source'))");
        assertEnds("ERR nil", "error()");
        assertEnds("ERR", "error(coroutine.create(error))");
        assertEnds("ERR", "return setmetatable({}, {__index = redis.call}).x");
        assertEnds("ERR", "return (string.gsub('x', 'x', redis.call))");
        assertEnds("ERR", "table.foreach({1, 2}, redis.call)");
        assertEnds("ERR", "return load(redis.call)");
        assertEnds(
                "caught",
                "local co = coroutine.create(redis.call) if not coroutine.resume(co, 'x') then return 'caught' end");
        assertEnds(
                "caught",
                "local co = coroutine.wrap(function() redis.call('x') end) if not pcall(co) then return 'caught' end");
        assertEnds("ERR", "return xpcall(error, redis.call) and 1 or redis.call('x')");
        assertEnds("attempt to yield", "coroutine.yield(1)");
        assertEnds("table", "return type({pcall(redis.pcall, {}, {})})");
        assertEnds("index is nil", "return cmsgpack.unpack('\\129\\192\\1')");
        assertEnds("index is NaN", "return cmsgpack.unpack('\\129\\203\\127\\248\\0\\0\\0\\0\\0\\0\\1')");
    }

    @Test
    void sandbox_attacked_holds() {
        assertEnds("nil", "return tostring(rawget(_G, 'newproxy'))");
        assertEnds("refused", "return pcall(function() getmetatable('').__index = 1 end) and 'done' or 'refused'");
        assertEnds("refused", "return pcall(function() getmetatable('').__index.rep = 1 end) and 'done' or 'refused'");
        assertEnds("refused", "return pcall(setmetatable, '', {}) and 'done' or 'refused'");
        assertEnds("refused", "return pcall(rawset, string, 'rep', 1) and 'done' or 'refused'");
        assertEnds("refused", "return pcall(rawset, bit, 'bor', 1) and 'done' or 'refused'");
        assertEnds("nil", "return tostring(rawget(getfenv(1), 'os')) .. tostring(rawget(getfenv(0), 'io'))");
        assertEnds("nil", "return tostring(rawget(getfenv(string.len), 'debug'))");
        assertEnds("nil", "return tostring(rawget(getfenv(coroutine.create), 'package'))");
        assertEnds("alive", "collectgarbage('stop') collectgarbage('setpause', 1e9) return 'alive'");
        assertEnds("ok", "setmetatable({}, {__gc = function() error('x') end}) collectgarbage() return 'ok'");
        assertEnds("ok", "local t = setmetatable({}, {__mode = 'kv'}) for i = 1, 1e5 do t[{}] = {} end return 'ok'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "while true do pcall(function() while true do end end) end",
                "while true do local go = coroutine.wrap(function() while true do end end) pcall(go) end",
                "local function f() return f() end return f()",
                "while true do redis.pcall('GET', 'x') end",
                "while true do pcall(error, 'x') end",
                "local function h() while true do end end return xpcall(error, h)",
                "local function h() while true do end end return xpcall(redis.call, h)",
                "return xpcall(function() while true do end end, function() while true do end end)",
                "return setmetatable({}, {__index = function() while true do end end}).x",
                "return table.sort({1, 2, 3, 4}, function() while true do end end)",
                "return (string.gsub('x', 'x', function() while true do end end))",
                "local t = {} for i = 1, 60 do t = {t, t} end return t",
                "local t = {} for i = 1, 60 do t = {t, t} end return cjson.encode(t)",
                "local t = {} for i = 1, 60 do t = {map = {a = t, b = t}} end return t",
            })
    void time_withoutEnd_othersAreToldAndItIsKilled(String script) throws Exception {
        jedis.configSet("busy-reply-threshold", "1");
        CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
            try (Jedis other = connect()) {
                return String.valueOf(other.eval(script));
            } catch (JedisDataException e) {
                return e.getMessage();
            }
        });
        ServerFixture.await("others are told", this::isBusy);
        assertEquals("OK", jedis.scriptKill());
        String message = end.get(60, TimeUnit.SECONDS);
        assertTrue(message.startsWith("ERR Script killed by user with SCRIPT KILL..."), message);
        assertEquals(List.of("PONG"), List.of(jedis.ping()));
    }

    private boolean isBusy() {
        try {
            jedis.get("x");
            return false;
        } catch (JedisDataException e) {
            return e.getMessage().startsWith("BUSY ");
        }
    }
}
