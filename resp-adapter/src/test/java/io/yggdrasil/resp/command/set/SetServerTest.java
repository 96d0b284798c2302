package io.yggdrasil.resp.command.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.SortingParams;

/** Sets of many nodes on a real node; the keys need not be of one slot. */
final class SetServerTest {
    private static final int MEMBERS = 20_000;

    private static ServerFixture server;

    private final Jedis jedis = server.jedis();

    @BeforeAll
    static void start() {
        server = ServerFixture.start(
                new SetCommands(), new StringCommands(), new GenericCommands(), new TransactionCommands());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        jedis.flushAll();
        ServerFixture.await("nodes are freed", () -> nodes() == 0);
        jedis.close();
    }

    private static long nodes() {
        return server.node().cache("db0:nodes").sizeLong(CachePeekMode.ALL);
    }

    private Set<String> fill(String key, int step) {
        List<String> members = IntStream.range(0, MEMBERS / step)
                .mapToObj(i -> Integer.toString(i * step))
                .toList();
        for (int from = 0; from < members.size(); from += 500) {
            List<String> some = members.subList(from, Math.min(members.size(), from + 500));
            assertEquals(some.size(), jedis.sadd(key, some.toArray(String[]::new)));
        }
        return new TreeSet<>(members);
    }

    private static Set<String> multiples(int step) {
        return IntStream.range(0, (MEMBERS + step - 1) / step)
                .mapToObj(i -> Integer.toString(i * step))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void operations_onLargeSets_tellAndStoreTheSame() {
        Set<String> even = fill("even", 2);
        fill("fifth", 5);
        assertTrue(nodes() > 20, () -> "nodes=" + nodes());
        assertEquals(multiples(10), new TreeSet<>(jedis.sinter("even", "fifth")));
        assertEquals(MEMBERS / 10, jedis.sintercard("even", "fifth"));
        assertEquals(MEMBERS / 10, jedis.sinterstore("result", "even", "fifth"));
        assertEquals(multiples(10), new TreeSet<>(jedis.smembers("result")));
        assertEquals(MEMBERS * 6 / 10, jedis.sunionstore("result", "even", "fifth"));
        assertEquals(MEMBERS * 6 / 10, jedis.scard("result"));
        even.removeAll(multiples(10));
        assertEquals(even.size(), jedis.sdiffstore("even", "even", "fifth"));
        assertEquals(even, new TreeSet<>(jedis.smembers("even")));
        assertEquals(1, jedis.smove("even", "fifth", "2"));
        assertTrue(jedis.sismember("fifth", "2"));
        assertFalse(jedis.sismember("even", "2"));
    }

    @Test
    void spop_ofMany_leavesTheRestAndItsExpiry() {
        Set<String> all = fill("key", 1);
        jedis.expire("key", 1000);
        Set<String> popped = jedis.spop("key", MEMBERS * 3L / 4);
        assertEquals(MEMBERS * 3 / 4, popped.size());
        Set<String> few = jedis.spop("key", 100);
        assertEquals(100, few.size());
        all.removeAll(popped);
        all.removeAll(few);
        assertEquals(all, new TreeSet<>(jedis.smembers("key")));
        assertTrue(jedis.ttl("key") > 900);
    }

    @Test
    void transaction_readsWhatItWrote() {
        fill("even", 2);
        fill("fifth", 5);
        Transaction transaction = jedis.multi();
        transaction.sunionstore("result", "even", "fifth");
        transaction.scard("result");
        transaction.sinterstore("result", "result", "fifth");
        transaction.srem("result", "5", "10");
        transaction.scard("result");
        List<Object> replies = transaction.exec();
        long union = MEMBERS * 6 / 10;
        long fifth = MEMBERS / 5;
        assertEquals(List.of(union, union, fifth, 2L, fifth - 2), replies);
    }

    @Test
    void sort_ofALargeSet_isStoredAsAList() {
        fill("key", 1);
        assertEquals(MEMBERS, jedis.sort("key", new SortingParams().desc(), "list"));
        assertEquals("list", jedis.type("list"));
        List<String> first = List.of("19999", "19998", "19997");
        assertEquals(first, jedis.sort("list", new SortingParams().by("nosort").limit(0, 3)));
        jedis.set("weight_7", "-1");
        assertEquals(
                List.of("7"),
                jedis.sort("list", new SortingParams().by("weight_*").limit(0, 1)));
    }
}
