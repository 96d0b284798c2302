package io.yggdrasil.resp.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenericCommandsTest {
    private static final String SAME_OBJECT = "-ERR source and destination objects are the same";
    private static final String NOT_INTEGER = "-ERR value is not an integer or out of range";
    private static final String OUT_OF_RANGE = "-ERR DB index is out of range";

    private final CommandTester redis = new CommandTester(new GenericCommands(), new StringCommands());
    private final CommandTester cluster = new CommandTester(new GenericCommands(() -> true), new StringCommands());

    @ParameterizedTest
    @ValueSource(strings = {"DEL", "UNLINK"})
    void delete_countsWhatWasThere(String command) {
        redis.line("SET a 1");
        redis.line("SET b 2");
        redis.check(command + " a b c a", "2");
        redis.check(command + " a", "0");
        redis.check("DBSIZE", "0");
        redis.check(command, "-ERR wrong number of arguments for '" + command.toLowerCase() + "' command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXISTS", "TOUCH"})
    void exists_countsEachMention(String command) {
        redis.line("SET a 1");
        redis.check(command + " a b a", "2");
    }

    @Test
    void type_namesTypeOrNone() {
        redis.line("SET a 1");
        redis.keyspace().putOther(Key.of("l"), ValueType.LIST);
        redis.check("TYPE a", "string");
        redis.check("TYPE l", "list");
        redis.check("TYPE c", "none");
    }

    @Test
    void expire_setsAndReadsInAllUnits() {
        redis.line("SET a 1");
        long now = redis.nowMillis();
        redis.check("TTL a", "-1");
        redis.check("PTTL a", "-1");
        redis.check("EXPIRETIME a", "-1");
        redis.check("EXPIRE a 100", "1");
        redis.check("TTL a", "100");
        redis.check("PTTL a", "100000");
        redis.check("EXPIRETIME a", String.valueOf(now / 1000 + 100));
        redis.check("PEXPIRE a 1499", "1");
        redis.check("TTL a", "1");
        redis.check("PEXPIRE a 1500", "1");
        redis.check("TTL a", "2");
        redis.check("PEXPIREAT a " + (now + 7), "1");
        redis.check("PEXPIRETIME a", String.valueOf(now + 7));
        redis.check("TTL a", "0");
        redis.check("EXPIREAT a " + (now / 1000 + 9), "1");
        redis.check("TTL a", "9");
        redis.advance(9_000);
        redis.check("TTL a", "-2");
        redis.check("PTTL a", "-2");
        redis.check("EXPIRETIME a", "-2");
        redis.check("PEXPIRETIME a", "-2");
        redis.check("EXPIRE a 5", "0");
    }

    @Test
    void expire_pastTimes_remove() {
        for (String line : List.of(
                "EXPIRE a 0", "EXPIRE a -1", "PEXPIRE a -9223372036854775808", "EXPIREAT a 0", "PEXPIREAT a -1")) {
            redis.line("SET a 1");
            redis.check(line, "1");
            redis.check("EXISTS a", "0");
        }
    }

    @Test
    void expire_badTimes_areRefused() {
        redis.line("SET a 1");
        redis.check("EXPIRE a x", NOT_INTEGER);
        redis.check("EXPIRE a 9223372036854775807", "-ERR invalid expire time in 'expire' command");
        redis.check("EXPIRE a -9223372036854775808", "-ERR invalid expire time in 'expire' command");
        redis.check("EXPIRE a 9223372036854775", "-ERR invalid expire time in 'expire' command");
        redis.check("PEXPIRE a 9223372036854775807", "-ERR invalid expire time in 'pexpire' command");
        redis.check("EXPIREAT a 9223372036854776", "-ERR invalid expire time in 'expireat' command");
        redis.check("PEXPIREAT a 9223372036854775807", "1");
        redis.check("PEXPIRETIME a", "9223372036854775807");
        redis.check("EXPIRETIME a", "9223372036854776");
    }

    @Test
    void expire_conditions_lookAtThePresentExpiry() {
        redis.line("SET a 1");
        redis.check("EXPIRE a 100 XX", "0");
        redis.check("EXPIRE a 100 GT", "0");
        redis.check("EXPIRE a 100 NX", "1");
        redis.check("EXPIRE a 200 nx", "0");
        redis.check("EXPIRE a 100 GT", "0");
        redis.check("EXPIRE a 101 GT", "1");
        redis.check("EXPIRE a 101 LT", "0");
        redis.check("EXPIRE a 100 XX LT", "1");
        redis.check("EXPIRE a 50 XX GT", "0");
        redis.check("TTL a", "100");
        redis.line("PERSIST a");
        redis.check("EXPIRE a 100 XX LT", "0");
        redis.check("EXPIRE a 100 LT", "1");
        redis.check("EXPIRE a 1 NX XX", "-ERR NX and XX, GT or LT options at the same time are not compatible");
        redis.check("EXPIRE a 1 LT NX", "-ERR NX and XX, GT or LT options at the same time are not compatible");
        redis.check("EXPIRE a 1 GT LT", "-ERR GT and LT options at the same time are not compatible");
        redis.check("EXPIRE a 1 no", "-ERR Unsupported option no");
        redis.check("EXPIRE none x no", "-ERR Unsupported option no");
        redis.check("EXPIRE none 1 NX", "0");
    }

    @Test
    void persist_takesTheExpiryAway() {
        redis.line("SET a 1");
        redis.check("PERSIST a", "0");
        redis.check("PERSIST none", "0");
        redis.line("EXPIRE a 10");
        redis.check("PERSIST a", "1");
        redis.check("TTL a", "-1");
    }

    @Test
    void rename_movesValueAndExpiry() {
        redis.line("SET a 1");
        redis.line("EXPIRE a 10");
        redis.line("SET b 2");
        redis.check("RENAME a b", "OK");
        redis.check("GET b", "\"1\"");
        redis.check("TTL b", "10");
        redis.check("EXISTS a", "0");
        redis.check("RENAME b b", "OK");
        redis.check("RENAME none b", "-ERR no such key");
        redis.check("RENAME none none", "-ERR no such key");
    }

    @Test
    void renamenx_leavesWhatIsThere() {
        redis.line("SET a 1");
        redis.line("SET b 2");
        redis.check("RENAMENX a b", "0");
        redis.check("RENAMENX a a", "0");
        redis.check("RENAMENX a c", "1");
        redis.check("GET c", "\"1\"");
        redis.check("RENAMENX none c", "-ERR no such key");
    }

    @Test
    void copy_withEveryOption() {
        redis.line("SET a 1");
        redis.line("EXPIRE a 10");
        redis.check("COPY a b", "1");
        redis.check("TTL b", "10");
        redis.line("SET a 2");
        redis.check("COPY a b", "0");
        redis.check("COPY a b REPLACE", "1");
        redis.check("TTL b", "-1");
        redis.check("COPY a a", SAME_OBJECT);
        redis.check("COPY a a DB 0", SAME_OBJECT);
        redis.check("COPY a a DB 3 REPLACE", "1");
        redis.check("COPY a b DB 3 DB 4", "1");
        redis.check("COPY none b", "0");
        redis.check("COPY a b DB 16", OUT_OF_RANGE);
        redis.check("COPY a b DB -1", OUT_OF_RANGE);
        redis.check("COPY a b DB x", NOT_INTEGER);
        redis.check("COPY a b DB", "-ERR syntax error");
        redis.check("COPY a b NX", "-ERR syntax error");
        redis.line("SELECT 3");
        redis.check("GET a", "\"2\"");
        redis.check("EXISTS b", "0");
        redis.line("SELECT 4");
        redis.check("GET b", "\"2\"");
    }

    @Test
    void move_onlyToAFreeKey() {
        redis.line("SET a 1");
        redis.line("EXPIRE a 10");
        redis.check("MOVE a 0", SAME_OBJECT);
        redis.check("MOVE a 16", OUT_OF_RANGE);
        redis.check("MOVE a x", NOT_INTEGER);
        redis.check("MOVE a 2147483648", "-ERR value is out of range, value must between -2147483648 and 2147483647");
        redis.check("MOVE a 5", "1");
        redis.check("MOVE a 5", "0");
        redis.line("SET a 2");
        redis.check("MOVE a 5", "0");
        redis.line("SELECT 5");
        redis.check("GET a", "\"1\"");
        redis.check("TTL a", "10");
    }

    @Test
    void keys_matchesPattern() {
        redis.line("SET one 1");
        redis.line("SET two 1");
        redis.line("SET three 1");
        assertEquals(Set.of("two", "three"), names(redis.line("KEYS t*")));
        assertEquals(Set.of("one", "two", "three"), names(redis.line("KEYS *")));
        redis.check("KEYS x", "[]");
    }

    @Test
    void scan_goesThroughAllKeys() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            redis.line("SET key:" + i + " v");
            expected.add("key:" + i);
        }
        assertEquals(expected, scanAll("COUNT 7"));
        assertEquals(expected, scanAll("TYPE STRING"));
        assertEquals(Set.of(), scanAll("TYPE nothing"));
        assertEquals(Set.of("key:7"), scanAll("MATCH key:7 COUNT 1000000"));
    }

    private Set<String> scanAll(String options) {
        Set<String> seen = new HashSet<>();
        String cursor = "0";
        do {
            Reply reply = redis.line("SCAN " + cursor + " " + options);
            seen.addAll(names(reply.at(1)));
            cursor = reply.at(0).text();
        } while (!cursor.equals("0"));
        return seen;
    }

    @Test
    void scan_badArguments_areRefused() {
        redis.check("SCAN x", "-ERR invalid cursor");
        redis.check("SCAN 18446744073709551616", "-ERR invalid cursor");
        redis.check("SCAN 0 COUNT", "-ERR syntax error");
        redis.check("SCAN 0 COUNT 0", "-ERR syntax error");
        redis.check("SCAN 0 COUNT x", NOT_INTEGER);
        redis.check("SCAN 0 WHAT 1", "-ERR syntax error");
    }

    @Test
    void randomkey_namesAKeyOrNone() {
        redis.check("RANDOMKEY", "nil");
        redis.line("SET a 1");
        redis.check("RANDOMKEY", "\"a\"");
    }

    @Test
    void select_checksTheIndex() {
        redis.check("SELECT 15", "OK");
        redis.check("SELECT 16", OUT_OF_RANGE);
        redis.check("SELECT -1", OUT_OF_RANGE);
        redis.check("SELECT x", NOT_INTEGER);
        assertEquals(15, redis.session().database());
    }

    @Test
    void swapdb_exchangesTwo() {
        redis.line("SET a 1");
        redis.check("SWAPDB 0 7", "OK");
        redis.check("EXISTS a", "0");
        redis.line("SELECT 7");
        redis.check("EXISTS a", "1");
        redis.check("SWAPDB x 1", "-ERR invalid first DB index");
        redis.check("SWAPDB 1 x", "-ERR invalid second DB index");
        redis.check("SWAPDB 0 99999999999", "-ERR invalid second DB index");
        redis.check("SWAPDB 0 16", OUT_OF_RANGE);
    }

    @Test
    void flush_emptiesOneOrAll() {
        redis.line("SET a 1");
        redis.line("COPY a a DB 2");
        redis.check("FLUSHDB async", "OK");
        redis.check("DBSIZE", "0");
        redis.line("SELECT 2");
        redis.check("DBSIZE", "1");
        redis.check("FLUSHALL NOW", "-ERR syntax error");
        redis.check("FLUSHALL SYNC ASYNC", "-ERR syntax error");
        redis.check("FLUSHALL SYNC", "OK");
        redis.check("DBSIZE", "0");
    }

    @Test
    void clusterMode_hasOneDatabase() {
        cluster.line("SET a 1");
        cluster.check("SELECT 0", "OK");
        cluster.check("SELECT 1", "-ERR SELECT is not allowed in cluster mode");
        cluster.check("MOVE a 1", "-ERR MOVE is not allowed in cluster mode");
        cluster.check("SWAPDB 0 1", "-ERR SWAPDB is not allowed in cluster mode");
        cluster.check("COPY a b DB 1", "-ERR Copying to another database is not allowed in cluster mode");
        cluster.check("COPY a b DB 0", "1");
    }

    @Test
    void object_tellsOfValues() {
        redis.line("SET i -9223372036854775808");
        redis.line("SET e " + "x".repeat(44));
        redis.line("SET r " + "x".repeat(45));
        redis.line("SET z 01");
        redis.check("OBJECT ENCODING i", "\"int\"");
        redis.check("OBJECT ENCODING e", "\"embstr\"");
        redis.check("OBJECT ENCODING r", "\"raw\"");
        redis.check("OBJECT ENCODING z", "\"embstr\"");
        redis.check("object encoding none", "nil");
        redis.check("OBJECT REFCOUNT i", "1");
        redis.check("OBJECT IDLETIME i", "0");
        redis.check("OBJECT FREQ none", "nil");
        assertTrue(redis.line("OBJECT FREQ i").toString().startsWith("-ERR An LFU maxmemory policy is not selected"));
        redis.check("OBJECT ENCODING", "-ERR wrong number of arguments for 'object|encoding' command");
        redis.check("OBJECT WHAT i", "-ERR unknown subcommand 'WHAT'. Try OBJECT HELP.");
        assertEquals(
                "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                redis.line("OBJECT HELP").at(0).toString());
    }

    @Test
    void wait_answersAtOnce() {
        redis.check("WAIT 1 0", "0");
        redis.check("WAIT x 0", NOT_INTEGER);
        redis.check("WAIT 1 x", "-ERR timeout is not an integer or out of range");
        redis.check("WAIT 1 -1", "-ERR timeout is negative");
        redis.check("WAIT 1 9223372036854775807", "-ERR timeout is out of range");
        redis.check("WAITAOF 0 1 10", "[0, 0]");
        redis.check("WAITAOF 1 0 10", "-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
        redis.check("WAITAOF 2 0 10", "-ERR value is out of range, value must between 0 and 1");
        redis.check("WAITAOF 0 -1 10", "-ERR value is out of range, must be positive");
    }

    private static Set<String> names(Reply array) {
        List<String> names = new ArrayList<>();
        array.all().forEach(reply -> names.add(reply.text()));
        Set<String> distinct = new HashSet<>(names);
        assertEquals(names.size(), distinct.size(), () -> Arrays.toString(names.toArray()));
        return distinct;
    }
}
