package io.yggdrasil.resp.command.script;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the same scripts in a redis-server and in ours, in both protocols, and compares the replies. */
final class ScriptDifferentialTest {
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
        servers.both(2, "FLUSHALL");
    }

    /** Runs each several times: a script may run elsewhere when it has been seen. */
    private void scripts(String... scripts) throws IOException {
        for (String script : scripts) {
            servers.both(2, "EVAL", script, "2", "k1", "k2", "a1", "2.5");
            servers.both(3, "EVAL", script, "2", "k1", "k2", "a1", "2.5");
            servers.both(2, "EVAL", script, "2", "k1", "k2", "a1", "2.5");
        }
        servers.assertSame();
    }

    @Test
    void replies_ofLuaValues_areThoseOfRedis() throws IOException {
        scripts(
                "return 1",
                "return 3.99",
                "return -3.99",
                "return 1e300",
                "return 0/0",
                "return 'x'",
                "return ''",
                "return 'a\\0b\\r\\n'",
                "return true",
                "return false",
                "return nil",
                "return",
                "",
                "return {}",
                "return {1,2,nil,4}",
                "return {1,'a',{true,false,{}},3.5}",
                "return {ok='fine'}",
                "return {ok='fi\\r\\nne'}",
                "return {err='ERR no'}",
                "return {err='no\\nno'}",
                "return {err=5}",
                "return {double=3.25}",
                "return {double=1e100}",
                "return {big_number='123456789012345678901234567890'}",
                "return {map={a=1}}",
                "return {set={a=true}}",
                "return {verbatim_string={string='text',format='txt'}}",
                "return {verbatim_string={string='text'}}",
                "return print",
                "return redis.call",
                "return {redis.call}",
                "redis.setresp(3) return true",
                "redis.setresp(3) return {true,false}",
                "local t={} t[1]=t return 1",
                "return 1,2",
                "return KEYS",
                "return ARGV",
                "return {KEYS[1],KEYS[2],KEYS[3],ARGV[1],ARGV[2]+1}",
                "return tostring(ARGV[2]+0)");
    }

    @Test
    void repliesOfCommands_becomeLuaValues() throws IOException {
        scripts(
                "return redis.call('SET',KEYS[1],'v')",
                "return redis.call('set',KEYS[1],'v').ok",
                "return redis.call('GET',KEYS[1])",
                "return type(redis.call('GET','missing'))",
                "return redis.call('GET','missing')",
                "return redis.call('LRANGE','missing',0,-1)",
                "redis.call('RPUSH',KEYS[2],1,2.5,'x',-7.25,3.0) return redis.call('LRANGE',KEYS[2],0,-1)",
                "return redis.call('DEL',KEYS[2])",
                "return redis.call('INCRBYFLOAT','f',0.5)",
                "return redis.call('HSET','h','a',1)",
                "return redis.call('HGETALL','h')",
                "redis.setresp(3) return redis.call('HGETALL','h')",
                "redis.setresp(3) return redis.call('HGETALL','h').map.a",
                "redis.setresp(3) return type(redis.call('GET','missing'))",
                "redis.call('ZADD','z',1.5,'m') redis.setresp(3) return redis.call('ZSCORE','z','m')",
                "redis.setresp(3) return redis.call('ZSCORE','z','m').double",
                "redis.setresp(3) return redis.call('ZRANGE','z',0,-1,'WITHSCORES')",
                "redis.call('SADD','s','m') redis.setresp(3) return redis.call('SMEMBERS','s')",
                "redis.setresp(3) return redis.call('SMEMBERS','s').set.m",
                "return redis.call('SMEMBERS','s')",
                "return redis.call('PING')",
                "return redis.call('ECHO','x')",
                "return redis.call('SELECT',1)",
                "redis.call('SELECT',1) redis.call('SET','in1','x') return redis.call('GET','in1')",
                "return redis.call('GET','in1')",
                "return redis.call('TYPE','z').ok",
                "return redis.call('EXISTS',KEYS[1],KEYS[1])");
    }

    @Test
    void errors_areThoseOfRedis() throws IOException {
        scripts(
                "return redis.call('SET',KEYS[1],'v','XX','NX')",
                "redis.call('RPUSH','l',1) return redis.call('GET','l')",
                "return redis.pcall('GET','l')",
                "return redis.pcall('GET','l').err",
                "local ok,e=pcall(redis.call,'GET','l') return tostring(ok)",
                "local ok,e=pcall(redis.call,'nope') return tostring(ok)",
                "error('boom')",
                "error('boom',0)",
                "error({err='MY boom'})",
                "error()",
                "\n\nerror('third line')",
                "local function f() error('deep') end f()",
                "return redis.error_reply('MY error')",
                "return redis.error_reply('-MY error')",
                "return redis.error_reply('single')",
                "return redis.error_reply()",
                "return redis.error_reply(1)",
                "return redis.status_reply('fine')",
                "return redis.status_reply()",
                "return redis.call()",
                "return redis.pcall()",
                "return redis.call(nil)",
                "return redis.call({})",
                "return redis.pcall('GET',true)",
                "return redis.sha1hex('')",
                "return redis.sha1hex('abc')",
                "local x = redis.sha1hex() return x",
                "return redis.sha1hex(1.5)",
                "redis.log(1)",
                "redis.log('x','y')",
                "redis.log(9,'y')",
                "redis.log(redis.LOG_DEBUG,'y',1)",
                "redis.setresp(4)",
                "redis.setresp()",
                "redis.set_repl(9)",
                "redis.set_repl(redis.REPL_ALL)",
                "return redis.replicate_commands()",
                "return redis.breakpoint()",
                "return x",
                "x = 1",
                "local y = nofunction()",
                "return _G.nothing",
                "redis.x = 1",
                "string.rep = nil",
                "return 1 +",
                "return nil .. 'x'",
                "return {} + 1",
                "local a = nil; return a.b",
                "return redis.call('EVAL','return 1',0)",
                "return redis.call('WATCH','x')",
                "return redis.call('MULTI')",
                "return redis.pcall('GET')",
                "return tostring(os) ",
                "return io",
                "return require('x')",
                "return loadfile",
                "return debug",
                "return redis.acl_check_cmd('GET','x')",
                "return redis.acl_check_cmd('nope')",
                "return loadstring('return 7')()",
                "return loadstring('return q')()",
                "return select('#', loadstring('1 +'))",
                "return {pcall(function() return z end)}",
                "local co = coroutine.create(function(a) local b = coroutine.yield(a+1) return b*2 end)"
                        + " local _,x = coroutine.resume(co,1) local _,y = coroutine.resume(co,5) return {x,y}",
                "local n = 0 for w in ('a b c'):gmatch('%a') do n = n + 1 end return n",
                "return string.format('%5.2f|%s|%d|%q', 1.234, 'x', 5, 'q')",
                "return #string.rep('ab', 1000)",
                "local t = {3,1,2} table.sort(t) return table.concat(t, ',')",
                "return {math.floor(1.5), math.max(1,2), tonumber('0x10'), tonumber('z')}",
                "return tostring(1e15) .. tostring(2^53) .. tostring(0.1)");
    }

    @Test
    void requests_thatAreWrong_answerAsRedis() throws IOException {
        String sha = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"; // return 1
        for (int protocol = 2; protocol <= 3; protocol++) {
            servers.both(protocol, "SCRIPT", "FLUSH");
            servers.both(protocol, "EVALSHA", sha, "0");
            servers.both(protocol, "EVALSHA", "short", "0");
            servers.both(protocol, "SCRIPT", "EXISTS", sha, "x");
            servers.both(protocol, "SCRIPT", "LOAD", "return 1");
            servers.both(protocol, "SCRIPT", "EXISTS", sha, sha.toUpperCase(java.util.Locale.ROOT));
            servers.both(protocol, "EVALSHA", sha, "0");
            servers.both(protocol, "EVALSHA", sha.toUpperCase(java.util.Locale.ROOT), "0");
            servers.both(protocol, "EVALSHA_RO", sha, "0");
            servers.both(protocol, "SCRIPT", "FLUSH", "ASYNC");
            servers.both(protocol, "SCRIPT", "FLUSH", "NOW");
            servers.both(protocol, "EVALSHA", sha, "0");
            servers.both(protocol, "EVAL", "return 1", "x");
            servers.both(protocol, "EVAL", "return 1", "-1");
            servers.both(protocol, "EVAL", "return 1", "1");
            servers.both(protocol, "EVAL", "return 1");
            servers.both(protocol, "SCRIPT", "LOAD", "return return");
            servers.both(protocol, "EVAL_RO", "return redis.call('SET','x',1)", "0");
            servers.both(protocol, "EVAL_RO", "return redis.call('GET','x')", "1", "x");
            servers.both(protocol, "EVAL", "#!lua\nreturn 5", "0");
            servers.both(protocol, "EVAL", "#!lua flags=no-writes\nreturn redis.call('SET','x',1)", "0");
            servers.both(protocol, "EVAL_RO", "#!lua\nreturn 5", "0");
            servers.both(protocol, "EVAL", "#!lua flags=nope\nreturn 5", "0");
            servers.both(protocol, "EVAL", "#!lua x=y\nreturn 5", "0");
            servers.both(protocol, "EVAL", "#!js\nreturn 5", "0");
            servers.both(protocol, "EVAL", "#!lua", "0");
            servers.both(protocol, "EVAL", "#!lua\n\nerror('x')", "0");
            servers.both(protocol, "SCRIPT", "KILL");
            servers.both(protocol, "SCRIPT", "DEBUG", "NO");
            servers.both(protocol, "SCRIPT", "DEBUG", "MAYBE");
            servers.both(protocol, "SCRIPT", "NOPE");
        }
        servers.assertSame();
    }

    @Test
    void cjson_isThatOfRedis() throws IOException {
        scripts(
                "return cjson.encode({1,2,3})",
                "return cjson.encode({})",
                "return cjson.encode({a=1})",
                "return cjson.encode({[1]=1,[2]=2,[4]=4})",
                "return cjson.encode({[1]=1,[100]=2})",
                "return cjson.encode({[1.5]=1})",
                "return cjson.encode({[true]=1})",
                "return cjson.encode('a/b\"c\\\\d\\n\\1\\127\\200')",
                "return cjson.encode(1)",
                "return cjson.encode(1.5)",
                "return cjson.encode(0.1)",
                "return cjson.encode(1e100)",
                "return cjson.encode(123456789012345)",
                "return cjson.encode(1234567890123456)",
                "return cjson.encode(-1e-7)",
                "return cjson.encode(0/0)",
                "return cjson.encode(1/0)",
                "return cjson.encode(true)",
                "return cjson.encode(nil)",
                "return cjson.encode(cjson.null)",
                "return cjson.encode(print)",
                "return cjson.encode({f=tostring})",
                "return cjson.encode()",
                "return cjson.encode(1,2)",
                "local t = {} t[1] = t return cjson.encode(t)",
                "return cjson.encode({{{{}}}})",
                "return cjson.decode('[1,2.5,\"x\",true,false,null,{\"a\":[]}]')[3]",
                "return cjson.decode('{\"a\":{\"b\":7}}').a.b",
                "return tostring(cjson.decode('null'))",
                "return cjson.decode('null') == cjson.null",
                "return cjson.decode('\"\\\\u00e9\\\\ud83d\\\\ude00\\\\n\"')",
                "return cjson.decode('\"\\\\ud83d\"')",
                "return cjson.decode('\"\\\\x\"')",
                "return cjson.decode('\"abc')",
                "return cjson.decode('')",
                "return cjson.decode('[')",
                "return cjson.decode('[1,]')",
                "return cjson.decode('[1 2]')",
                "return cjson.decode('{1:2}')",
                "return cjson.decode('{\"a\" 2}')",
                "return cjson.decode('{\"a\":2,}')",
                "return cjson.decode('{\"a\":2 3}')",
                "return cjson.decode('nul')",
                "return cjson.decode('1 2')",
                "return cjson.decode('-')",
                "return tostring(cjson.decode('1e5'))",
                "return tostring(cjson.decode('-0.5e-3'))",
                "return tostring(cjson.decode('0x1f'))",
                "return tostring(cjson.decode('nan'))",
                "return tostring(cjson.decode('-Infinity'))",
                "return cjson.decode()",
                "return cjson.decode({})",
                "return cjson.decode(string.rep('[',1001))",
                "return cjson.encode(cjson.decode('[[],{},[1],{\"x\":[null]}]'))",
                "return cjson.encode({1.0, 1e14, 1e15, 12345.678901234567, 1/3})",
                "return pcall(cjson.decode,'x')");
    }

    @Test
    void errors_ofLuasOwnFunctions_nameTheScriptsLine() throws IOException {
        scripts(
                "local x = 1\nlocal y = string.rep()",
                "table.insert(1)",
                "string.find('a')",
                "local x = string.find('a','[')",
                "local x = rawset()",
                "local x = unpack(nil)",
                "setmetatable(_G,{})",
                "table.insert(redis,1)",
                "x = 1",
                "local ok, e = pcall(setmetatable, _G, {}) return e",
                "return \u00e9",
                "local c=coroutine.wrap(function() error('in') end); c()",
                "error({err='MY x'})",
                "assert(nil,'100%')");
    }

    @Test
    void errors_thatScriptsMakeUp_areCounted_thoseOfCommandsOnce() throws IOException {
        servers.both(2, "CONFIG", "RESETSTAT");
        servers.both(2, "EVAL", "return redis.error_reply('MADE up')", "0");
        servers.both(2, "EVAL", "return {redis.error_reply('INNER one'), 2}", "0");
        servers.both(2, "EVAL", "error({err='THROWN away'})", "0");
        servers.both(2, "EVAL", "error('text')", "0");
        servers.both(2, "EVAL", "return redis.pcall('LPOP', KEYS[1], 'x')", "1", "k");
        servers.both(2, "EVAL", "return redis.call('LPOP', KEYS[1], 'x')", "1", "k");
        servers.both(2, "EVAL", "return redis.call('LPOP')", "0");
        servers.both(2, "EVAL", "return redis.call({})", "0");
        servers.both(2, "EVAL", "return redis.pcall({})", "0");
        servers.both(2, "EVAL", "local r = redis.pcall('NONE') return 1", "0");
        servers.both(2, "INFO", "errorstats");
        servers.assertSame();
    }
}
