package io.yggdrasil.resp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random transactions over few keys of all types are answered as by a redis-server, each command seeing those before it. */
final class TransactionDifferentialTest {
    private static final int TRANSACTIONS = 1500;
    private static final int COMMANDS_MAX = 12;
    private static final int LARGE = 300;

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

    @Test
    void randomTransactions_areAnsweredAsByRedis() throws IOException {
        long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        try (Line theirs = new Line(redis.port());
                Line mine = new Line(ours.port())) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                List<String[]> commands = new ArrayList<>();
                for (int count = random.nextInt(1, COMMANDS_MAX); count > 0; count--) {
                    commands.add(command(random));
                }
                List<String> shown =
                        commands.stream().map(words -> shown(words)).toList();
                assertEquals(
                        theirs.exec(commands),
                        mine.exec(commands),
                        "seed " + seed + ", transaction " + i + ": " + shown);
            }
        }
    }

    private static String shown(String[] words) {
        String all = String.join(" ", words);
        return all.length() > 80 ? all.substring(0, 80) + "..." : all;
    }

    private static String[] command(SplittableRandom random) {
        String key = "key" + random.nextInt(8);
        String other = "key" + random.nextInt(8);
        String field = "field" + random.nextInt(2 * LARGE);
        String rank = Integer.toString(random.nextInt(-LARGE, LARGE));
        return switch (random.nextInt(34)) {
            case 0 -> words("SET", key, rank);
            case 1 -> words("APPEND", key, "7");
            case 2 -> words("INCR", key);
            case 3 -> words("GET", key);
            case 4, 5 -> words("DEL", key);
            case 6 -> words("OBJECT", "ENCODING", "string" + random.nextInt(3));
            case 7 -> words("SET", "string" + random.nextInt(3), rank);
            case 8 -> words("APPEND", "string" + random.nextInt(3), "1");
            case 9 -> words("DBSIZE");
            case 10 -> words("KEYS", key);
            case 11 -> words("TYPE", key);
            case 12 -> words("EXISTS", key, other);
            case 13 -> many("RPUSH", key, LARGE, random, false);
            case 14 -> words("RPUSH", key, field);
            case 15 -> words("LINSERT", key, "BEFORE", field, "inserted");
            case 16 -> words("LTRIM", key, Integer.toString(random.nextInt(20)), rank);
            case 17 -> words("LRANGE", key, "0", "-1");
            case 18 -> words("LPOP", key, Integer.toString(random.nextInt(20)));
            case 19 -> many("HSET", key, LARGE, random, true);
            case 20 -> words("HSET", key, field, rank);
            case 21 -> words("HDEL", key, field, "field1", "field2");
            case 22 -> words("HGET", key, field);
            case 23 -> words("HLEN", key);
            case 24 -> many("SADD", key, LARGE, random, false);
            case 25 -> words("SREM", key, field);
            case 26 -> words("SISMEMBER", key, field);
            case 27 -> words("ZADD", key, rank, field);
            case 28 -> words("ZRANGE", key, "0", "-1", "WITHSCORES");
            case 29 -> words("RENAME", key, other);
            case 30 -> words("COPY", key, other, "REPLACE");
            case 31 -> words("MOVE", key, "1");
            case 32 -> words("SELECT", Integer.toString(random.nextInt(2)));
            default -> random.nextInt(8) == 0 ? words("FLUSHDB") : words("PEXPIRE", key, "100000000");
        };
    }

    private static String[] words(String... words) {
        return words;
    }

    private static String[] many(String command, String key, int count, SplittableRandom random, boolean pairs) {
        int from = random.nextInt(LARGE);
        List<String> words = new ArrayList<>(List.of(command, key));
        IntStream.range(from, from + count).forEach(i -> {
            words.add("field" + i);
            if (pairs) {
                words.add("a value of some length " + i);
            }
        });
        return words.toArray(String[]::new);
    }

    /** A connection. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;

        Line(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        }

        String exec(List<String[]> commands) throws IOException {
            StringBuilder out = new StringBuilder();
            append(out, "MULTI");
            commands.forEach(words -> append(out, words));
            append(out, "EXEC");
            socket.getOutputStream().write(out.toString().getBytes(StandardCharsets.ISO_8859_1));
            String last = "";
            for (int i = 0; i < commands.size() + 2; i++) {
                last = Reply.read(socket.getInputStream()).toString();
            }
            return last;
        }

        private static void append(StringBuilder out, String... words) {
            out.append('*').append(words.length).append("\r\n");
            for (String word : words) {
                out.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
