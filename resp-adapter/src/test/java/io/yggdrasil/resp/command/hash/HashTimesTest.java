package io.yggdrasil.resp.command.hash;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.list.ListCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times of fields, by what Redis 7.4 documents. */
final class HashTimesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String FIELDS_MISSING =
            "-ERR Mandatory argument FIELDS is missing or not at the right position";
    private static final String COUNT_WRONG = "-ERR The `numfields` parameter must match the number of arguments";

    private final CommandTester redis = new CommandTester(
            new HashCommands(),
            new ListCommands(),
            new StringCommands(),
            new GenericCommands(
                    () -> false,
                    new StringLimit(() -> 1 << 29),
                    name -> 512,
                    () -> {},
                    call -> true,
                    (order, place) -> {}));

    @BeforeEach
    void fill() {
        redis.nowMillis(NOW);
        redis.check("HSET h a 1 b 2 c 3", "3");
    }

    @Test
    void expire_eachForm_setsTheTime() {
        redis.check("HEXPIRE h 10 FIELDS 1 a", "[1]");
        redis.check("HPEXPIRE h 2500 FIELDS 2 b nothere", "[1, -2]");
        redis.check("HTTL h FIELDS 4 a b c nothere", "[10, 3, -1, -2]");
        redis.check("HPTTL h FIELDS 2 a b", "[10000, 2500]");
        redis.check("HEXPIRETIME h FIELDS 3 a b c", "[1700000010, 1700000003, -1]");
        redis.check("HPEXPIRETIME h FIELDS 2 a b", "[1700000010000, 1700000002500]");
        redis.check("HEXPIREAT h 1700000020 FIELDS 1 a", "[1]");
        redis.check("HPEXPIREAT h 1700000030001 FIELDS 1 c", "[1]");
        redis.check("HPEXPIRETIME h FIELDS 3 a b c", "[1700000020000, 1700000002500, 1700000030001]");
        redis.check("OBJECT ENCODING h", "\"listpackex\"");
    }

    @Test
    void expire_ofNoKey_answersForEachField() {
        redis.check("HEXPIRE no 10 FIELDS 2 a b", "[-2, -2]");
        redis.check("HTTL no FIELDS 2 a b", "[-2, -2]");
        redis.check("HPERSIST no FIELDS 1 a", "[-2]");
        redis.check("EXISTS no", "0");
    }

    @Test
    void expire_withConditions_changesWhatMeetsThem() {
        redis.check("HPEXPIREAT h 1700000010000 XX FIELDS 1 a", "[0]");
        redis.check("HPEXPIREAT h 1700000010000 GT FIELDS 1 a", "[0]");
        redis.check("HPEXPIREAT h 1700000010000 NX FIELDS 2 a nothere", "[1, -2]");
        redis.check("HPEXPIREAT h 1700000020000 nx FIELDS 1 a", "[0]");
        redis.check("HPEXPIREAT h 1700000005000 GT FIELDS 1 a", "[0]");
        redis.check("HPEXPIREAT h 1700000010000 GT FIELDS 1 a", "[0]");
        redis.check("HPEXPIREAT h 1700000011000 gt FIELDS 1 a", "[1]");
        redis.check("HPEXPIREAT h 1700000012000 LT FIELDS 1 a", "[0]");
        redis.check("HPEXPIREAT h 1700000009000 lt FIELDS 2 a b", "[1, 1]");
        redis.check("HPEXPIREAT h 1700000033000 XX FIELDS 2 a c", "[1, 0]");
        redis.check("HPEXPIRETIME h FIELDS 3 a b c", "[1700000033000, 1700000009000, -1]");
    }

    @Test
    void expire_inThePast_removesFieldsAndAtLastTheHash() {
        redis.check("HPEXPIREAT h 1 FIELDS 2 a nothere", "[2, -2]");
        redis.check("HMGET h a b c", "[nil, \"2\", \"3\"]");
        redis.check("HLEN h", "2");
        redis.check("HEXPIRE h 0 FIELDS 2 b c", "[2, 2]");
        redis.check("EXISTS h", "0");
    }

    @Test
    void requests_thatAreWrong_areRefusedAsByRedis() {
        redis.check("HEXPIRE h x FIELDS 1 a", "-ERR value is not an integer or out of range");
        redis.check("HEXPIRE h -1 FIELDS 1 a", "-ERR invalid expire time, must be >= 0");
        redis.check("HPEXPIRE h 70368744177663 FIELDS 1 a", "-ERR invalid expire time in 'hpexpire' command");
        redis.check("HEXPIRE h 70368744178 FIELDS 1 a", "-ERR invalid expire time in 'hexpire' command");
        redis.check("HPEXPIREAT h 70368744177664 FIELDS 1 a", "-ERR invalid expire time in 'hpexpireat' command");
        redis.check("HEXPIRE h 10 NX XX FIELDS 1 a", FIELDS_MISSING);
        redis.check("HEXPIRE h 10 FIELD 1 a", FIELDS_MISSING);
        redis.check("HEXPIRE h 10 FIELDS 0 a", "-ERR Parameter `numFields` should be greater than 0");
        redis.check("HEXPIRE h 10 FIELDS x a", "-ERR Parameter `numFields` should be greater than 0");
        redis.check("HEXPIRE h 10 FIELDS 2 a", COUNT_WRONG);
        redis.check("HEXPIRE h 10 FIELDS 1 a b", COUNT_WRONG);
        redis.check("HEXPIRE h 10 FIELDS 1", "-ERR wrong number of arguments for 'hexpire' command");
        redis.check("HTTL h FIELDS 0 a", "-ERR Number of fields must be a positive integer");
        redis.check("HTTL h a FIELDS 1", FIELDS_MISSING);
        redis.check("HPERSIST h FIELDS 3 a b", COUNT_WRONG);
        redis.check("RPUSH l x", "1");
        for (String request : new String[] {"HEXPIRE l 10", "HTTL l", "HPERSIST l", "HPEXPIRETIME l"}) {
            redis.check(request + " FIELDS 1 a", "-WRONGTYPE Operation against a key holding the wrong kind of value");
        }
    }

    @Test
    void fields_whoseTimeIsOver_areSeenByNoCommand() {
        redis.check("HEXPIRE h 10 FIELDS 2 a b", "[1, 1]");
        redis.nowMillis(NOW + 9_999);
        redis.check("HGET h a", "\"1\"");
        redis.nowMillis(NOW + 10_000);
        redis.check("HGET h a", "nil");
        redis.check("HMGET h a c", "[nil, \"3\"]");
        redis.check("HEXISTS h a", "0");
        redis.check("HSTRLEN h b", "0");
        redis.check("HKEYS h", "[\"c\"]");
        redis.check("HVALS h", "[\"3\"]");
        redis.check("HSCAN h 0", "[\"0\", [\"c\", \"3\"]]");
        redis.check("HRANDFIELD h", "\"c\"");
        redis.check("HRANDFIELD h 10", "[\"c\"]");
        redis.check("HTTL h FIELDS 2 a c", "[-2, -1]");
        redis.check("HPERSIST h FIELDS 1 a", "[-2]");
        redis.check("HEXPIRE h 10 FIELDS 1 a", "[-2]");
        redis.check("RPUSH l h", "1");
        redis.check("SORT l BY nosort GET *->a GET *->c", "[nil, \"3\"]");
        redis.check("HLEN h", "3"); // As in Redis: they are counted until they are removed.
        redis.check("HPURGE h", "2");
        redis.check("HLEN h", "1");
        redis.check("HPURGE h", "0");
        redis.check("HPURGE no", "0");
    }

    @Test
    void writes_clearOrKeepTimes() {
        redis.check("HEXPIRE h 10 FIELDS 3 a b c", "[1, 1, 1]");
        redis.check("HSET h a 5", "0");
        redis.check("HINCRBY h b 5", "7");
        redis.check("HINCRBYFLOAT h c 0.5", "\"3.5\"");
        redis.check("HTTL h FIELDS 3 a b c", "[-1, 10, 10]");
        redis.check("HPERSIST h FIELDS 3 a b nothere", "[-1, 1, -2]");
        redis.nowMillis(NOW + 20_000);
        redis.check("HINCRBY h c 1", "1");
        redis.check("HTTL h FIELDS 3 a b c", "[-1, -1, -1]");
        redis.check("HPEXPIRE h 5 FIELDS 1 a", "[1]");
        redis.nowMillis(NOW + 20_005);
        redis.check("HSETNX h a new", "1");
        redis.check("HGET h a", "\"new\"");
        redis.check("HTTL h FIELDS 1 a", "[-1]");
        redis.check("OBJECT ENCODING h", "\"listpack\"");
    }

    @Test
    void times_goWithCopiesRenamesAndDumps() {
        redis.check("HPEXPIREAT h 1700000010000 FIELDS 1 a", "[1]");
        redis.check("COPY h copy", "1");
        redis.check("HSET h a 9", "0");
        redis.check("HPEXPIRETIME copy FIELDS 2 a b", "[1700000010000, -1]");
        redis.check("RENAME copy other", "OK");
        redis.check("HPEXPIRETIME other FIELDS 2 a b", "[1700000010000, -1]");
        byte[] payload = redis.run("DUMP", "other").bytes();
        redis.run(Dice.request("RESTORE", "back", "0", payload));
        redis.check("HPEXPIRETIME back FIELDS 2 a b", "[1700000010000, -1]");
        redis.check("HMGET back a b c", "[\"1\", \"2\", \"3\"]");
    }
}
