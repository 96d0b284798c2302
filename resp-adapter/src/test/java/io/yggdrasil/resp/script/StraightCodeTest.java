package io.yggdrasil.resp.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which scripts surely end soon. */
final class StraightCodeTest {
    private static List<String> commands(String code) {
        StraightCode straight = StraightCode.of(code.getBytes(StandardCharsets.ISO_8859_1));
        return straight == null ? null : List.copyOf(straight.commands());
    }

    @Test
    void commands_ofStraightCode_areThoseOfItsCalls() {
        assertEquals(List.of(), commands(""));
        assertEquals(List.of(), commands("return 1"));
        assertEquals(List.of("GET"), commands("return redis.call('GET', KEYS[1])"));
        assertEquals(
                List.of("get", "del"),
                commands("if redis.call(\"get\",KEYS[1]) == ARGV[1] then\n"
                        + "  return redis.call(\"del\",KEYS[1])\nelse\n  return 0\nend"));
        assertEquals(
                List.of("incr", "expire"),
                commands("-- counts; while there's time\nlocal n = redis.call('incr', KEYS[1])\n"
                        + "if tonumber(n) == 1 then redis.pcall('expire', KEYS[1], ARGV[1]) end return {n, ok='x'}"));
        assertEquals(List.of("MGET"), commands("local a, b = 1, 2 return redis.call('MGET', unpack(KEYS))"));
        assertEquals(List.of("get"), commands("return math.max(#redis.call('get', 'a'..KEYS[1]..':b'), 0x1F, .5e-3)"));
        assertEquals(
                List.of("get"), commands("local r = redis.call('get', 'while (true) do [[') return (r or '\\'(')"));
        assertEquals(List.of(), commands("return redis.error_reply('ERR \\\\')"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "for i = 1, 1e9 do end",
                "repeat until false",
                "local function f() return f() end return f()",
                "return (function() end)()",
                "return string.rep('x', 1e9)",
                "return ('x'):rep(1e9)",
                "return ('x').rep('x', 1e9)",
                "return KEYS[1][ARGV[1]](KEYS[1], 1e9)",
                "local rep = KEYS[1][ARGV[1]] return rep('x', 1e9)",
                "local call = redis.call return call('KEYS', '*')",
                "local redis = {} return redis.call('GET', 'x')",
                "local tonumber = load return tonumber('x')",
                "tonumber = load",
                "return redis['call']('GET', 'x')",
                "return redis.call(ARGV[1], KEYS[1])",
                "return redis.call('G' .. 'ET', KEYS[1])",
                "return redis.call(unpack(ARGV))",
                "return redis.call 'PING'",
                "return redis.call {'PING'}",
                "return redis.sha1hex('x')",
                "return x.redis.call('GET', 'x')",
                "return x.tonumber('1')",
                "return pcall(redis.call, 'GET', 'x')",
                "return pcall(error)",
                "return cjson.encode({})",
                "return loadstring(ARGV[1])()",
                "local t = {} t[1] = t t[2] = t return t",
                "local t = {} t.x = t",
                "local t = {} t.x, a = t, 1",
                "local t, a = {} t[1], a = t, 1",
                "local a = {} local b = {a, a} return {b, b}",
                "local s = 'x' s = s..s s = s..s s = s..s s = s..s s = s..s",
                "return [[GET]]",
                "return [==[GET]==]",
                "--[[ x ]] return 1",
                "--[==[ x ]==] return 1",
                "return 'x",
                "return 'x\ny'",
                "return 'x\\",
                "return 1 @ 2",
                "return \0",
                "a = b\n(c)(d)",
                "return ({}){}",
                "goto x :: y ::",
            })
    void commands_ofOtherCode_areNotTold(String code) {
        assertNull(commands(code), code);
    }

    @Test
    void commands_ofLongCode_areNotTold() {
        assertNull(commands("return redis.call('GET', KEYS[1])" + " ".repeat(2048)));
    }
}
