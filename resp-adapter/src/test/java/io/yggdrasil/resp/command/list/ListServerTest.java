package io.yggdrasil.resp.command.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.args.ListPosition;
import redis.clients.jedis.params.LPosParams;
import redis.clients.jedis.util.KeyValue;

/** Lists of many nodes on a real node. */
final class ListServerTest {
    private static final int ELEMENTS = 20_000;
    private static final int MOVED = 3_000;
    private static final String SOURCE = "{t}source";
    private static final String TARGET = "{t}target";

    private static ServerFixture server;

    private final Jedis jedis = server.jedis();

    @BeforeAll
    static void start() {
        server = ServerFixture.start(
                new ListCommands(), new StringCommands(), new GenericCommands(), new TransactionCommands());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        jedis.del(SOURCE, TARGET);
        ServerFixture.await("nodes are freed", () -> nodes() == 0);
        jedis.close();
    }

    private static long nodes() {
        return server.node().cache("db0:nodes").sizeLong(CachePeekMode.ALL);
    }

    /** Every hundredth element is of 10 KB. */
    private static String element(int number) {
        return number % 100 == 0 ? number + "-".repeat(10 << 10) : "element" + number % 1000;
    }

    private List<String> fill(String key) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            elements.add(element(i));
        }
        for (int from = 0; from < ELEMENTS; from += 500) {
            jedis.rpush(key, elements.subList(from, from + 500).toArray(String[]::new));
        }
        return elements;
    }

    @Test
    void largeList_changes_areThoseOfAListInMemory() {
        List<String> model = fill(SOURCE);
        assertTrue(nodes() > 200, () -> "nodes=" + nodes());
        assertEquals(model, jedis.lrange(SOURCE, 0, -1));
        assertEquals(model.get(ELEMENTS - 7), jedis.lindex(SOURCE, -7));
        assertEquals(model.subList(9_990, 10_011), jedis.lrange(SOURCE, 9_990, 10_010));
        String often = "element77";
        assertEquals(
                ELEMENTS / 1000,
                jedis.lpos(SOURCE, often, LPosParams.lPosParams(), 0).size());
        assertEquals(
                ELEMENTS - 1000 + 77,
                jedis.lpos(SOURCE, often, LPosParams.lPosParams().rank(-1)));
        assertEquals(ELEMENTS / 1000, jedis.lrem(SOURCE, 0, often));
        model.removeAll(List.of(often));
        assertEquals(model, jedis.lrange(SOURCE, 0, -1));
        assertEquals("OK", jedis.lset(SOURCE, 12_345, "set"));
        model.set(12_345, "set");
        jedis.linsert(SOURCE, ListPosition.AFTER, "set", "inserted");
        model.add(12_346, "inserted");
        assertEquals("OK", jedis.ltrim(SOURCE, 100, -101));
        List<String> kept = new ArrayList<>(model.subList(100, model.size() - 100));
        assertEquals(kept, jedis.lrange(SOURCE, 0, -1));
        List<String> popped = kept.subList(kept.size() - 5000, kept.size());
        Collections.reverse(popped);
        assertEquals(popped, jedis.rpop(SOURCE, 5000));
        assertEquals(kept.size() - 5000, jedis.llen(SOURCE));
        KeyValue<String, List<String>> rest = jedis.lmpop(ListDirection.LEFT, ELEMENTS, TARGET, SOURCE);
        assertEquals(SOURCE, rest.getKey());
        assertEquals(kept.subList(0, kept.size() - 5000), rest.getValue());
        assertFalse(jedis.exists(SOURCE));
    }

    @Test
    void lmove_ofAllElements_turnsTheListAround() {
        fill(SOURCE);
        jedis.ltrim(SOURCE, 0, MOVED - 1);
        List<String> model = jedis.lrange(SOURCE, 0, -1);
        Pipeline pipeline = jedis.pipelined();
        for (int i = 0; i < MOVED; i++) {
            pipeline.lmove(SOURCE, TARGET, ListDirection.LEFT, ListDirection.LEFT);
        }
        assertEquals(model, pipeline.syncAndReturnAll());
        assertFalse(jedis.exists(SOURCE));
        Collections.reverse(model);
        assertEquals(model, jedis.lrange(TARGET, 0, -1));
        assertEquals(model.get(MOVED - 1), jedis.rpoplpush(TARGET, TARGET));
        Collections.rotate(model, 1);
        assertEquals(model, jedis.lrange(TARGET, 0, -1));
    }

    @Test
    void transaction_readsWhatItWrote() {
        List<String> model = fill(SOURCE);
        Transaction transaction = jedis.multi();
        transaction.lpop(SOURCE);
        transaction.lmove(SOURCE, TARGET, ListDirection.RIGHT, ListDirection.LEFT);
        transaction.lindex(SOURCE, 0);
        transaction.rpush(TARGET, "more");
        transaction.lrange(TARGET, 0, -1);
        transaction.ltrim(SOURCE, 1, 0);
        transaction.rpush(SOURCE, "new");
        transaction.lrange(SOURCE, 0, -1);
        String last = model.get(ELEMENTS - 1);
        assertEquals(
                Arrays.asList(model.get(0), last, model.get(1), 2L, List.of(last, "more"), "OK", 1L, List.of("new")),
                transaction.exec());
    }

    @Test
    void expiredList_isAnewOne() {
        jedis.rpush(SOURCE, "old");
        jedis.pexpireAt(SOURCE, 1);
        assertNull(jedis.lpop(SOURCE));
        assertEquals(1, jedis.rpush(SOURCE, "new"));
        jedis.pexpire(SOURCE, 1);
        ServerFixture.await("it has expired", () -> jedis.rpushx(SOURCE, "more") == 0);
        assertEquals(1, jedis.lpush(SOURCE, "new"));
        assertEquals(-1, jedis.pttl(SOURCE));
    }
}
