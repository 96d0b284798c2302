package io.yggdrasil.resp.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.FreePort;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/** Keys that move from this server to Redis, beside the same between two servers of Redis. */
final class MigrateTest {
    private static final int LARGE = 20_000;
    private static final String TIMEOUT = "10000";

    private static WholeServer server;

    private Jedis source;
    private RedisServer redis;
    private Jedis target;

    @BeforeAll
    static void startServer() {
        server = WholeServer.start(Map.of("notify-keyspace-events", "KEA"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        redis = RedisServer.start();
        source = new Jedis("127.0.0.1", server.port());
        target = new Jedis("127.0.0.1", redis.port());
    }

    @AfterEach
    void close() throws IOException {
        redis.close();
        target.close();
        source.flushAll();
        source.close();
    }

    private static String migrate(Jedis from, Object... arguments) {
        byte[][] words = Stream.of(arguments)
                .map(argument -> argument.toString().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        Object reply = from.sendCommand(() -> "MIGRATE".getBytes(StandardCharsets.UTF_8), words);
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }

    /** The reply, be it an error. */
    private static String answer(Jedis from, Object... arguments) {
        try {
            return migrate(from, arguments);
        } catch (JedisDataException e) {
            return "-" + e.getMessage();
        }
    }

    private String move(Object... options) {
        return answer(
                source,
                Stream.concat(Stream.of("127.0.0.1", redis.port(), "", 0, TIMEOUT), Stream.of(options))
                        .toArray());
    }

    @Test
    void migrate_keysOfEveryType_areThereAndNotHere() {
        source.set("string", "value");
        source.psetex("volatile", 3_600_000, "v");
        source.rpush("list", "a", "b", "c");
        source.hset("hash", Map.of("f", "1", "g", "2"));
        source.zadd("zset", Map.of("m", 1.5, "n", -2.0));
        source.sadd("set", "x");
        source.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("a", "b"));
        IntStream.range(0, LARGE).forEach(i -> source.hset("large", "field" + i, "value" + i));

        assertEquals(
                "OK", move("KEYS", "string", "none", "volatile", "list", "hash", "zset", "set", "stream", "large"));
        assertEquals(0, source.dbSize());
        assertEquals("value", target.get("string"));
        assertEquals(-1, target.pttl("string"));
        assertTrue(target.pttl("volatile") > 3_500_000 && target.pttl("volatile") <= 3_600_000);
        assertEquals(List.of("a", "b", "c"), target.lrange("list", 0, -1));
        assertEquals(Map.of("f", "1", "g", "2"), target.hgetAll("hash"));
        assertEquals(-2.0, target.zscore("zset", "n"));
        assertTrue(target.sismember("set", "x"));
        assertEquals(1, target.xlen("stream"));
        assertEquals(LARGE, target.hlen("large"));
        assertEquals("value" + (LARGE - 1), target.hget("large", "field" + (LARGE - 1)));
        assertEquals("NOKEY", move("KEYS", "string", "none"));
    }

    @Test
    void migrate_toAnotherDatabase_isThere() {
        source.select(2);
        source.set("key", "two");
        assertEquals("OK", migrate(source, "127.0.0.1", redis.port(), "key", 5, TIMEOUT));
        assertFalse(source.exists("key"));
        assertFalse(target.exists("key"));
        target.select(5);
        assertEquals("two", target.get("key"));
    }

    @Test
    void migrate_moreKeysThanABatch_allMove() {
        String[] keys = IntStream.range(0, 1_000).mapToObj(i -> "key" + i).toArray(String[]::new);
        for (String key : keys) {
            source.set(key, "value of " + key);
        }
        assertEquals(
                "OK", move(Stream.concat(Stream.of("KEYS"), Stream.of(keys)).toArray()));
        assertEquals(0, source.dbSize());
        assertEquals(1_000, target.dbSize());
        assertEquals("value of key999", target.get("key999"));
    }

    @Test
    void migrate_copy_staysHere() {
        source.set("key", "new");
        target.set("key", "old");
        assertEquals(
                "-ERR Target instance replied with error: BUSYKEY Target key name already exists.",
                move("COPY", "KEYS", "key"));
        assertEquals("OK", move("COPY", "REPLACE", "KEYS", "key"));
        assertEquals("new", source.get("key"));
        assertEquals("new", target.get("key"));
    }

    @Test
    void migrate_oneKeyIsRefused_othersMove() {
        source.mset("a", "1", "b", "2", "c", "3");
        target.set("b", "there");
        assertEquals(
                "-ERR Target instance replied with error: BUSYKEY Target key name already exists.",
                move("KEYS", "a", "b", "c"));
        assertEquals("2", source.get("b"));
        assertEquals(1, source.dbSize());
        assertEquals("there", target.get("b"));
        assertEquals("3", target.get("c"));
    }

    @Test
    void migrate_keyNamedAsTheOption_moves() {
        source.mset("keys", "1", "b", "2");
        assertEquals("OK", move("KEYS", "b", "keys"));
        assertEquals(0, source.dbSize());
        assertEquals("1", target.get("keys"));
    }

    @Test
    void migrate_keyThatIsGone_doesNotMove() {
        source.psetex("gone", 1, "v");
        source.set("key", "v");
        while (source.exists("gone")) {
            Thread.onSpinWait();
        }
        assertEquals("OK", move("KEYS", "gone", "key"));
        assertEquals(1, target.dbSize());
    }

    @Test
    void migrate_withPassword_asUserOfTheTarget() {
        target.configSet("requirepass", "secret");
        target.auth("secret");
        target.aclSetUser("mover", "on", ">word", "~*", "+@all");
        source.mset("a", "1", "b", "2", "c", "3");
        assertTrue(move("KEYS", "a").startsWith("-ERR Target instance replied with error: NOAUTH"));
        assertTrue(move("AUTH", "wrong", "KEYS", "a").startsWith("-ERR Target instance replied with error: WRONGPASS"));
        assertEquals("OK", move("AUTH", "secret", "KEYS", "a"));
        assertEquals("OK", move("AUTH2", "mover", "word", "KEYS", "b"));
        assertEquals("3", source.get("c"));
        assertEquals(2, target.dbSize());
    }

    @Test
    void migrate_badRequests_areAnsweredAsByRedis() throws IOException {
        try (RedisServer other = RedisServer.start();
                Jedis peer = new Jedis("127.0.0.1", other.port())) {
            source.set("key", "v");
            peer.set("key", "v");
            int closed = FreePort.find();
            int port = redis.port();
            List<Object[]> requests = List.of(
                    new Object[] {"127.0.0.1", port, "key", 0},
                    new Object[] {"127.0.0.1", port, "key", 0, TIMEOUT, "WHAT"},
                    new Object[] {"127.0.0.1", port, "key", 0, TIMEOUT, "AUTH"},
                    new Object[] {"127.0.0.1", port, "key", 0, TIMEOUT, "AUTH2", "user"},
                    new Object[] {"127.0.0.1", port, "key", 0, TIMEOUT, "KEYS", "key"},
                    new Object[] {"127.0.0.1", port, "key", "zero", TIMEOUT},
                    new Object[] {"127.0.0.1", port, "key", 0, "soon"},
                    new Object[] {"127.0.0.1", port, "key", "zero", "soon"},
                    new Object[] {"127.0.0.1", port, "", 0, TIMEOUT, "KEYS"},
                    new Object[] {"127.0.0.1", port, "", 0, TIMEOUT},
                    new Object[] {"127.0.0.1", closed, "none", 0, TIMEOUT},
                    new Object[] {"127.0.0.1", closed, "key", 0, TIMEOUT},
                    new Object[] {"127.0.0.1", "port", "key", 0, TIMEOUT},
                    new Object[] {"127.0.0.1", 0, "key", 0, TIMEOUT},
                    new Object[] {"host.invalid", port, "key", 0, TIMEOUT},
                    new Object[] {"127.0.0.1", port, "key", 99, TIMEOUT});
            for (Object[] request : requests) {
                String expected = answer(peer, request);
                target.flushAll(); // Redis restores in database 0 what should go to one that the target does not have.
                assertEquals(expected, answer(source, request), () -> List.of(request) + "");
            }
            assertEquals("v", source.get("key"));
            assertEquals(0, target.dbSize());
        }
    }

    @Test
    void migrate_inATransactionOrAScript_isRefused() {
        source.set("key", "v");
        Transaction transaction = source.multi();
        transaction.sendCommand(
                () -> "MIGRATE".getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                Integer.toString(redis.port()),
                "key",
                "0",
                TIMEOUT);
        Object reply = transaction.exec().get(0);
        assertEquals("ERR MIGRATE is not possible inside of a transaction", ((JedisDataException) reply).getMessage());
        JedisDataException inScript = assertThrows(
                JedisDataException.class,
                () -> source.eval(
                        "return redis.call('MIGRATE', '127.0.0.1', '" + redis.port() + "', KEYS[1], '0', '1000')",
                        1,
                        "key"));
        assertTrue(inScript.getMessage().contains("not"), inScript.getMessage());
        assertEquals("v", source.get("key"));
        assertEquals(0, target.dbSize());
    }

    /** Every increment ends in the one place or the other, whatever moves meanwhile. */
    @Test
    void migrate_keysThatChange_loseNoChange() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        int counters = 8;
        CompletableFuture<Long> writer = CompletableFuture.supplyAsync(() -> {
            try (Jedis client = new Jedis("127.0.0.1", server.port())) {
                long sum = 0;
                while (!stop.get()) {
                    client.incr("n" + sum % counters);
                    client.hincrBy("h" + sum % counters, "field", 1);
                    sum++;
                }
                return sum;
            }
        });
        String[] keys = IntStream.range(0, 2 * counters)
                .mapToObj(i -> (i % 2 == 0 ? "n" : "h") + i / 2)
                .toArray(String[]::new);
        long strings = 0;
        long hashes = 0;
        int moves = 0;
        while (moves < 100) {
            String reply =
                    move(Stream.concat(Stream.of("KEYS"), Stream.of(keys)).toArray());
            assertTrue(reply.equals("OK") || reply.equals("NOKEY"), reply);
            moves++;
            strings += sumOfStrings(target, counters);
            hashes += sumOfHashes(target, counters);
            target.flushAll();
        }
        stop.set(true);
        long written = writer.get(30, TimeUnit.SECONDS);
        assertEquals(written, strings + sumOfStrings(source, counters));
        assertEquals(written, hashes + sumOfHashes(source, counters));
        assertTrue(strings > 0 && hashes > 0);
    }

    private static long sumOfStrings(Jedis client, int counters) {
        return IntStream.range(0, counters)
                .mapToObj(i -> client.get("n" + i))
                .mapToLong(value -> value == null ? 0 : Long.parseLong(value))
                .sum();
    }

    private static long sumOfHashes(Jedis client, int counters) {
        return IntStream.range(0, counters)
                .mapToObj(i -> client.hget("h" + i, "field"))
                .mapToLong(value -> value == null ? 0 : Long.parseLong(value))
                .sum();
    }

    /** A server that answers to SELECT, and then does nothing. */
    @ParameterizedTest
    @ValueSource(ints = {10, 20_000_000})
    void migrate_targetThatHangs_isGivenUpAndHoldsNobody(int bytes) throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Jedis other = new Jedis("127.0.0.1", server.port())) {
            CompletableFuture<Socket> connection = CompletableFuture.supplyAsync(() -> answerOnce(hanging));
            source.set("key", "v".repeat(bytes));
            CompletableFuture<String> reply = CompletableFuture.supplyAsync(
                    () -> answer(source, "127.0.0.1", hanging.getLocalPort(), "key", 0, 1_000));
            int writes = 0;
            while (!reply.isDone()) {
                other.set("key2", "v" + writes++);
            }
            assertEquals(
                    "-IOERR error or timeout " + (bytes > 1_000 ? "writing" : "reading") + " to target instance",
                    reply.get());
            assertTrue(writes > 10, "writes=" + writes);
            assertEquals(bytes, source.strlen("key"));
            connection.get(10, TimeUnit.SECONDS).close();
        }
    }

    private static Socket answerOnce(ServerSocket listening) {
        try {
            Socket socket = listening.accept();
            socket.getOutputStream().write("+OK\r\n".getBytes(StandardCharsets.UTF_8));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void migrate_targetThatRefusesTheGreeting_isLeftAtOnce() {
        target.configSet("requirepass", "secret");
        target.auth("secret");
        source.set("key", "v");
        for (int i = 0; i < 20; i++) {
            assertTrue(move("AUTH", "wrong", "KEYS", "key").contains("WRONGPASS"));
            assertTrue(answer(source, "127.0.0.1", redis.port(), "key", 99, TIMEOUT, "AUTH", "secret")
                    .contains("DB index"));
        }
        ServerFixture.await(
                "only the test is connected", () -> target.info("clients").contains("connected_clients:2\r\n"));
    }

    /** A key that changes by being moved: its own grid is the target. */
    @Test
    void migrate_toItself_endsInItsTime() {
        source.set("key", "v");
        assertTrue(answer(source, "127.0.0.1", server.port(), "key", 0, 200, "REPLACE")
                .startsWith("-TRYAGAIN "));
        assertTrue(answer(source, "127.0.0.1", server.port(), "key", 0, 200).contains("BUSYKEY"));
        assertEquals("v", source.get("key"));
    }

    @Test
    void migrate_keyThatMoved_isAnnouncedAsDeleted() throws Exception {
        source.set("key", "v");
        CompletableFuture<String> event = new CompletableFuture<>();
        CompletableFuture<Void> listening = new CompletableFuture<>();
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int channels) {
                listening.complete(null);
            }

            @Override
            public void onMessage(String channel, String message) {
                event.complete(message);
            }
        };
        Thread thread = new Thread(() -> {
            try (Jedis subscriber = new Jedis("127.0.0.1", server.port())) {
                subscriber.subscribe(listener, "__keyspace@0__:key");
            }
        });
        thread.start();
        listening.get(10, TimeUnit.SECONDS);
        assertEquals("OK", move("KEYS", "key"));
        assertEquals("del", event.get(10, TimeUnit.SECONDS));
        listener.unsubscribe();
        thread.join(10_000);
        assertNull(source.get("key"));
    }

    @Test
    void migrate_userWithoutRightsToAKey_isRefused() {
        source.aclSetUser("half", "on", ">word", "~a*", "+@all");
        source.mset("a", "1", "b", "2", "keys", "3");
        try (Jedis half = new Jedis("127.0.0.1", server.port())) {
            half.auth("half", "word");
            Object[] both = {"127.0.0.1", redis.port(), "", 0, TIMEOUT, "KEYS", "a", "keys", "b"};
            assertTrue(answer(half, both).startsWith("-NOPERM"), () -> answer(half, both));
            assertTrue(answer(half, "127.0.0.1", redis.port(), "b", 0, TIMEOUT).startsWith("-NOPERM"));
            assertEquals("OK", answer(half, "127.0.0.1", redis.port(), "a", 0, TIMEOUT));
        } finally {
            source.aclDelUser("half");
        }
        assertEquals(2, source.dbSize());
    }
}
