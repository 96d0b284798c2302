package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamPendingSummary;
import redis.clients.jedis.util.SafeEncoder;

/** Collections of many nodes on several grid nodes. */
final class CollectionClusterTest {
    private static final int FIELDS = 5000;

    private ClusterFixture cluster;

    @BeforeEach
    void start() {
        cluster = ClusterFixture.start(3, Map.of("namespace.defaults.backups", "1"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static Map<String, String> fill(Jedis jedis, String key) {
        Map<String, String> fields = new HashMap<>();
        Pipeline pipeline = jedis.pipelined();
        for (int i = 0; i < FIELDS; i++) {
            fields.put("field" + i, "value" + i);
            pipeline.hset(key, "field" + i, "value" + i);
        }
        pipeline.sync();
        return fields;
    }

    private long nodes(CachePeekMode mode) {
        IgniteCache<Object, Object> cache = cluster.member(0).ignite().cache("db0:nodes");
        return cache.sizeLong(mode);
    }

    @Test
    void largeHash_isReadWrittenAndMovedFromAnyNode() {
        String here = cluster.keyOf(cluster.member(0), "here");
        String there = cluster.keyOf(cluster.member(1), "there");
        try (Jedis first = cluster.member(0).jedis();
                Jedis second = cluster.member(1).jedis();
                Jedis third = cluster.member(2).jedis()) {
            Map<String, String> fields = fill(third, here);
            assertEquals(fields, first.hgetAll(here));
            assertEquals(fields, second.hgetAll(here));
            assertEquals("hash", third.type(here));
            long nodes = nodes(CachePeekMode.PRIMARY);
            assertTrue(nodes > 20, "nodes=" + nodes);
            assertEquals("OK", second.rename(here, there));
            assertFalse(first.exists(here));
            assertEquals(fields, third.hgetAll(there));
            assertTrue(third.copy(there, here, false));
            assertEquals(fields, second.hgetAll(here));
            assertEquals(1, first.hdel(here, "field7"));
            assertEquals("value7", first.hget(there, "field7"));
            Transaction transaction = third.multi();
            transaction.hset(here, "field7", "again");
            transaction.hset(there, "more", "1");
            transaction.hlen(there);
            transaction.hget(there, "more");
            assertEquals(List.of(1L, 1L, (long) FIELDS + 1, "1"), transaction.exec());
            assertEquals("again", second.hget(here, "field7"));
            assertEquals(2, second.del(here, there));
            assertEquals(0, first.dbSize());
            ServerFixture.await("nodes are freed", () -> nodes(CachePeekMode.ALL) == 0);
        }
    }

    @Test
    void largeHash_survivesTheLossOfItsPrimary() {
        String key = cluster.keyOf(cluster.member(1), "key");
        Map<String, String> fields;
        try (Jedis jedis = cluster.member(0).jedis()) {
            fields = fill(jedis, key);
            cluster.remove(cluster.member(1));
            assertEquals(fields, jedis.hgetAll(key));
            for (int i = 0; i < FIELDS; i += 3) {
                fields.remove("field" + i);
                jedis.hdel(key, "field" + i);
            }
            assertEquals(fields, jedis.hgetAll(key));
            assertEquals(fields.size(), jedis.hlen(key));
            jedis.flushAll();
            assertEquals(0, nodes(CachePeekMode.ALL));
        }
    }

    @Test
    void groupOfStream_survivesTheLossOfItsPrimary() {
        String key = cluster.keyOf(cluster.member(1), "stream");
        String other = cluster.keyOf(cluster.member(2), "other");
        try (Jedis jedis = cluster.member(0).jedis()) {
            Pipeline pipeline = jedis.pipelined();
            for (int i = 1; i <= FIELDS; i++) {
                pipeline.xadd(
                        key, Map.of("number", "" + i), XAddParams.xAddParams().id(new StreamEntryID(i, 0)));
            }
            pipeline.sync();
            jedis.xgroupCreate(key, "g", new StreamEntryID(), false);
            jedis.xgroupCreate(other, "g", new StreamEntryID(), true);
            deliver(jedis, "one", FIELDS / 2, key, other);
            deliver(jedis, "two", FIELDS / 4, key, other);
            assertEquals(1, jedis.xack(key, "g", new StreamEntryID(7, 0)));
            String before = full(jedis, key);
            cluster.remove(cluster.member(1));
            assertEquals(before, full(jedis, key));
            deliver(jedis, "two", FIELDS, key, other);
            StreamPendingSummary summary = jedis.xpending(key, "g");
            assertEquals(FIELDS - 1, summary.getTotal());
            assertEquals(
                    Map.of("one", FIELDS / 2 - 1L, "two", FIELDS - FIELDS / 2L), summary.getConsumerMessageCount());
            assertEquals(FIELDS / 2 - 1, jedis.xgroupDelConsumer(key, "g", "one"));
            assertEquals(2, jedis.del(key, other));
            ServerFixture.await("nodes are freed", () -> nodes(CachePeekMode.ALL) == 0);
        }
    }

    /** All that XINFO tells. */
    private static String full(Jedis jedis, String key) {
        Object reply = jedis.sendCommand(Protocol.Command.XINFO, "STREAM", key, "FULL", "COUNT", "0");
        return SafeEncoder.encodeObject(reply).toString();
    }

    /** Reads from two streams at once, of which one has news. */
    private static void deliver(Jedis jedis, String consumer, int count, String key, String other) {
        Map<String, StreamEntryID> streams = new HashMap<>();
        streams.put(key, StreamEntryID.UNRECEIVED_ENTRY);
        streams.put(other, StreamEntryID.UNRECEIVED_ENTRY);
        List<Map.Entry<String, List<StreamEntry>>> read = jedis.xreadGroup(
                "g", consumer, XReadGroupParams.xReadGroupParams().count(count), streams);
        assertEquals(1, read.size());
        assertEquals(key, read.get(0).getKey());
    }
}
