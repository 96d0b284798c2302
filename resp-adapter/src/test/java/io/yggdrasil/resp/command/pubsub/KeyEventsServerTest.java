package io.yggdrasil.resp.command.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.server.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** What subscribers are told of keys, beside a redis-server. */
final class KeyEventsServerTest {
    private static final int RANDOM_STEPS = 4000;

    /** Requests; S, L, H, T (set), Z and A (any) stand for keys, V for a value, N for a small number. */
    private static final List<String> REQUESTS =
            List.of(("SET S V|SET S V EX 1000|SET S V KEEPTTL|SET S V NX|SET S V XX|SET S V GET|SETNX S V"
                            + "|SETEX S 100 V|PSETEX S 100000 V|GETSET S V|GETDEL S|GETEX S|GETEX S EX 100|GETEX S PERSIST"
                            + "|GETEX S EXAT 1|APPEND S V|SETRANGE S N V|SETRANGE S N |INCR S|DECRBY S N|INCRBYFLOAT S 1.5"
                            + "|MSET S V S V|MSETNX S V S V|SETBIT S N 1|SETBIT S N 0|BITFIELD S SET u8 0 N"
                            + "|BITFIELD S GET u8 0|BITOP NOT S S|BITOP AND S S S|PFADD P V V|PFMERGE P P P|PFCOUNT P"
                            + "|GET A|MGET A A|STRLEN S|GETRANGE S 0 N|SUBSTR S 0 1|GETBIT S N|BITCOUNT S"
                            + "|HSET H V V|HSET H V V V V|HMSET H V V|HSETNX H V V|HINCRBY H N N|HINCRBYFLOAT H N 0.5"
                            + "|HDEL H V V V|HDEL H V|HGET H V|HGETALL H|HEXISTS H V|HLEN H|HSTRLEN H V"
                            + "|LPUSH L V V|RPUSH L V|LPUSHX L V|RPUSHX L V|LINSERT L BEFORE V V|LSET L 0 V|LREM L N V"
                            + "|LTRIM L 0 N|LTRIM L 5 1|LPOP L|RPOP L N|LMOVE L L LEFT RIGHT|RPOPLPUSH L L|LMPOP 2 L L LEFT"
                            + "|LRANGE L 0 N|LINDEX L 0|LLEN L|LPOS L V"
                            + "|SADD T V V|SREM T V|SREM T V V V|SMOVE T T V|SPOP T 1000|SINTERSTORE T T T|SUNIONSTORE T T T"
                            + "|SDIFFSTORE T T T|SISMEMBER T V|SCARD T"
                            + "|ZADD Z N V N V|ZADD Z NX N V|ZADD Z INCR N V|ZADD Z GT N V|ZINCRBY Z N V|ZREM Z V V"
                            + "|ZREMRANGEBYRANK Z 0 N|ZREMRANGEBYSCORE Z 0 N|ZREMRANGEBYLEX Z - +|ZPOPMIN Z|ZPOPMAX Z N"
                            + "|ZMPOP 2 Z Z MIN|ZUNIONSTORE Z 2 Z Z|ZINTERSTORE Z 2 Z Z|ZDIFFSTORE Z 2 Z Z"
                            + "|ZRANGESTORE Z Z 0 N|ZRANGE Z 0 -1|ZSCORE Z V|ZCARD Z|GEOADD Z 1 2 V"
                            + "|GEOSEARCHSTORE Z Z FROMLONLAT 1 2 BYRADIUS 10 km|GEORADIUS Z 1 2 10 km STORE Z"
                            + "|DEL A A|UNLINK A|EXPIRE A 100|EXPIRE A -1|PEXPIREAT A 1|EXPIRE A 50 NX|PERSIST A|RENAME A A"
                            + "|RENAMENX A A|COPY A A|COPY A A REPLACE|COPY A A DB 9|MOVE A 9|SORT L STORE L|SORT T ALPHA STORE L"
                            + "|XADD X 1-1 f V|XADD X * f V|XADD X MAXLEN = 2 * f V|XADD X NOMKSTREAM * f V|XTRIM X MAXLEN = N"
                            + "|XDEL X 1-1|XSETID X 5-5|XGROUP CREATE X g 0 MKSTREAM|XGROUP SETID X g 0|XGROUP DESTROY X g"
                            + "|XGROUP CREATECONSUMER X g V|XGROUP DELCONSUMER X g V|XACK X g 1-1"
                            + "|XRANGE X - +|XLEN X|DEL X|RESTORE A 0 D|RESTORE A 0 D REPLACE|RESTORE A 5 D REPLACE ABSTTL"
                            + "|EXISTS A A|TYPE A|TTL A|TOUCH A|OBJECT ENCODING A")
                    .split("\\|"));

    /** What DUMP tells of a string. */
    private static String dumped = "";

    private static RedisServer redis;
    private static WholeServer ours;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        redis.run("SET", "dumped", "v");
        dumped = new String(redis.run("DUMP", "dumped").bytes(), StandardCharsets.ISO_8859_1);
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

    private static Twin twin() {
        return new Twin(redis.port(), ours.port());
    }

    private static String[] fill(Random random, String request) {
        String[] words = request.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            words[i] = switch (words[i]) {
                case "S", "P", "L", "H", "T", "Z", "X" -> words[i] + random.nextInt(3);
                case "A" -> "SPLHTZX".charAt(random.nextInt(7)) + "" + random.nextInt(3);
                case "V" -> Integer.toString(random.nextInt(6));
                case "D" -> dumped;
                case "N" -> Integer.toString(random.nextInt(4));
                default -> words[i];
            };
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEA", "En$", "KEAn", "KEgx", "AKEm"})
    void randomCommands_announceWhatRedisAnnounces(String classes) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Twin listener = twin();
                Twin client = twin()) {
            client.ask(1, "FLUSHALL");
            client.ask(1, "CONFIG", "SET", "notify-keyspace-events", classes);
            client.ask(1, "CONFIG", "GET", "notify-keyspace-events");
            listener.ask(1, "PSUBSCRIBE", "__key*__:*");
            for (int step = 0; step < RANDOM_STEPS; step++) {
                String[] request = fill(random, REQUESTS.get(random.nextInt(REQUESTS.size())));
                client.each(1, request);
                try {
                    listener.pushesInOrder("mark-" + step + ".");
                } catch (AssertionError e) {
                    throw new AssertionError("seed=" + seed + " step=" + step + " " + String.join(" ", request), e);
                }
            }
        }
    }

    @Test
    void flags_haveRedisNormalForm() {
        try (Twin client = twin()) {
            for (String flags :
                    List.of("", "KEA", "AKE", "g$lshzxetd", "Kg$", "mKEn", "nAE", "KEA m", "q", "Elm", "xeE")) {
                client.ask(1, "CONFIG", "SET", "notify-keyspace-events", flags);
                client.ask(1, "CONFIG", "GET", "notify-keyspace-events");
            }
            client.ask(1, "CONFIG", "SET", "notify-keyspace-events", "");
        }
    }

    @Test
    void transaction_announcesInOrder() {
        try (Twin listener = twin();
                Twin client = twin()) {
            client.ask(1, "CONFIG", "SET", "notify-keyspace-events", "KEA");
            listener.ask(1, "PSUBSCRIBE", "__key*__:tx*");
            for (String request : List.of(
                    "MULTI", "SET tx1 a", "LPUSH tx2 a", "SELECT 3", "SET tx1 b", "SELECT 0", "DEL tx1", "EXEC")) {
                client.ask(1, request.split(" "));
            }
            assertEquals(5, listener.pushesInOrder("mark-tx").size());
        }
    }

    @Test
    void keysWhoseTimeIsOver_areAnnouncedWithoutAnyoneAsking() {
        try (Twin listener = twin();
                Twin client = twin()) {
            client.ask(1, "CONFIG", "SET", "notify-keyspace-events", "Ex");
            listener.ask(1, "SUBSCRIBE", "__keyevent@0__:expired");
            client.ask(1, "SET", "short-lived", "v", "PX", "30");
            listener.same(1);
            client.ask(1, "HSET", "hash-lived", "f", "v");
            client.ask(1, "PEXPIRE", "hash-lived", "60");
            listener.same(1);
            listener.ask(1, "SUBSCRIBE", "__keyevent@4__:expired");
            client.ask(1, "SELECT", "4");
            client.ask(1, "SWAPDB", "0", "4");
            client.ask(1, "SET", "elsewhere", "v", "PX", "20");
            listener.same(1);
            client.ask(1, "SWAPDB", "0", "4");
        }
    }

    /** As in 7.2; before, the consumer came to be with the first entry that it was given. */
    @Test
    void consumersThatAsk_areAnnouncedWhenTheyAreNew() {
        try (Jedis jedis = new Jedis("127.0.0.1", ours.port());
                RawClient listener = new RawClient(ours.port())) {
            jedis.configSet("notify-keyspace-events", "Kt");
            listener.send("PSUBSCRIBE __keyspace@0__:stream\r\n");
            for (int i = 0; i < 6; i++) {
                listener.line();
            }
            jedis.xgroupCreate("stream", "group", null, true);
            for (String consumer : List.of("one", "one", "two")) {
                jedis.sendCommand(Protocol.Command.XREADGROUP, "GROUP", "group", consumer, "STREAMS", "stream", ">");
            }
            jedis.sendCommand(Protocol.Command.XAUTOCLAIM, "stream", "group", "three", "0", "0");
            for (String event : List.of("create", "createconsumer", "createconsumer", "createconsumer")) {
                for (int i = 0; i < 8; i++) {
                    listener.line();
                }
                assertEquals("xgroup-" + event, listener.line());
            }
        }
    }

    @Test
    void evictedKeys_areAnnounced() {
        try (WholeServer small = WholeServer.start(Map.of(
                        "maxmemory", "64mb", "maxmemory-policy", "allkeys-lru", "notify-keyspace-events", "Ee"));
                RawClient listener = new RawClient(small.port());
                Jedis jedis = new Jedis("127.0.0.1", small.port(), 60_000)) {
            listener.send("SUBSCRIBE __keyevent@0__:evicted\r\n");
            for (int i = 0; i < 6; i++) {
                listener.line();
            }
            byte[] value = new byte[8 << 10];
            for (int i = 0; i < 12_000; i++) {
                jedis.set(("key-" + i).getBytes(StandardCharsets.US_ASCII), value);
            }
            assertEquals("*3", listener.line());
            for (int i = 0; i < 5; i++) {
                listener.line();
            }
            String key = listener.line();
            assertTrue(key.startsWith("key-"), key);
            assertTrue(!jedis.exists(key), key);
        }
    }
}
