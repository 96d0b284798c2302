package io.yggdrasil.resp.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.slot.BinaryKey;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** SCAN, KEYS, DBSIZE and RANDOMKEY on a real node, with a prefix namespace beside the whole database. */
final class ScanTest {
    private static final String PREFIX = "tenant:";

    private static @Nullable ServerFixture started;

    @BeforeAll
    static void start() {
        started = ServerFixture.startWith(
                plugin -> plugin.setNamespaces(
                        new NamespaceConfiguration()
                                .setDatabase(0)
                                .setPrefix(PREFIX)
                                .setName("tenant"),
                        new NamespaceConfiguration()
                                .setDatabase(0)
                                .setPrefix("late:")
                                .setName("late")),
                new StringCommands(),
                new GenericCommands());
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

    @BeforeEach
    void empty() {
        try (Jedis jedis = server().jedis()) {
            jedis.flushAll();
        }
    }

    @Test
    void scan_findsEveryKeyOnceWhileNothingChanges() {
        try (Jedis jedis = server().jedis()) {
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 3_000; i++) {
                String key = (i % 3 == 0 ? PREFIX : "") + "key:" + i;
                jedis.set(key, "v");
                expected.add(key);
            }
            for (int count : new int[] {1, 10, 1_000_000}) {
                Map<String, Integer> seen = scan(jedis, count);
                assertEquals(expected, seen.keySet(), "COUNT " + count);
                assertTrue(seen.values().stream().allMatch(times -> times == 1), "COUNT " + count);
            }
            assertEquals(expected, jedis.keys("*"));
            assertEquals(expected.size(), jedis.dbSize());
            assertEquals(Set.of(PREFIX + "key:3", "key:4"), jedis.keys("*key:[34]"));
        }
    }

    @Test
    void scan_whileWritersComeAndGo_missesNoKeyThatStays() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> staying = new HashSet<>();
        try (Jedis jedis = server().jedis()) {
            for (int i = 0; i < 2_000; i++) {
                String key = (random.nextBoolean() ? PREFIX : "") + "stays:" + random.nextInt();
                jedis.set(key, "v");
                staying.add(key);
            }
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService threads = Executors.newCachedThreadPool();
            Future<Integer> writer = threads.submit(() -> write(new Random(seed + 1), staying, stop));
            Future<Integer> thinWriter = threads.submit(() -> writeByIgnite(new Random(seed + 2), stop));
            for (int round = 0; round < 20; round++) {
                Set<String> missing = new HashSet<>(staying);
                missing.removeAll(scan(jedis, 1 + random.nextInt(300)).keySet());
                assertEquals(Set.of(), missing, "seed=" + seed);
            }
            stop.set(true);
            assertTrue(writer.get(60, TimeUnit.SECONDS) > 0);
            assertTrue(thinWriter.get(60, TimeUnit.SECONDS) > 0);
            threads.shutdown();
        }
    }

    @Test
    void scan_whileANamespaceStarts_missesNoKeyThatStays() {
        try (Jedis jedis = server().jedis()) {
            Set<String> staying = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                jedis.set("key:" + i, "v");
                jedis.set(PREFIX + i, "v");
                staying.add("key:" + i);
                staying.add(PREFIX + i);
            }
            Set<String> seen = new HashSet<>();
            ScanResult<String> page = jedis.scan("0");
            seen.addAll(page.getResult());
            jedis.set("late:1", "v");
            while (!page.isCompleteIteration()) {
                page = jedis.scan(page.getCursor());
                seen.addAll(page.getResult());
            }
            seen.remove("late:1");
            assertEquals(staying, seen);
        }
    }

    @Test
    void keys_ofOtherKinds_areLeftOutOrDecoded() {
        byte[] binary = {(byte) 0xff, 0, 'x'};
        try (Jedis jedis = server().jedis()) {
            IgniteCache<Object, Object> cache = server().node().cache("db0");
            cache.put(42, "no string key");
            cache.put("text", "v");
            jedis.set(binary, new byte[0]);
            assertEquals(2, jedis.keys("*".getBytes(UTF_8)).size());
            assertTrue(cache.containsKey(new BinaryKey(binary)));
            assertEquals(1, jedis.keys(new byte[] {(byte) 0xff, '*'}).size());
            assertEquals("OK", jedis.flushDB());
            assertEquals(0, cache.size());
        }
    }

    @Test
    void expiredKeys_areNotListed() {
        try (Jedis jedis = server().jedis()) {
            jedis.set("stays", "v");
            jedis.psetex("goes", 20, "v");
            ServerFixture.await("expiry", () -> !jedis.exists("goes"));
            assertEquals(Set.of("stays"), jedis.keys("*"));
            assertEquals(Set.of("stays"), scan(jedis, 10).keySet());
            assertEquals("stays", jedis.randomKey());
            ServerFixture.await("purge", () -> jedis.dbSize() == 1);
        }
    }

    @Test
    void randomkey_drawsFromEveryNamespace() {
        try (Jedis jedis = server().jedis()) {
            jedis.mset("a", "1", "b", "1", PREFIX + "c", "1", PREFIX + "d", "1");
            Set<String> drawn = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                drawn.add(assertNotNullKey(jedis.randomKey()));
            }
            assertEquals(Set.of("a", "b", PREFIX + "c", PREFIX + "d"), drawn);
        }
    }

    private static String assertNotNullKey(@Nullable String key) {
        assertNotNull(key);
        return key;
    }

    private static Map<String, Integer> scan(Jedis jedis, int count) {
        Map<String, Integer> seen = new HashMap<>();
        String cursor = "0";
        do {
            ScanResult<String> page = jedis.scan(cursor, new ScanParams().count(count));
            page.getResult().forEach(key -> seen.merge(key, 1, Integer::sum));
            cursor = page.getCursor();
        } while (!cursor.equals("0"));
        return seen;
    }

    /** Adds and removes keys of its own, and overwrites those that stay. */
    private static int write(Random random, Set<String> staying, AtomicBoolean stop) {
        String[] kept = staying.toArray(String[]::new);
        int rounds = 0;
        try (Jedis jedis = server().jedis()) {
            while (!stop.get()) {
                Pipeline pipeline = jedis.pipelined();
                for (int i = 0; i < 50; i++) {
                    String passing = (random.nextBoolean() ? PREFIX : "") + "passes:" + random.nextInt(5_000);
                    if (random.nextBoolean()) {
                        pipeline.set(passing, "x".repeat(random.nextInt(3_000)));
                    } else {
                        pipeline.del(passing);
                    }
                    pipeline.set(kept[random.nextInt(kept.length)], "x".repeat(random.nextInt(3_000)));
                }
                pipeline.sync();
                rounds++;
            }
        }
        return rounds;
    }

    private static int writeByIgnite(Random random, AtomicBoolean stop) {
        IgniteCache<Object, Object> cache = server().node().cache("db0");
        int writes = 0;
        while (!stop.get()) {
            String key = "passes:" + random.nextInt(5_000);
            if (random.nextBoolean()) {
                cache.put(key, "v");
            } else {
                cache.remove(key);
            }
            writes++;
        }
        return writes;
    }
}
