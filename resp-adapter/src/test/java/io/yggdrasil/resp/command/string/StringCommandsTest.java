package io.yggdrasil.resp.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Keyspaces;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.InMemoryKeyspaces;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, conditions and errors of the commands on strings. */
final class StringCommandsTest {
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    private final CommandTester redis = new CommandTester(new StringCommands());
    private final Key key = Key.of("k");

    @Test
    void set_thenGet_givesTheValue() {
        redis.check("GET k", "nil");
        redis.check("SET k v", "OK");
        redis.check("get k", "\"v\"");
        redis.check("GET", "-ERR wrong number of arguments for 'get' command");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NX XX",
                "XX NX",
                "EX 10 PX 10",
                "EX 10 KEEPTTL",
                "KEEPTTL PXAT 99",
                "EXAT 9 EX 9",
                "EX",
                "PX",
                "FOO",
                "PERSIST",
                "KEEPTTL EX 5",
                "NX GET XX",
                "EX 5 EXAT"
            })
    void set_contradictingOptions_areASyntaxError(String options) {
        redis.check("SET k v " + options, "-ERR syntax error");
        assertNull(redis.string("k"));
    }

    @ParameterizedTest
    @CsvSource({
        "EX 0, invalid expire time in 'set' command",
        "EX -5, invalid expire time in 'set' command",
        "PX 0, invalid expire time in 'set' command",
        "EX 9223372036854775807, invalid expire time in 'set' command",
        "EX 9223372036854775, invalid expire time in 'set' command",
        "PX 9223372036854775807, invalid expire time in 'set' command",
        "EXAT 9223372036854776, invalid expire time in 'set' command",
        "EX x, value is not an integer or out of range",
        "EX 10 EX x, value is not an integer or out of range"
    })
    void set_wrongTime_isAnError(String options, String error) {
        redis.check("SET k v " + options, "-ERR " + error);
        assertNull(redis.string("k"));
    }

    @Test
    void set_times_becomeTheExpiry() {
        redis.nowMillis(5_000);
        redis.check("SET k v EX 10", "OK");
        assertEquals(15_000, redis.keyspace().expiry(key));
        redis.check("SET k v px 10", "OK");
        assertEquals(5_010, redis.keyspace().expiry(key));
        redis.check("SET k v EXAT 10", "OK");
        assertEquals(10_000, redis.keyspace().expiry(key));
        redis.check("SET k v PXAT 7000 KEEPTTL", "-ERR syntax error");
        redis.check("SET k w KEEPTTL", "OK");
        assertEquals(10_000, redis.keyspace().expiry(key));
        redis.check("SET k v EX 1 EX 3", "OK");
        assertEquals(8_000, redis.keyspace().expiry(key));
        redis.check("SET k v", "OK");
        assertEquals(Expiry.NONE, redis.keyspace().expiry(key));
        redis.check("SET k v EXAT 1", "OK");
        redis.check("GET k", "nil");
    }

    @Test
    void set_conditions_decideAndGetAnswersTheOldValue() {
        redis.check("SET k 1 XX", "nil");
        redis.check("SET k 1 NX", "OK");
        redis.check("SET k 2 NX", "nil");
        redis.check("SET k 2 XX", "OK");
        redis.check("SET k 3 GET", "\"2\"");
        redis.check("SET k 4 NX GET", "\"3\"");
        redis.check("GET k", "\"3\"");
        redis.check("SET new 1 GET NX EX 10", "nil");
        redis.check("GET new", "\"1\"");
        redis.check("SET other 1 XX GET", "nil");
        redis.check("GET other", "nil");
        redis.protocol(3).check("SET k 4 NX", "nil");
    }

    @Test
    void wrongType_isRefusedWhereTheValueMattersOnly() {
        redis.keyspace().putOther(key, ValueType.LIST);
        for (String line : List.of(
                "GET k",
                "SET k v GET",
                "GETSET k v",
                "GETDEL k",
                "GETEX k",
                "APPEND k v",
                "STRLEN k",
                "INCR k",
                "INCRBYFLOAT k 1",
                "SETRANGE k 0 v",
                "GETRANGE k 0 1")) {
            redis.check(line, WRONG_TYPE);
        }
        redis.check("LCS k other", "-ERR The specified keys must contain string values");
        redis.check("MGET k other", "[nil, nil]");
        redis.check("SETNX k v", "0");
        redis.check("MSETNX a 1 k v", "0");
        redis.check("SET k v NX", "nil");
        assertEquals(ValueType.LIST, redis.keyspace().type(key));
        redis.check("SET k v", "OK");
        redis.check("GET k", "\"v\"");
    }

    @Test
    void getex_changesTheExpiryOnlyWhenTold() {
        redis.nowMillis(5_000);
        redis.check("GETEX k EX 10", "nil");
        redis.check("GETEX k EX 0", "nil");
        redis.check("GETEX k EX 10 PERSIST", "-ERR syntax error");
        redis.check("SET k v", "OK");
        redis.check("GETEX k EX 0", "-ERR invalid expire time in 'getex' command");
        redis.check("GETEX k PX 10", "\"v\"");
        assertEquals(5_010, redis.keyspace().expiry(key));
        Object version = redis.keyspace().version(key);
        redis.check("GETEX k", "\"v\"");
        assertEquals(version, redis.keyspace().version(key));
        redis.check("GETEX k PERSIST", "\"v\"");
        assertEquals(Expiry.NONE, redis.keyspace().expiry(key));
        assertNotEquals(version, redis.keyspace().version(key));
        Object persistent = redis.keyspace().version(key);
        redis.check("GETEX k PERSIST", "\"v\"");
        assertEquals(persistent, redis.keyspace().version(key));
        redis.check("GETEX k PXAT 4000", "\"v\"");
        redis.check("GET k", "nil");
        redis.check("SET k v", "OK");
        redis.check("GETEX k KEEPTTL", "-ERR syntax error");
        redis.check("GETEX k NX", "-ERR syntax error");
    }

    @Test
    void setexAndPsetex_needAPositiveTime() {
        redis.nowMillis(1_000);
        redis.check("SETEX k 10 v", "OK");
        assertEquals(11_000, redis.keyspace().expiry(key));
        redis.check("PSETEX k 10 v", "OK");
        assertEquals(1_010, redis.keyspace().expiry(key));
        redis.check("SETEX k 0 v", "-ERR invalid expire time in 'setex' command");
        redis.check("PSETEX k -1 v", "-ERR invalid expire time in 'psetex' command");
        redis.check("SETEX k x v", "-ERR value is not an integer or out of range");
        redis.advance(10).check("GET k", "nil");
    }

    @Test
    void getdelAndGetset_answerTheOldValue() {
        redis.check("GETSET k 1", "nil");
        redis.check("GETSET k 2", "\"1\"");
        redis.check("GETDEL k", "\"2\"");
        redis.check("GETDEL k", "nil");
        redis.line("SET k v EX 100");
        redis.line("GETSET k w");
        assertEquals(Expiry.NONE, redis.keyspace().expiry(key));
    }

    @Test
    void manyValues_areSetTogetherOrNotAtAll() {
        redis.check("MSET a 1 b 2 a 3", "OK");
        redis.check("MGET a b c", "[\"3\", \"2\", nil]");
        redis.check("MSETNX c 1 a 2", "0");
        redis.check("MGET a b c", "[\"3\", \"2\", nil]");
        redis.check("MSETNX c 1 d 2 c 3", "1");
        redis.check("MGET c d", "[\"3\", \"2\"]");
        redis.check("MSET a 1 b", "-ERR wrong number of arguments for 'mset' command");
        redis.check("MSETNX a 1 b", "-ERR wrong number of arguments for 'msetnx' command");
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775806, INCR k, 9223372036854775807",
        "9223372036854775807, INCR k, -ERR increment or decrement would overflow",
        "-9223372036854775808, DECR k, -ERR increment or decrement would overflow",
        "-1, INCRBY k 9223372036854775807, 9223372036854775806",
        "-2, INCRBY k -9223372036854775807, -ERR increment or decrement would overflow",
        "5, DECRBY k -9223372036854775808, -ERR decrement would overflow",
        "5, DECRBY k 7, -2",
        "' 5', INCR k, -ERR value is not an integer or out of range",
        "05, INCR k, -ERR value is not an integer or out of range",
        "9223372036854775808, INCR k, -ERR value is not an integer or out of range",
        "5, INCRBY k 1.5, -ERR value is not an integer or out of range",
        "'', INCR k, -ERR value is not an integer or out of range"
    })
    void integers_countWithinTheirRange(String value, String line, String reply) {
        redis.run("SET", "k", value);
        redis.check(line, reply);
        redis.check("GET k", reply.startsWith("-ERR") ? '"' + value + '"' : '"' + reply + '"');
    }

    @Test
    void counting_startsAtZeroAndKeepsTheExpiry() {
        redis.check("INCR k", "1");
        redis.check("DECRBY fresh 3", "-3");
        redis.check("INCRBYFLOAT real 0.5", "\"0.5\"");
        redis.nowMillis(1_000).line("SET k 1 PX 50");
        redis.check("INCR k", "2");
        redis.check("INCRBYFLOAT k 1.5", "\"3.5\"");
        redis.check("APPEND k 0", "4");
        redis.check("SETRANGE k 0 9", "4");
        assertEquals(1_050, redis.keyspace().expiry(key));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1.1, 4.1",
        "0.1, 0.2, 0.3",
        "3, -3, 0",
        "10.50, 0.1, 10.6",
        "1, 1e5, 100001",
        "5.0e3, 2.0e2, 5200",
        "17179869184, 1.5, 17179869185.5",
        "-1.23456789, 0, -1.23456789",
        "1, 1e-20, 1",
        "0, 0x1p-2, 0.25",
        "0, 123456789012345678901234567890, 123456789012345678899921813504"
    })
    void incrbyfloat_printsLikeALongDouble(String value, String by, String sum) {
        redis.run("SET", "k", value);
        redis.check("INCRBYFLOAT k " + by, '"' + sum + '"');
        redis.check("GET k", '"' + sum + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "1, inf, -ERR increment would produce NaN or Infinity",
        "inf, -inf, -ERR increment would produce NaN or Infinity",
        "1e4932, 1e4932, -ERR increment would produce NaN or Infinity",
        "1, nan, -ERR value is not a valid float",
        "1, 1e5000, -ERR value is not a valid float",
        "1, 1e-5000, -ERR value is not a valid float",
        "1, ' 1', -ERR value is not a valid float",
        "'', 1, -ERR value is not a valid float",
        "1x, 1, -ERR value is not a valid float"
    })
    void incrbyfloat_refuses(String value, String by, String error) {
        redis.run("SET", "k", value);
        assertEquals(error, redis.run("INCRBYFLOAT", "k", by).toString());
    }

    @Test
    void ranges_writeAndReadPartsOfAString() {
        redis.check("SETRANGE k 0 ", "0");
        assertNull(redis.string("k"));
        redis.check("SETRANGE k 2 ab", "4");
        redis.check("GET k", "\"\\x00\\x00ab\"");
        redis.check("SETRANGE k 1 x", "4");
        redis.check("SETRANGE k 100 ", "4");
        redis.check("APPEND k cd", "6");
        redis.check("APPEND fresh v", "1");
        redis.check("STRLEN k", "6");
        redis.check("STRLEN none", "0");
        redis.check("GETRANGE k 2 -1", "\"abcd\"");
        redis.check("GETRANGE k -3 -2", "\"bc\"");
        redis.check("SUBSTR k -100 2", "\"\\x00xa\"");
        redis.check("GETRANGE k 4 2", "\"\"");
        redis.check("GETRANGE k 6 9", "\"\"");
        redis.check("GETRANGE k -1 -3", "\"\"");
        redis.check("GETRANGE none 0 -1", "\"\"");
        redis.check("GETRANGE k 0 x", "-ERR value is not an integer or out of range");
        redis.check("SETRANGE k -1 x", "-ERR offset is out of range");
        redis.check("SETRANGE k x x", "-ERR value is not an integer or out of range");
    }

    @Test
    void growth_stopsAtTheLimitOfAString() {
        String error = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";
        redis.check("SETRANGE k 536870912 x", error);
        redis.check("SETRANGE k 9223372036854775807 xx", error);
        assertNull(redis.string("k"));
        redis.line("SET k v");
        redis.check("SETRANGE k 536870911 xx", error);
    }

    @Test
    void set_plain_neverReadsWhatWasThere() {
        List<String> used = new ArrayList<>();
        InMemoryKeyspaces memory = new InMemoryKeyspaces(() -> 1);
        Keyspace watched = (Keyspace) Proxy.newProxyInstance(
                Keyspace.class.getClassLoader(), new Class<?>[] {Keyspace.class}, (proxy, method, arguments) -> {
                    used.add(method.getName());
                    return method.invoke(memory.database(0), arguments);
                });
        Keyspaces keyspaces = (Keyspaces) Proxy.newProxyInstance(
                Keyspaces.class.getClassLoader(),
                new Class<?>[] {Keyspaces.class},
                (proxy, method, arguments) -> watched);
        ReplyWriter reply = new ReplyWriter();
        Call call = new Call(reply, keyspaces);
        CommandTable table = redis.table();
        for (String line : List.of("SET k v", "SET k v EX 10", "SETEX k 10 v", "MSET k v")) {
            Request request = Request.of(line.split(" "));
            Command command = table.find(request);
            call.begin(command, request, redis.session(), 1, false, null);
            command.handler().execute(call);
        }
        assertEquals(List.of("putString", "putString", "putString", "putString"), used);
    }
}
