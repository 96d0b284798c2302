package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.ignite.IgniteCache;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Pipelines that change one collection, while others change or remove it through other doors, lose and repeat nothing. */
final class PipelineCoherenceTest {
    private static final int PIPELINES = 400;
    private static final int COMMANDS = 40;
    private static final String KEY = "key";
    private static final String NUMBER = "number";

    /** One member has its rows alone, so that they are replaced in place; of two each has the other's copies. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void pipelines_besideRemovalsByIgnite_countOnOrAnew(int members) {
        try (ClusterFixture cluster = ClusterFixture.start(members, Map.of("namespace.defaults.backups", "1"));
                Jedis jedis = cluster.member(0).jedis()) {
            jedis.hset(KEY, filler(new SplittableRandom().nextInt(500)));
            IgniteCache<Object, Object> cache = cluster.member(0).ignite().cache("db0");
            countBesideRemovals(cache, KEY, () -> count(jedis, pipeline -> pipeline.hincrBy(KEY, "counter", 1)));
            countBesideRemovals(cache, NUMBER, () -> count(jedis, pipeline -> pipeline.incr(NUMBER)));
        }
    }

    private static void countBesideRemovals(
            IgniteCache<Object, Object> cache, String key, Supplier<List<Long>> pipeline) {
        AtomicInteger removals = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> remover = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                if (cache.remove(key)) {
                    removals.incrementAndGet();
                }
                Thread.onSpinWait();
            }
        });
        int begun = 0;
        long last = 0;
        try {
            for (int i = 0; i < PIPELINES; i++) {
                for (long value : pipeline.get()) {
                    assertTrue(value == last + 1 || value == 1, value + " after " + last);
                    begun += value == 1 ? 1 : 0;
                    last = value;
                }
            }
        } finally {
            stop.set(true);
            remover.join();
        }
        assertTrue(begun <= removals.get() + 1, begun + " begun, " + removals + " removals");
    }

    private static Map<String, String> filler(int fields) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i <= fields; i++) {
            map.put("filler" + i, "some value");
        }
        return map;
    }

    private static List<Long> count(Jedis jedis, Function<Pipeline, Response<Long>> command) {
        Pipeline pipeline = jedis.pipelined();
        List<Response<Long>> replies = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            replies.add(command.apply(pipeline));
        }
        pipeline.sync();
        return replies.stream().map(Response::get).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pipelinesOfManyClients_onOneKey_addUp(int members) {
        int clients = 6;
        try (ClusterFixture cluster = ClusterFixture.start(members, Map.of("namespace.defaults.backups", "1"))) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int client = c;
                all.add(CompletableFuture.runAsync(() -> {
                    try (Jedis jedis = cluster.member(client % members).jedis()) {
                        for (int i = 0; i < PIPELINES / 4; i++) {
                            write(jedis, client, i);
                        }
                    }
                }));
            }
            all.forEach(CompletableFuture::join);
            try (Jedis jedis = cluster.member(0).jedis()) {
                long commands = (long) clients * (PIPELINES / 4) * COMMANDS;
                assertEquals(Long.toString(commands), jedis.hget(KEY, "counter"));
                assertEquals(commands, jedis.llen("list"));
                assertEquals(commands, jedis.zcard("zset"));
                for (int client = 0; client < clients; client++) {
                    String mine = "client" + client + ":";
                    long own = jedis.lrange("list", 0, -1).stream()
                            .filter(element -> element.startsWith(mine))
                            .distinct()
                            .count();
                    assertEquals((long) (PIPELINES / 4) * COMMANDS, own);
                }
            }
        }
    }

    private static void write(Jedis jedis, int client, int round) {
        Pipeline pipeline = jedis.pipelined();
        for (int i = 0; i < COMMANDS; i++) {
            pipeline.hincrBy(KEY, "counter", 1);
        }
        for (int i = 0; i < COMMANDS; i++) {
            pipeline.rpush("list", "client" + client + ":" + round + ":" + i);
        }
        for (int i = 0; i < COMMANDS; i++) {
            pipeline.zadd("zset", i, "client" + client + ":" + round + ":" + i);
        }
        pipeline.sync();
    }
}
