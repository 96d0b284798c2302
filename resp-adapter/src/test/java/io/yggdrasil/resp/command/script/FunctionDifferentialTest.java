package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.command.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same requests about functions to a redis-server and to ours, in both protocols. */
final class FunctionDifferentialTest {
    private static final String ECHO = "#!lua name=echo\n"
            + "local function echo(keys, args) return {keys, args} end\n"
            + "redis.register_function('echo', echo)\n";

    private static SideBySide servers;

    @BeforeAll
    static void start() throws IOException {
        servers = SideBySide.start();
    }

    @AfterAll
    static void stop() throws IOException {
        servers.close();
    }

    @BeforeEach
    void clear() throws IOException {
        servers.begin();
        both("FLUSHALL");
        both("FUNCTION", "FLUSH");
    }

    private void both(String... request) throws IOException {
        servers.both(2, request);
        servers.both(3, request);
    }

    private void assertSame() {
        servers.assertSame();
    }

    private static String library(String name, String body) {
        return "#!lua name=" + name + "\n" + body;
    }

    @Test
    void load_manyKinds_answersAsRedis() throws IOException {
        both("FUNCTION", "LOAD", ECHO);
        both("FUNCTION", "LOAD", "REPLACE", ECHO);
        both("FUNCTION", "LOAD");
        both("FUNCTION", "LOAD", "REPLACE");
        both("FUNCTION", "LOAD", "bad", ECHO);
        for (String code : new String[] {
            "",
            "return 1",
            "#!lua",
            "#!lua name=x",
            "#!lua\nreturn 1",
            "#!lua name=\nreturn 1",
            "#!lua name=a-b\nreturn 1",
            "#!lua name=a name=b\nreturn 1",
            "#!lua name=a other=b\nreturn 1",
            "#!LUA NAME=a\nreturn 1",
            "#!js name=a\nreturn 1",
            library("a", "return 1"),
            library("a", "syntax error"),
            library("a", "error('no')"),
            library("a", "error({err='no'})"),
            library("a", "return redis.call('ping')"),
            library("a", "return math.random()"),
            library("a", "x = 1"),
            library("a", "redis.x = 1"),
            library("a", "redis.register_function()"),
            library("a", "redis.register_function('f')"),
            library("a", "redis.register_function(1)"),
            library("a", "redis.register_function({})"),
            library("a", "redis.register_function({function_name='f'})"),
            library("a", "redis.register_function({callback=function() end})"),
            library("a", "redis.register_function({function_name='f', callback=1})"),
            library("a", "redis.register_function({function_name={}, callback=function() end})"),
            library("a", "redis.register_function({function_name='f', callback=function() end, flags=1})"),
            library("a", "redis.register_function({function_name='f', callback=function() end, flags={'x'}})"),
            library("a", "redis.register_function({function_name='f', callback=function() end, other=1})"),
            library("a", "redis.register_function({function_name='f', callback=function() end, description={}})"),
            library("a", "redis.register_function({[1]='f', callback=function() end})"),
            library("a", "redis.register_function({[{}]='f'})"),
            library("a", "redis.register_function('f', 1)"),
            library("a", "redis.register_function({}, function() end)"),
            library("a", "redis.register_function('f', function() end, 1)"),
            library("a", "redis.register_function('f g', function() end)"),
            library("a", "redis.register_function('f', function() end) redis.register_function('f', function() end)"),
            library("a", "redis.register_function('echo', function() end)"),
            library("a", "redis.register_function('f', function() end)"),
            library("a", "redis.register_function('f', function() end)"),
            library("b", "redis.register_function('f', function() end)"),
        }) {
            both("FUNCTION", "LOAD", code);
        }
        both("FUNCTION", "LIST", "LIBRARYNAME", "a");
        assertSame();
    }

    @Test
    void calls_ofFunctions_answerAsRedis() throws IOException {
        both(
                "FUNCTION",
                "LOAD",
                "REPLACE",
                ECHO
                        + "redis.register_function{function_name='get', callback=function(keys) return redis.call('GET', keys[1]) end,"
                        + " flags={'no-writes'}, description='reads'}\n"
                        + "redis.register_function('set', function(keys, args) return redis.call('SET', keys[1], args[1]) end)\n"
                        + "redis.register_function('bad', function() return redis.call('nothing') end)\n"
                        + "redis.register_function('fail', function()\n error('no') end)\n"
                        + "redis.register_function('fail2', function() error({err='OWN no'}) end)\n"
                        + "redis.register_function('reply', function() return redis.error_reply('OWN no') end)\n"
                        + "redis.register_function('global', function() x = 1 end)\n"
                        + "redis.register_function('missing', function() return x end)\n"
                        + "redis.register_function('keys', function() return KEYS end)\n"
                        + "redis.register_function('again', function() return redis.register_function('y', error) end)\n"
                        + "redis.register_function('resp', function() redis.setresp(3) return redis.call('HGETALL', 'h') end)\n"
                        + "redis.register_function('libs', function() return {cjson.encode({1}), bit.bor(1, 2),"
                        + " struct.pack('b', 65), cmsgpack.pack(1), redis.REDIS_VERSION_NUM > 1 and 1, type(redis.log)} end)\n"
                        + "redis.register_function{function_name='wr', flags={'no-writes'}, callback=function(keys)"
                        + " return redis.call('SET', keys[1], 1) end}\n"
                        + "redis.register_function{function_name='all', flags={'no-writes', 'allow-oom', 'allow-stale',"
                        + " 'no-cluster', 'allow-cross-slot-keys'}, callback=function() return 1 end}\n");
        for (String call : new String[] {"FCALL", "FCALL_RO"}) {
            for (String name : new String[] {
                "echo", "get", "set", "bad", "fail", "fail2", "reply", "global", "missing", "keys", "again", "resp",
                "libs", "wr", "all", "nothing", "ECHO"
            }) {
                both(call, name, "1", "k", "v", "w");
            }
            both(call, "echo", "0");
            both(call, "echo", "-1", "a");
            both(call, "echo", "3", "a");
            both(call, "echo", "x", "a");
            both(call, "nothing", "x", "a");
            both(call, "echo");
        }
        both("GET", "k");
        both("EVAL", "return redis.call('FCALL', 'echo', 0)", "0");
        both("EVAL", "return redis.call('FUNCTION', 'LIST')", "0");
        both("EVAL", "return redis.register_function", "0");
        both("FUNCTION", "STATS");
        both("FUNCTION", "KILL");
        both("SCRIPT", "KILL");
        assertSame();
    }

    @Test
    void list_delete_flush_answerAsRedis() throws IOException {
        both("FUNCTION", "LIST");
        both("FUNCTION", "LOAD", "REPLACE", ECHO);
        both("FUNCTION", "LIST");
        both("FUNCTION", "LIST", "WITHCODE");
        both("FUNCTION", "LIST", "withcode", "libraryname", "E*");
        both("FUNCTION", "LIST", "LIBRARYNAME", "x*");
        both("FUNCTION", "LIST", "LIBRARYNAME");
        both("FUNCTION", "LIST", "WITHCODE", "WITHCODE");
        both("FUNCTION", "LIST", "what");
        both("FUNCTION", "STATS");
        both("FUNCTION", "DELETE", "nothing");
        both("FUNCTION", "FLUSH", "bad");
        both("FUNCTION", "FLUSH", "SYNC", "x");
        both("FUNCTION", "FLUSH", "SYNC");
        both("FUNCTION", "LIST");
        both("FUNCTION", "nothing");
        assertSame();
        SideBySide.answer(servers.redisPort(), 2, "FUNCTION", "LOAD", ECHO);
        SideBySide.answer(servers.ourPort(), 2, "FUNCTION", "LOAD", ECHO);
        assertEquals(
                SideBySide.answer(servers.redisPort(), 2, "FUNCTION", "DELETE", "echo")
                        .toString(),
                SideBySide.answer(servers.ourPort(), 2, "FUNCTION", "DELETE", "echo")
                        .toString());
        both("FUNCTION", "LIST");
        assertSame();
    }

    @Test
    void restore_ofDumps_answersAsRedis() throws IOException {
        both("FUNCTION", "LOAD", "REPLACE", ECHO);
        String dump = bulk(SideBySide.answer(servers.redisPort(), 2, "FUNCTION", "DUMP"));
        both("FUNCTION", "RESTORE", dump);
        both("FUNCTION", "RESTORE", dump, "APPEND");
        both("FUNCTION", "RESTORE", dump, "REPLACE");
        both("FUNCTION", "RESTORE", dump, "FLUSH");
        both("FUNCTION", "RESTORE", dump, "what");
        both("FUNCTION", "RESTORE", dump, "FLUSH", "x");
        both("FUNCTION", "RESTORE", "nonsense");
        both("FUNCTION", "RESTORE", dump.substring(1));
        both("FUNCTION", "LIST", "WITHCODE");
        both("FUNCTION", "FLUSH");
        both("SET", "k", "v");
        String value = bulk(SideBySide.answer(servers.redisPort(), 2, "DUMP", "k"));
        both("FUNCTION", "RESTORE", value);
        both("FUNCTION", "LIST");
        both("FUNCTION", "RESTORE", dump, "REPLACE");
        both("FCALL", "echo", "1", "a", "b");
        both(
                "FUNCTION",
                "LOAD",
                "REPLACE",
                library("other", "redis.register_function('other', function() return 'other' end)"));
        both("FUNCTION", "RESTORE", dump, "FLUSH");
        both("FCALL", "other", "0");
        both("FCALL", "echo", "0");
        assertSame();
    }

    private static String bulk(Reply reply) {
        return new String(Objects.requireNonNull(reply.bytes()), StandardCharsets.ISO_8859_1);
    }
}
