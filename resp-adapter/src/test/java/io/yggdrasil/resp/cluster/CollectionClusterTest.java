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
import redis.clients.jedis.Transaction;

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
}
