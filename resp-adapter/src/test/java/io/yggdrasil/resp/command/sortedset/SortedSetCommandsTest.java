package io.yggdrasil.resp.command.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the comparison with an older redis-server does not see. */
@NullMarked
final class SortedSetCommandsTest {
    private static final int MANY = 20_000;

    private final CommandTester redis =
            new CommandTester(new SortedSetCommands(), new StringCommands(), new GenericCommands());

    private void putSet(String key, String... members) {
        InMemoryKeyspace keyspace = redis.keyspace();
        Collection set = keyspace.newCollection(Key.of(key), ValueType.SET);
        for (String member : members) {
            new Fields(set).put(member.getBytes(StandardCharsets.UTF_8), new byte[0]);
        }
        keyspace.save(Key.of(key), set);
    }

    /** Members m00000, m00001 ... with the scores 0, 1 ... */
    private void addMany(String key) {
        for (int from = 0; from < MANY; from += 1000) {
            List<String> words = new ArrayList<>(List.of("ZADD", key));
            for (int i = from; i < from + 1000; i++) {
                words.add(Integer.toString(i));
                words.add(String.format("m%05d", i));
            }
            assertEquals(1000, redis.run(words.toArray(String[]::new)).integer());
        }
    }

    @Test
    void rangesByBytes_ofMembersInThatOrder_doNotMindScores() {
        redis.check("ZADD z 1 a 2 b 3 c 4 d", "4");
        redis.check("ZRANGE z [b [c BYLEX", "[\"b\", \"c\"]");
        redis.check("ZRANGE z (b (d BYLEX", "[\"c\"]");
        redis.check("ZRANGE z + (a BYLEX REV", "[\"d\", \"c\", \"b\"]");
        redis.check("ZLEXCOUNT z - (c", "2");
        redis.check("ZREMRANGEBYLEX z [bb [d", "2");
        redis.check("ZRANGE z 0 -1", "[\"a\", \"b\"]");
    }

    @Test
    void scores_areWrittenAsRedisDoes() {
        redis.check("ZADD z 3.1 a 1e22 b -0 c 0.1 d inf e -inf f", "6");
        redis.check("ZMSCORE z a b c d e f g", "[\"3.1\", \"1e+22\", \"0\", \"0.1\", \"inf\", \"-inf\", nil]");
        redis.protocol(3);
        redis.check("ZMSCORE z a b c d e f g", "[,3.1, ,1e+22, ,0, ,0.1, ,inf, ,-inf, nil]");
        redis.check("ZSCAN z 0 MATCH a", "[\"0\", [\"a\", \"3.1\"]]");
    }

    @Test
    void zrank_withScore_tellsBoth() {
        redis.check("ZADD z 1 a 2 b 3 c", "3");
        redis.check("ZRANK z b WITHSCORE", "[1, \"2\"]");
        redis.check("ZREVRANK z a withscore", "[2, \"1\"]");
        redis.check("ZRANK z x", "nil");
        redis.check("ZRANK z b NOSCORE", "-ERR syntax error");
        redis.check("ZRANK z b WITHSCORE x", "-ERR wrong number of arguments for 'zrank' command");
        assertEquals('*', redis.line("ZRANK z x WITHSCORE").type());
        assertEquals('*', redis.line("ZRANK none x WITHSCORE").type());
        redis.protocol(3);
        redis.check("ZRANK z b WITHSCORE", "[1, ,2]");
        redis.check("ZRANK z x WITHSCORE", "nil");
    }

    @Test
    void algebra_ofSetsAndSortedSets_countsMembersOfSetsAsOne() {
        putSet("set", "a", "b", "x");
        redis.check("ZADD z 5 a 7 c", "2");
        redis.check("ZUNION 2 set z WITHSCORES", "[\"b\", \"1\", \"x\", \"1\", \"a\", \"6\", \"c\", \"7\"]");
        redis.check("ZINTER 2 set z WEIGHTS 10 1 WITHSCORES", "[\"a\", \"15\"]");
        redis.check("ZDIFF 2 set z", "[\"b\", \"x\"]");
        redis.check("ZDIFF 2 z set WITHSCORES", "[\"c\", \"7\"]");
        redis.check("ZINTERCARD 2 set z", "1");
        redis.check("ZUNIONSTORE set 2 set z AGGREGATE MAX", "4");
        redis.check("TYPE set", "zset");
        redis.check("ZRANGE set 0 -1 WITHSCORES", "[\"b\", \"1\", \"x\", \"1\", \"a\", \"5\", \"c\", \"7\"]");
    }

    @Test
    void stores_ontoAnotherType_replaceItWithItsExpiry() {
        redis.check("ZADD z 1 a 2 b 3 c", "3");
        for (String store : List.of("ZRANGESTORE target z 0 1", "ZUNIONSTORE target 1 z", "ZDIFFSTORE target 1 z")) {
            redis.check("SET target text EX 100", "OK");
            assertTrue(redis.line(store).integer() > 1, store);
            assertEquals(Expiry.NONE, redis.keyspace().expiry(Key.of("target")), store);
        }
        redis.check("EXPIRE z 100", "1");
        redis.check("ZRANGESTORE z z 1 1", "1");
        redis.check("TTL z", "-1");
        redis.check("ZRANGESTORE z z 5 6", "0");
        redis.check("EXISTS z", "0");
    }

    @Test
    void commands_onAnotherType_areRefused() {
        String error = "-WRONGTYPE Operation against a key holding the wrong kind of value";
        redis.check("SET text x", "OK");
        for (String line : List.of(
                "ZADD text 1 a",
                "ZADD text XX 1 a",
                "ZCARD text",
                "ZRANGE text 0 -1",
                "ZPOPMIN text 0",
                "ZUNION 2 none text NONSENSE",
                "ZMPOP 2 none text MIN",
                "ZRANDMEMBER text",
                "ZSCAN text 0",
                "ZREMRANGEBYRANK text 0 1",
                "ZRANGESTORE target text 0 1",
                "ZMSCORE text a")) {
            redis.check(line, error);
        }
        redis.check("ZADD text x a", "-ERR value is not a valid float");
        redis.check("ZRANGE text x y", "-ERR value is not an integer or out of range");
    }

    @Test
    void many_areFoundListedAndRemovedByRange() {
        addMany("z");
        redis.check("ZCARD z", "20000");
        redis.check("ZRANK z m12345", "12345");
        redis.check("ZREVRANGE z 0 1", "[\"m19999\", \"m19998\"]");
        redis.check("ZRANGE z (15000 +inf BYSCORE LIMIT 4998 10", "[\"m19999\"]");
        redis.check("ZRANGE z 100 98 BYSCORE REV", "[\"m00100\", \"m00099\", \"m00098\"]");
        redis.check("ZCOUNT z 1000 (2000", "1000");
        redis.check("ZREMRANGEBYSCORE z 1000 (15000", "14000");
        redis.check("ZPOPMAX z 2", "[\"m19999\", \"19999\", \"m19998\", \"19998\"]");
        redis.check("ZRANGE z 999 1000", "[\"m00999\", \"m15000\"]");
        redis.check("ZMPOP 2 none z MIN COUNT 2", "[\"z\", [[\"m00000\", \"0\"], [\"m00001\", \"1\"]]]");
        redis.check("ZSCORE z m01000", "nil");
        redis.check("ZREMRANGEBYRANK z 0 -1", "5996");
        redis.check("EXISTS z", "0");
    }

    @Test
    void zscan_ofMany_tellsEachOnce() {
        addMany("z");
        Set<String> seen = new HashSet<>();
        String cursor = "0";
        do {
            Reply reply = redis.run("ZSCAN", "z", cursor, "COUNT", "500");
            cursor = reply.at(0).text();
            List<Reply> found = reply.at(1).all();
            for (int i = 0; i < found.size(); i += 2) {
                assertTrue(seen.add(found.get(i).text()));
                assertEquals(
                        Integer.parseInt(found.get(i).text().substring(1)),
                        found.get(i + 1).integer());
            }
        } while (!cursor.equals("0"));
        assertEquals(MANY, seen.size());
    }

    @Test
    void zrandmember_ofSome_drawsDifferentOnesOrRepeats() {
        addMany("z");
        Set<String> drawn = new HashSet<>();
        redis.line("ZRANDMEMBER z 300").all().forEach(member -> drawn.add(member.text()));
        assertEquals(300, drawn.size());
        assertEquals(50_000, redis.line("ZRANDMEMBER z -50000").all().size());
        assertEquals(8, redis.line("ZRANDMEMBER z 4 WITHSCORES").all().size());
        redis.protocol(3);
        assertEquals(2, redis.line("ZRANDMEMBER z 4 WITHSCORES").at(0).all().size());
        redis.check("ZRANDMEMBER z -9223372036854775807", "-ERR value is out of range");
    }

    @Test
    void lexRanges_ofOneScore_goByBytes() {
        redis.check("ZADD z 0 a 0 aa 0 b 0 c", "4");
        redis.check("ZRANGE z [aa (c BYLEX", "[\"aa\", \"b\"]");
        redis.check("ZRANGE z + (a BYLEX REV LIMIT 1 2", "[\"b\", \"aa\"]");
        redis.check("ZLEXCOUNT z (a +", "3");
        redis.check("ZREMRANGEBYLEX z - [aa", "2");
        redis.check("ZRANGEBYLEX z - +", "[\"b\", \"c\"]");
        redis.check("ZLEXCOUNT z + -", "0");
    }
}
