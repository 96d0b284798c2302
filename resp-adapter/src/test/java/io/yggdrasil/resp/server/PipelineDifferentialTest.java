package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Pipelines of commands that change a few collections again and again are answered as by a redis-server: one that shares the
 * reading and storing of a collection among commands must not show it.
 */
final class PipelineDifferentialTest {
    private static final int PIPELINES = 300;

    private static RedisServer redis;
    private static WholeServer ours;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    /** All replies, up to that to QUIT: a Redis that meets the end of the requests keeps replies to itself. */
    private static String answer(int port, String stream) {
        try (RawClient client = new RawClient(port)) {
            byte[] bytes = Traffic.latin(stream + "QUIT\r\n");
            client.trySend(bytes, 0, bytes.length);
            return client.readToEnd();
        }
    }

    @Test
    void answer_pipelinesOnFewKeys_isRedis() {
        long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < PIPELINES; i++) {
            String stream = (random.nextInt(10) == 0 ? "FLUSHALL\r\n" : "") + pipeline(random);
            String expected = answer(redis.port(), stream);
            int pipeline = i;
            assertEquals(
                    expected,
                    answer(ours.port(), stream),
                    () -> "seed=" + seed + " pipeline=" + pipeline + "\n" + stream);
        }
    }

    private static String pipeline(SplittableRandom random) {
        StringBuilder stream = new StringBuilder();
        for (int left = 1 + random.nextInt(12); left > 0; left--) {
            IntFunction<String> command = command(random);
            boolean isLong = random.nextInt(4) == 0;
            for (int times = 1 + random.nextInt(isLong ? 200 : 8); times > 0; times--) {
                append(stream, command.apply(times));
            }
        }
        return stream.toString();
    }

    private static void append(StringBuilder stream, String line) {
        String[] words = line.split(" ");
        stream.append('*').append(words.length).append("\r\n");
        for (String word : words) {
            stream.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }

    /** What makes the lines of a run, most of which begin alike. */
    private static IntFunction<String> command(SplittableRandom random) {
        String key = "key" + random.nextInt(6);
        String other = "key" + random.nextInt(6);
        String filler = "x".repeat(random.nextInt(4) == 0 ? 300 : 5);
        boolean wrong = random.nextInt(4) == 0;
        return switch (random.nextInt(36)) {
            case 0, 1, 2 -> n -> "HSET " + key + " f" + random.nextInt(300) + " " + random.nextInt(100);
            case 3 -> n -> "HSET " + key + " f" + random.nextInt(20) + " " + filler + " f1";
            case 4, 5 -> n -> "HINCRBY " + key + " f" + random.nextInt(5) + " " + (wrong ? "x" : "7");
            case 6 -> n -> "HDEL " + key + " f" + random.nextInt(20);
            case 7 -> n -> "HINCRBYFLOAT " + key + " f" + random.nextInt(3) + (wrong && n % 5 == 0 ? " nan" : " 1");
            case 8, 9 -> n -> "LPUSH " + key + " " + n + filler;
            case 10 -> n -> "RPUSH " + key + " " + n + filler;
            case 11, 12 -> n -> "LPOP " + key;
            case 13 -> n -> "RPOP " + key + " " + random.nextInt(3);
            case 14 -> n -> "LSET " + key + " " + random.nextInt(8) + " " + n;
            case 15 -> n -> "LTRIM " + key + " 0 " + random.nextInt(400);
            case 16 -> n -> "LREM " + key + " 1 " + n + filler;
            case 17, 18 -> n -> "SADD " + key + " m" + random.nextInt(200);
            case 19 -> n -> "SREM " + key + " m" + random.nextInt(50) + " m" + random.nextInt(50);
            case 20, 21 -> n -> "ZADD " + key + " " + random.nextInt(50) + " m" + random.nextInt(200);
            case 22 -> n -> "ZADD " + key + " 1 a 2 " + (n % 3 == 0 ? "b x" : "b 3") + " c";
            case 23 -> n -> "ZINCRBY " + key + " 1 m" + random.nextInt(50);
            case 24 -> n -> "ZPOPMIN " + key;
            case 25 -> n -> "ZREMRANGEBYSCORE " + key + " 0 " + random.nextInt(3);
            case 26 -> n -> "XADD " + key + " " + (wrong ? n : 1000 - n) + "-1 f " + filler;
            case 27 -> n -> random.nextInt(3) == 0 ? "DEL " + key : "TYPE " + key;
            case 28 -> n -> random.nextBoolean() ? "LMOVE " + key + " " + other + " LEFT RIGHT" : "SET " + key + " v";
            case 29 -> n -> (wrong ? "INCR " : "DECR ") + key;
            case 30 -> n -> "INCRBYFLOAT " + key + " 0.5";
            case 31 -> n -> "SETRANGE " + key + " " + random.nextInt(3) + " " + filler;
            case 32 -> n -> "APPEND " + key + " " + random.nextInt(10);
            case 33 -> n -> strings(random, key, n);
            default -> n -> look(random, key);
        };
    }

    private static String strings(SplittableRandom random, String key, int n) {
        return switch (random.nextInt(8)) {
            case 0 -> "SET " + key + " " + n;
            case 1 -> "SETBIT " + key + " " + random.nextInt(100) + " 1";
            case 2 -> "GETSET " + key + " " + n;
            case 3 -> "GETDEL " + key;
            case 4 -> "GETEX " + key + " EX 1000";
            case 5 -> "EXPIRE " + key + " 1000";
            case 6 -> "SET " + key + " 7 XX GET";
            default -> "GET " + key;
        };
    }

    private static String look(SplittableRandom random, String key) {
        return switch (random.nextInt(9)) {
            case 0 -> "LRANGE " + key + " 0 -1";
            case 1 -> "HLEN " + key;
            case 2 -> "ZRANGE " + key + " 0 -1 WITHSCORES";
            case 3 -> "XRANGE " + key + " - +";
            case 4 -> "SCARD " + key;
            case 5 -> "MULTI";
            case 6 -> "EXEC";
            case 7 -> "EXISTS " + key;
            default -> "HGET " + key + " f1";
        };
    }
}
