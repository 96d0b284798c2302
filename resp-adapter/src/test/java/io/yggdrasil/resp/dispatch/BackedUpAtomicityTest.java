package io.yggdrasil.resp.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** With a copy on a second node: commands stay atomic, and what was answered is on the copy. */
final class BackedUpAtomicityTest {
    private static final int OPERATIONS = 1_000;
    private static final int THREADS = 3;

    private static @Nullable ServerFixture started;
    private static @Nullable Ignite second;

    @BeforeAll
    static void start() {
        ServerFixture server =
                ServerFixture.start(new StringCommands(), new GenericCommands(), new TransactionCommands());
        started = server;
        Ignite other = server.startServerNode();
        second = other;
        ClusterNode here = server.node().cluster().localNode();
        Affinity<Object> affinity = server.node().affinity("db0");
        ServerFixture.await(
                "rebalance",
                () -> affinity.allPartitions(here).length == affinity.partitions()
                        && affinity.primaryPartitions(other.cluster().localNode()).length > 0
                        && other.<Object>affinity("db0")
                                        .allPartitions(other.cluster().localNode())
                                        .length
                                == affinity.partitions());
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static ServerFixture server() {
        ServerFixture server = started;
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private static Ignite second() {
        Ignite node = second;
        if (node == null) {
            throw new IllegalStateException("not started");
        }
        return node;
    }

    /** A key that the serving node is the primary of; all of one tag are. */
    private static String localTag(String hint) {
        Affinity<Object> affinity = server().node().affinity("db0");
        for (int i = 0; ; i++) {
            String tag = "{" + hint + i + "}";
            if (affinity.isPrimary(server().node().cluster().localNode(), tag)) {
                return tag;
            }
        }
    }

    @Test
    void exec_besideInvokeOnOtherNode_losesNothingAndIsOnTheCopy() throws Exception {
        String counter = localTag("counter");
        IgniteCache<Object, Object> cache = second().cache("db0");
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Long>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            writers.add(threads.submit(() -> {
                try (Jedis jedis = server().jedis()) {
                    for (int n = 0; n < OPERATIONS / 2; n++) {
                        Transaction transaction = jedis.multi();
                        Response<Long> first = transaction.incr(counter);
                        Response<Long> next = transaction.incr(counter);
                        assertNotNull(transaction.exec());
                        assertEquals(first.get() + 1, next.get());
                    }
                    return (long) OPERATIONS / 2 * 2;
                }
            }));
        }
        writers.add(threads.submit(() -> {
            for (int n = 0; n < OPERATIONS; n++) {
                cache.invoke(counter, new AtomicityTest.Increment());
            }
            return (long) OPERATIONS;
        }));
        long expected = 0;
        for (Future<Long> writer : writers) {
            expected += writer.get(120, TimeUnit.SECONDS);
        }
        threads.shutdown();
        try (Jedis jedis = server().jedis()) {
            assertEquals(String.valueOf(expected), jedis.get(counter));
            assertArrayEquals(String.valueOf(expected).getBytes(ISO_8859_1), (byte[])
                    cache.localPeek(counter, CachePeekMode.BACKUP));
        }
    }

    @Test
    void everyAnsweredWrite_isOnTheCopy() {
        String tag = localTag("answered");
        IgniteCache<Object, Object> cache = second().cache("db0");
        try (Jedis jedis = server().jedis()) {
            for (int i = 0; i < 200; i++) {
                String key = tag + i;
                jedis.set(key, "v" + i);
                assertArrayEquals(("v" + i).getBytes(ISO_8859_1), (byte[]) cache.localPeek(key, CachePeekMode.BACKUP));
                jedis.rename(key, key + "-moved");
                assertNull(cache.localPeek(key, CachePeekMode.BACKUP));
                assertNotNull(cache.localPeek(key + "-moved", CachePeekMode.BACKUP));
                jedis.del(key + "-moved");
                assertNull(cache.localPeek(key + "-moved", CachePeekMode.BACKUP));
            }
            assertEquals(1, jedis.waitReplicas(1, 10));
        }
    }

    @Test
    void expiryOnTheCopy_isTheSame() {
        String key = localTag("expiring");
        try (Jedis jedis = server().jedis()) {
            long when = System.currentTimeMillis() + 100_000;
            jedis.set(key, "v");
            jedis.pexpireAt(key, when);
            assertEquals(when, jedis.pexpireTime(key));
            jedis.append(key, "w");
            assertEquals(when, jedis.pexpireTime(key));
            jedis.pexpire(key, 50);
            ServerFixture.await("expiry", () -> !jedis.exists(key));
            ServerFixture.await(
                    "purge of the copy", () -> second().cache("db0").localPeek(key, CachePeekMode.BACKUP) == null);
        }
    }
}
