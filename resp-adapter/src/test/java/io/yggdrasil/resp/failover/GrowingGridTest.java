package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerChild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Collections of a node that is alone are changed where they are; when another node joins, which gets copies, no change may be
 * lost, torn or made twice.
 */
final class GrowingGridTest {
    private static final int FIELDS = 6_000;
    private static final int KEYS = 8;
    private static final int CLIENTS = 4;
    private static final int BATCH = 16;

    private final long seed = Long.getLong("yggdrasil.seed", System.nanoTime());

    @TempDir
    private Path folder;

    @Test
    void join_whileLargeHashesAreIncremented_losesNothing() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (Children grid = new Children(folder, 2, index -> List.of())) {
            ServerChild first = grid.begin(0).awaitReady();
            fill(first);
            SplittableRandom random = new SplittableRandom(seed);
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                SplittableRandom own = random.split();
                clients.add(threads.submit(() -> increment(first, own, stop)));
            }
            ServerChild second = grid.begin(1).awaitReady();
            Copies.awaitComplete(second, 2);
            stop.set(true);
            long counted = 0;
            for (Future<Long> client : clients) {
                counted += client.get(2, TimeUnit.MINUTES);
            }
            assertTrue(counted > 0, "seed=" + seed);
            assertEquals(counted, sum(first), "seed=" + seed);
            assertEquals(counted, sum(second), "seed=" + seed);
            Copies.assertEqual(first, 2);
            grid.kill(0);
            assertEquals(counted, sum(second), "seed=" + seed);
        } finally {
            stop.set(true);
            threads.shutdown();
        }
    }

    private static void fill(ServerChild server) {
        try (Jedis jedis = server.jedis()) {
            for (int key = 0; key < KEYS; key++) {
                Map<String, String> fields = new HashMap<>();
                for (int i = 0; i < FIELDS; i++) {
                    fields.put("f" + i, "0");
                }
                jedis.hset("hash" + key, fields);
            }
        }
    }

    /** The number of increments that were done: a reply may be an error while ownership moves. */
    private static long increment(ServerChild server, SplittableRandom random, AtomicBoolean stop) {
        long done = 0;
        try (Jedis jedis = server.jedis()) {
            while (!stop.get()) {
                Pipeline pipeline = jedis.pipelined();
                List<Response<Long>> replies = new ArrayList<>();
                String key = "hash" + random.nextInt(KEYS);
                for (int i = 0; i < BATCH; i++) {
                    replies.add(pipeline.hincrBy(key, "f" + random.nextInt(FIELDS), 1));
                }
                pipeline.sync();
                for (Response<Long> reply : replies) {
                    done += isDone(reply) ? 1 : 0;
                }
            }
        }
        return done;
    }

    private static boolean isDone(Response<Long> reply) {
        try {
            return reply.get() > 0;
        } catch (JedisDataException e) {
            return false;
        }
    }

    private static long sum(ServerChild server) {
        long sum = 0;
        try (Jedis jedis = server.jedis()) {
            for (int key = 0; key < KEYS; key++) {
                sum += jedis.hvals("hash" + key).stream()
                        .mapToLong(Long::parseLong)
                        .sum();
            }
        }
        return sum;
    }
}
