package io.yggdrasil.resp.command.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyVersion;
import io.yggdrasil.resp.keyspace.ValueType;
import org.junit.jupiter.api.Test;

/** Cases of the commands on lists that random requests seldom meet. */
final class ListCommandsTest {
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final String NOT_INTEGER = "-ERR value is not an integer or out of range";

    private final CommandTester redis = new CommandTester(new ListCommands(), new StringCommands());

    @Test
    void push_thenRange_givesTheElements() {
        redis.check("RPUSH l a b c", "3");
        redis.check("LPUSH l y x", "5");
        redis.check("LRANGE l 0 -1", "[\"x\", \"y\", \"a\", \"b\", \"c\"]");
        redis.check("LRANGE l -2 100", "[\"b\", \"c\"]");
        redis.check("LRANGE l 3 1", "[]");
        redis.check("LRANGE none 0 -1", "[]");
        redis.check("LPUSHX none a", "0");
        redis.check("LLEN none", "0");
    }

    @Test
    void wrongType_isToldInTheOrderOfRedis() {
        redis.check("SET s v", "OK");
        redis.check("LPUSH s a", WRONG_TYPE);
        redis.check("RPUSHX s a", WRONG_TYPE);
        redis.check("LINDEX s x", WRONG_TYPE);
        redis.check("LINDEX none x", "nil");
        redis.check("LSET s x a", WRONG_TYPE);
        redis.check("LSET none x a", "-ERR no such key");
        redis.check("LRANGE s x 0", NOT_INTEGER);
        redis.check("LTRIM s 0 x", NOT_INTEGER);
        redis.check("LREM s x a", NOT_INTEGER);
        redis.check("LINSERT s NEAR a b", "-ERR syntax error");
        redis.check("LPOP s x", "-ERR value is out of range, must be positive");
        redis.check("LPOP s -1", "-ERR value is out of range, must be positive");
        redis.check("LPOP s 0", WRONG_TYPE);
        redis.check("LPOP s 1 2", "-ERR wrong number of arguments for 'lpop' command");
        redis.check(
                "LPOS s a RANK 0 COUNT x",
                "-ERR RANK can't be zero: use 1 to start from the first match, 2 from the"
                        + " second ... or use negative to start from the end of the list");
        redis.check("LPOS s a", WRONG_TYPE);
        redis.check("LMOVE s none LEFT NEAR", "-ERR syntax error");
        redis.check("LMOVE s none LEFT LEFT", WRONG_TYPE);
        redis.check("LMPOP 2 none s LEFT", WRONG_TYPE);
    }

    @Test
    void lmove_targetOfAnotherType_takesNothing() {
        redis.check("RPUSH l a b", "2");
        redis.check("SET s v", "OK");
        redis.check("LMOVE l s LEFT LEFT", WRONG_TYPE);
        redis.check("LRANGE l 0 -1", "[\"a\", \"b\"]");
        redis.check("LMOVE none s LEFT LEFT", "nil");
    }

    @Test
    void lmove_lastElement_removesTheSource() {
        redis.check("RPUSH l a", "1");
        redis.check("LMOVE l m LEFT LEFT", "\"a\"");
        assertFalse(redis.keyspace().exists(Key.of("l")));
        redis.check("RPOPLPUSH m m", "\"a\"");
        redis.check("LRANGE m 0 -1", "[\"a\"]");
    }

    @Test
    void lmpop_numbersOutOfRange_areRefused() {
        redis.check("LMPOP 0 l LEFT", "-ERR numkeys should be greater than 0");
        redis.check("LMPOP x l LEFT", "-ERR numkeys should be greater than 0");
        redis.check("LMPOP 9223372036854775807 l LEFT", "-ERR syntax error");
        redis.check("LMPOP 2 l LEFT", "-ERR syntax error");
        redis.check("LMPOP 1 l LEFT COUNT 0", "-ERR count should be greater than 0");
        redis.check("LMPOP 1 l LEFT COUNT 1 COUNT 1", "-ERR syntax error");
        redis.check("LMPOP 1 l LEFT COUNT", "-ERR syntax error");
    }

    @Test
    void lmpop_severalKeys_takesFromTheFirst() {
        redis.check("RPUSH l a b c", "3");
        redis.check("LMPOP 2 none l RIGHT COUNT 2", "[\"l\", [\"c\", \"b\"]]");
        redis.check("LMPOP 2 none l LEFT COUNT 9223372036854775807", "[\"l\", [\"a\"]]");
        redis.check("LMPOP 2 none l LEFT", "nil");
    }

    @Test
    void indexes_atTheEdges_areOutOfRange() {
        redis.check("RPUSH l a b a", "3");
        redis.check("LINDEX l -9223372036854775808", "nil");
        redis.check("LINDEX l 9223372036854775807", "nil");
        redis.check("LSET l 4294967296 x", "-ERR index out of range");
        redis.check("LSET l -4 x", "-ERR index out of range");
        redis.check("LRANGE l -9223372036854775808 9223372036854775807", "[\"a\", \"b\", \"a\"]");
        redis.check("LPOS l a RANK -9223372036854775807 COUNT 0", "[]");
        redis.check("LPOS l a RANK -1", "2");
        redis.check("LREM l -9223372036854775808 a", "2");
        redis.check("LRANGE l 0 -1", "[\"b\"]");
    }

    /** Redis before 7.2 has no such limit. */
    @Test
    void lpos_smallestRank_isRefused() {
        redis.check(
                "LPOS l a RANK -9223372036854775808",
                "-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    }

    @Test
    void expiry_isKeptByChangesAndGoesWithTheList() {
        Key key = Key.of("l");
        redis.check("RPUSH l a b c d", "4");
        long expiry = redis.nowMillis() + 10_000;
        redis.keyspace().setExpiry(key, expiry);
        redis.check("LSET l 0 x", "OK");
        redis.check("LPOP l", "\"x\"");
        redis.check("LMOVE l l LEFT RIGHT", "\"b\"");
        redis.check("LMOVE l m LEFT RIGHT", "\"c\"");
        redis.check("LTRIM l 0 0", "OK");
        assertEquals(expiry, redis.keyspace().expiry(key));
        assertEquals(Expiry.NONE, redis.keyspace().expiry(Key.of("m")));
        redis.check("LTRIM l 1 0", "OK");
        redis.check("RPUSH l a", "1");
        assertEquals(Expiry.NONE, redis.keyspace().expiry(key));
    }

    @Test
    void change_ofNothing_isNoChange() {
        Key key = Key.of("l");
        redis.check("RPUSH l a b", "2");
        KeyVersion version = redis.keyspace().version(key);
        redis.check("LREM l 0 x", "0");
        redis.check("LINSERT l BEFORE x y", "-1");
        redis.check("LPOP l 0", "[]");
        assertFalse(redis.keyspace().version(key).isChanged(version));
        redis.check("LTRIM l 0 -1", "OK");
        assertTrue(redis.keyspace().version(key).isChanged(version));
    }

    @Test
    void manyElements_areNotInTheRoot() {
        for (int i = 0; i < 300; i++) {
            redis.run("RPUSH", "l", "0".repeat(100), "1".repeat(100), "2".repeat(100));
        }
        Collection list = redis.keyspace().collection(Key.of("l"), ValueType.LIST);
        assertNotNull(list);
        assertFalse(list.isInRoot());
        redis.check("LREM l 0 " + "1".repeat(100), "300");
        redis.check("LPOS l " + "2".repeat(100) + " RANK -2 MAXLEN 4", "597");
        redis.check("LLEN l", "600");
        assertEquals(600, redis.line("RPOP l 1000").all().size());
        assertFalse(redis.keyspace().exists(Key.of("l")));
    }
}
