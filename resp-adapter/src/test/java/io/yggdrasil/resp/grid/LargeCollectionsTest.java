package io.yggdrasil.resp.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.hash.HashCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.Tuple;

/**
 * Collections of many nodes, which the threads that serve clients keep from one command to the next: none of them may see
 * what another one, or another door, has changed as it was before.
 */
final class LargeCollectionsTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 12_000;
    private static final int ELEMENTS = 4_000;

    private final long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void commands_ofManyClients_areAnsweredAsByRedis() throws IOException {
        List<Jedis> theirs = new ArrayList<>();
        List<Jedis> ours = new ArrayList<>();
        try (RedisServer redis = RedisServer.start();
                WholeServer server = WholeServer.start(Map.of())) {
            for (int i = 0; i < CLIENTS; i++) {
                theirs.add(new Jedis("localhost", redis.port()));
                ours.add(new Jedis("localhost", server.port()));
            }
            for (String[] fill : fills()) {
                assertEquals(answer(theirs.get(0), fill), answer(ours.get(0), fill));
            }
            for (int round = 0; round < ROUNDS; round++) {
                int client = random.nextInt(CLIENTS);
                String[] words = command().split(" ");
                String expected = answer(theirs.get(client), words);
                assertEquals(
                        expected, answer(ours.get(client), words), () -> "seed=" + seed + " " + Arrays.toString(words));
            }
        } finally {
            theirs.forEach(Jedis::close);
            ours.forEach(Jedis::close);
        }
    }

    private static List<String[]> fills() {
        List<String[]> fills = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            fills.add(("HSET h f" + i + " 1000").split(" "));
            fills.add(("SADD s m" + i).split(" "));
            fills.add(("ZADD z " + i * 7 % ELEMENTS + " m" + i).split(" "));
            fills.add(("RPUSH l value" + i).split(" "));
        }
        return fills;
    }

    private String command() {
        int element = random.nextInt(ELEMENTS);
        int number = random.nextInt(1_000, 10_000);
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3 -> "HSET h f" + element + " " + number;
            case 4 -> "HINCRBY h f" + element + " 1";
            case 5 -> "HDEL h f" + element;
            case 6, 7, 8 -> "HGET h f" + element;
            case 9 -> "HMGET h f" + element + " f" + random.nextInt(ELEMENTS);
            case 10, 11, 12 -> "ZADD z " + number + " m" + element;
            case 13 -> "ZINCRBY z 1 m" + element;
            case 14 -> "ZREM z m" + element;
            case 15, 16 -> "ZRANK z m" + element;
            case 17 -> "ZRANGE z " + element + " " + (element + 40) + " WITHSCORES";
            case 18 -> "ZCOUNT z " + number + " +inf";
            case 19 -> "SADD s m" + random.nextInt(2 * ELEMENTS);
            case 20 -> "SREM s m" + element;
            case 21, 22 -> "SISMEMBER s m" + element;
            case 23, 24 -> "LSET l " + random.nextInt(ELEMENTS / 2) + " value" + number;
            case 25 -> random.nextBoolean() ? "LPUSH l value" + number : "RPUSH l value" + number;
            case 26 -> random.nextBoolean() ? "LPOP l" : "RPOP l";
            case 27 -> "LRANGE l " + element + " " + (element + 40);
            case 28 -> "LINDEX l " + element;
            case 29 -> "EXPIRE " + "hszl".charAt(random.nextInt(4)) + " 1000";
            case 30 -> "HGET copy f" + element;
            case 31 -> "ZSCORE copy m" + element;
            default -> rare(element, number);
        };
    }

    private String rare(int element, int number) {
        return switch (random.nextInt(24)) {
            case 0 -> "COPY h copy REPLACE";
            case 1 -> "COPY z copy REPLACE";
            case 2 -> "RENAME copy other";
            case 3 -> "RENAME other copy";
            case 4 -> "HSET copy f" + element + " " + number;
            case 5 -> "ZADD copy " + number + " m" + element;
            case 6 -> "SET copy string";
            case 7 -> "DEL copy";
            case 8 -> "PEXPIRE copy 0";
            case 9 -> "SWAPDB 0 1";
            case 10 -> "MULTI";
            case 11, 12 -> "EXEC";
            case 13 -> "WATCH h";
            case 14 ->
                "EVAL return{redis.call('hset','h','f" + element + "'," + number + "),redis.call('hlen','h')} 1 h";
            case 15 -> "LMOVE l l LEFT RIGHT";
            case 16 -> "SMOVE s other m" + element;
            case 17 -> "ZRANGESTORE copy z 0 2000";
            case 18 -> "ZUNIONSTORE copy 2 z z";
            case 19 -> "LTRIM l 0 " + (ELEMENTS - 1);
            case 20 -> "MOVE copy 1";
            default -> "HSET h f" + element + " " + number;
        };
    }

    private static String answer(Jedis client, String... words) {
        byte[][] rest = new byte[words.length - 1][];
        for (int i = 1; i < words.length; i++) {
            rest[i - 1] = words[i].getBytes(UTF_8);
        }
        try {
            return text(client.sendCommand(() -> words[0].getBytes(UTF_8), rest));
        } catch (JedisDataException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String text(Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, UTF_8);
        }
        return reply instanceof List<?> list
                ? list.stream().map(LargeCollectionsTest::text).toList().toString()
                : String.valueOf(reply);
    }

    @Test
    void hash_changedThroughIgnite_isSeen() {
        try (ServerFixture server = ServerFixture.start(new HashCommands(), new GenericCommands());
                Jedis one = server.jedis();
                Jedis two = server.jedis()) {
            Map<String, String> fields = new HashMap<>();
            for (int i = 0; i < ELEMENTS; i++) {
                fields.put("f" + i, "1000");
            }
            for (int round = 0; round < 40; round++) {
                one.hset("h", fields);
                for (int i = 0; i < 20; i++) {
                    String field = "f" + random.nextInt(ELEMENTS);
                    String value = String.valueOf(random.nextInt(1_000, 10_000));
                    (i % 2 == 0 ? one : two).hset("h", field, value);
                    assertEquals(value, (i % 3 == 0 ? one : two).hget("h", field), () -> "seed=" + seed);
                }
                server.node().cache("db0").remove("h");
                assertNull(one.hget("h", "f1"), () -> "seed=" + seed);
                assertNull(two.hget("h", "f1"), () -> "seed=" + seed);
                assertEquals(1, two.hset("h", "f1", "2"), () -> "seed=" + seed);
                assertEquals(1, one.hlen("h"), () -> "seed=" + seed);
                one.del("h");
            }
        }
    }

    /** A reader that a writer disturbs reads again: its client sees the collection as it was at one time, and nobody an error. */
    @Test
    void ranges_whileNodesComeAndGo_areWhole() throws Exception {
        int reads = 600;
        int block = ELEMENTS / CLIENTS;
        try (WholeServer server = WholeServer.start(Map.of());
                Jedis reader = new Jedis("localhost", server.port())) {
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int first = i * block;
                running.add(threads.submit(() -> comeAndGo(server.port(), first, first + block, done)));
            }
            try {
                for (int i = 0; i < reads; i++) {
                    List<String> members = reader.zrange("z", 0, -1);
                    assertEquals(0, members.size() % block);
                    assertEquals(members.size(), new HashSet<>(members).size());
                }
            } finally {
                done.set(true);
            }
            for (Future<?> one : running) {
                one.get(1, TimeUnit.MINUTES);
            }
            threads.shutdown();
            assertEquals("# Errorstats\r\n", reader.info("errorstats"));
        }
    }

    /** Adds and removes members, all of them at a time. */
    private static void comeAndGo(int port, int from, int to, AtomicBoolean done) {
        Map<String, Double> members = new HashMap<>();
        for (int i = from; i < to; i++) {
            members.put("member" + i, i * 7919.0 % ELEMENTS);
        }
        String[] names = members.keySet().toArray(String[]::new);
        try (Jedis jedis = new Jedis("localhost", port)) {
            while (!done.get()) {
                jedis.zadd("z", members);
                jedis.zrem("z", names);
            }
        }
    }

    @Test
    void increments_ofManyClientsAtOnce_areAllCounted() throws Exception {
        int batches = 400;
        int batch = 16;
        try (WholeServer server = WholeServer.start(Map.of())) {
            try (Jedis jedis = new Jedis("localhost", server.port())) {
                for (int i = 0; i < ELEMENTS; i++) {
                    jedis.hset("h", "f" + i, "1000000");
                    jedis.zadd("z", 1_000_000, "m" + i);
                }
            }
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                SplittableRandom own = random.split();
                running.add(threads.submit(() -> increment(server.port(), own, batches, batch)));
            }
            for (Future<?> one : running) {
                one.get(2, TimeUnit.MINUTES);
            }
            threads.shutdown();
            long expected = 1_000_000L * ELEMENTS + (long) CLIENTS * batches * batch;
            try (Jedis jedis = new Jedis("localhost", server.port())) {
                assertEquals(ELEMENTS, jedis.hlen("h"));
                assertEquals(
                        expected,
                        jedis.hvals("h").stream().mapToLong(Long::parseLong).sum(),
                        () -> "seed=" + seed);
                assertEquals(ELEMENTS, jedis.zcard("z"));
                assertEquals(
                        expected,
                        (long) jedis.zrangeWithScores("z", 0, -1).stream()
                                .mapToDouble(Tuple::getScore)
                                .sum(),
                        () -> "seed=" + seed);
            }
        }
    }

    private static void increment(int port, SplittableRandom random, int batches, int batch) {
        try (Jedis jedis = new Jedis("localhost", port)) {
            for (int i = 0; i < batches; i++) {
                Pipeline pipeline = jedis.pipelined();
                for (int k = 0; k < batch; k++) {
                    pipeline.hincrBy("h", "f" + random.nextInt(ELEMENTS), 1);
                }
                for (int k = 0; k < batch; k++) {
                    pipeline.zincrby("z", 1, "m" + random.nextInt(ELEMENTS));
                }
                pipeline.sync();
            }
        }
    }
}
