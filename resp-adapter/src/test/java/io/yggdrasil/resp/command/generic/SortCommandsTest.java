package io.yggdrasil.resp.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.hash.HashCommands;
import io.yggdrasil.resp.command.set.SetCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SortCommandsTest {
    private static final byte[] NOTHING = {};

    private final CommandTester redis =
            new CommandTester(new SetCommands(), new HashCommands(), new StringCommands(), new GenericCommands());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void list(String key, String... elements) {
        Collection list = redis.keyspace().newCollection(Key.of(key), ValueType.LIST);
        for (String element : elements) {
            list.tree(0).insert(list.tree(0).count(), bytes(element));
        }
        redis.keyspace().save(Key.of(key), list);
    }

    /** Members have their places as scores. */
    private void sortedSet(String key, String... members) {
        Collection set = redis.keyspace().newCollection(Key.of(key), ValueType.ZSET);
        for (int place = 0; place < members.length; place++) {
            new ScoredMembers(set).put(bytes(members[place]), place);
        }
        redis.keyspace().save(Key.of(key), set);
    }

    @Test
    void sort_ofAList_ordersNumbers() {
        list("list", "10", "9", "-1.5", "1e1", "inf", "9");
        redis.check("SORT list", "[\"-1.5\", \"9\", \"9\", \"10\", \"1e1\", \"inf\"]");
        redis.check("SORT list DESC LIMIT 1 2", "[\"1e1\", \"10\"]");
        redis.check("SORT list LIMIT -5 1", "[\"-1.5\"]");
        redis.check("SORT list LIMIT 6 1", "[]");
        redis.check("SORT list BY nosort", "[\"10\", \"9\", \"-1.5\", \"1e1\", \"inf\", \"9\"]");
        redis.check("SORT list BY nosort DESC LIMIT 0 2", "[\"9\", \"inf\"]");
        redis.check("SORT list ALPHA LIMIT 0 3", "[\"-1.5\", \"10\", \"1e1\"]");
    }

    @Test
    void sort_ofASortedSet_hasItsOrderWhenNotSorted() {
        sortedSet("zset", "3", "1", "2");
        redis.check("SORT zset", "[\"1\", \"2\", \"3\"]");
        redis.check("SORT zset BY nosort", "[\"3\", \"1\", \"2\"]");
        redis.check("SORT zset BY nosort DESC LIMIT 0 2", "[\"2\", \"1\"]");
    }

    @Test
    void sort_byAndGet_lookUpStringsAndFields() {
        redis.line("SADD set 1 2 3");
        redis.line("MSET w_1 30 w_2 20 w_3 10 n_1 one n_2 two");
        redis.line("HSET h_3 name three");
        redis.check("SORT set BY w_*", "[\"3\", \"2\", \"1\"]");
        redis.check(
                "SORT set BY w_* GET # GET n_* GET h_*->name GET w_1",
                "[\"3\", nil, \"three\", nil, " + "\"2\", \"two\", nil, nil, \"1\", \"one\", nil, nil]");
        redis.check("SORT set GET n_* STORE list", "3");
        redis.check("SORT list BY nosort", "[\"one\", \"two\", \"\"]");
        redis.check("SORT set BY n_*", "-ERR One or more scores can't be converted into double");
        redis.check("SORT set BY n_* ALPHA", "[\"3\", \"1\", \"2\"]");
    }

    @Test
    void sort_storedOverItsSource_replacesItAndItsExpiry() {
        redis.line("SADD key 2 1");
        redis.line("EXPIRE key 100");
        redis.check("SORT key STORE key", "2");
        redis.check("TYPE key", "list");
        redis.check("TTL key", "-1");
        redis.check("SORT none STORE key", "0");
        redis.check("EXISTS key", "0");
    }

    @Test
    void sort_wrongly_isRefusedInRedisWords() {
        redis.line("SET string x");
        redis.check("SORT string", "-WRONGTYPE Operation against a key holding the wrong kind of value");
        redis.check("SORT string LIMIT 1", "-ERR syntax error");
        redis.check("SORT string LIMIT x 1", "-ERR value is not an integer or out of range");
        redis.check("SORT_RO string STORE a", "-ERR syntax error");
    }

    @Test
    void sort_inClusterMode_looksNothingUp() {
        CommandTester clustered = new CommandTester(new SetCommands(), new GenericCommands(() -> true));
        clustered.line("SADD set 2 1");
        clustered.check("SORT set BY w_*", "-ERR BY option of SORT denied in Cluster mode.");
        clustered.check("SORT set GET #", "-ERR GET option of SORT denied in Cluster mode.");
        clustered.check("SORT_RO set BY nosort GET x", "-ERR GET option of SORT denied in Cluster mode.");
        clustered.check("SORT set BY nosort STORE list", "2");
        clustered.check("SORT list", "[\"1\", \"2\"]");
    }

    /** The key that is written is the one that was announced, whatever keys and patterns are called. */
    @Test
    void store_amongOptions_isFoundWhereSortFindsIt() {
        assertEquals(3, SortOptions.store(Request.of("SORT", "k", "STORE", "by")));
        assertEquals(5, SortOptions.store(Request.of("SORT", "k", "STORE", "by", "STORE", "x")));
        assertEquals(
                0, SortOptions.store(Request.of("SORT", "k", "BY", "store", "GET", "store", "LIMIT", "store", "1")));
        assertEquals(0, SortOptions.store(Request.of("SORT", "k", "STORE")));
    }
}
