package io.yggdrasil.resp.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Writers of many doors at once: no update is lost, and a transaction is seen whole or not at all. */
final class AtomicityTest {
    private static final int OPERATIONS = 2_000;
    private static final int THREADS = 4;

    private static @Nullable ServerFixture server;
    private static @Nullable Ignite thick;
    private static @Nullable ExecutorService threads;

    @BeforeAll
    static void start() {
        server = ServerFixture.start(new StringCommands(), new GenericCommands(), new TransactionCommands());
        thick = server.startClientNode();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads().shutdownNow();
        server().close();
    }

    @BeforeEach
    void empty() {
        try (Jedis jedis = server().jedis()) {
            jedis.flushAll();
        }
    }

    @Test
    void incr_besideWritersOfAllDoors_losesNothing() throws Exception {
        IgniteCache<Object, Object> local = server().node().cache("db0");
        IgniteCache<Object, Object> remote = thick().cache("db0");
        List<Callable<Long>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            writers.add(() -> incrementByRedis(false));
            writers.add(() -> incrementByRedis(true));
        }
        writers.add(() -> repeat(() -> local.invoke("counter", new Increment())));
        writers.add(() -> repeat(() -> remote.invoke("counter", new Increment())));
        writers.add(AtomicityTest::incrementByThinClient);
        long expected = sumOf(writers);
        try (Jedis jedis = server().jedis()) {
            assertEquals(String.valueOf(expected), jedis.get("counter"));
        }
    }

    @Test
    void append_besideInvoke_losesNothing() throws Exception {
        IgniteCache<Object, Object> remote = thick().cache("db0");
        List<Callable<Long>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            writers.add(() -> {
                try (Jedis jedis = server().jedis()) {
                    return repeat(() -> jedis.append("log", "r"));
                }
            });
        }
        writers.add(() -> repeat(() -> remote.invoke("log", new Append((byte) 'i'))));
        long expected = sumOf(writers);
        try (Jedis jedis = server().jedis()) {
            String log = jedis.get("log");
            assertEquals(expected, log.length());
            assertEquals(OPERATIONS, log.chars().filter(c -> c == 'i').count());
        }
    }

    @Test
    void exec_incrementsTwice_losesNothing() throws Exception {
        IgniteCache<Object, Object> remote = thick().cache("db0");
        List<Callable<Long>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            writers.add(() -> {
                try (Jedis jedis = server().jedis()) {
                    long done = 0;
                    for (int n = 0; n < OPERATIONS / 2; n++) {
                        Transaction transaction = jedis.multi();
                        Response<Long> first = transaction.incr("counter");
                        Response<Long> second = transaction.incr("counter");
                        assertNotNull(transaction.exec());
                        assertEquals(first.get() + 1, second.get());
                        done += 2;
                    }
                    return done;
                }
            });
        }
        writers.add(() -> repeat(() -> remote.invoke("counter", new Increment())));
        long expected = sumOf(writers);
        try (Jedis jedis = server().jedis()) {
            assertEquals(String.valueOf(expected), jedis.get("counter"));
        }
    }

    @Test
    void exec_isSeenWholeByMgetAndTransactions() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<Long>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String mark = "w" + i + "-";
            writers.add(threads().submit(() -> writePairs(mark, stop)));
        }
        List<Callable<Long>> readers = new ArrayList<>();
        readers.add(() -> readPairs(jedis -> jedis.mget("left", "right")));
        readers.add(() -> readPairs(jedis -> {
            Transaction transaction = jedis.multi();
            Response<String> left = transaction.get("left");
            Response<String> right = transaction.get("right");
            assertNotNull(transaction.exec());
            List<String> pair = new ArrayList<>();
            pair.add(left.get());
            pair.add(right.get());
            return pair;
        }));
        sumOf(readers);
        stop.set(true);
        long written = 0;
        for (Future<Long> writer : writers) {
            written += writer.get(60, TimeUnit.SECONDS);
        }
        assertTrue(written > 0);
    }

    @Test
    void flushall_isSeenWhole() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Future<Long> writer = threads().submit(() -> writePairs("x", stop));
        Future<Long> flusher = threads().submit(() -> {
            try (Jedis jedis = server().jedis()) {
                long flushes = 0;
                while (!stop.get()) {
                    assertEquals("OK", jedis.flushAll());
                    flushes++;
                }
                return flushes;
            }
        });
        sumOf(List.of(() -> readPairs(jedis -> jedis.mget("left", "right"))));
        stop.set(true);
        assertTrue(writer.get(60, TimeUnit.SECONDS) > 0);
        assertTrue(flusher.get(60, TimeUnit.SECONDS) > 0);
    }

    @Test
    void mset_ofThousandsOfKeys_isQuickAndWhole() {
        String[] pairs = new String[2 * 20_000];
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = "key:" + i;
            pairs[i + 1] = "v" + i;
        }
        try (Jedis jedis = server().jedis()) {
            assertTimeout(Duration.ofSeconds(20), () -> assertEquals("OK", jedis.mset(pairs)));
            assertEquals(pairs.length / 2, jedis.dbSize());
            assertEquals(List.of("v0", "v39998"), jedis.mget("key:0", "key:39998"));
            for (int i = 0; i < pairs.length; i += 2) {
                pairs[i] = "key:" + i % 100;
            }
            assertEquals("OK", jedis.mset(pairs));
            assertEquals(List.of("v39900", "v39998"), jedis.mget("key:0", "key:98"));
        }
    }

    private static long writePairs(String mark, AtomicBoolean stop) {
        try (Jedis jedis = server().jedis()) {
            long n = 0;
            while (!stop.get()) {
                Transaction transaction = jedis.multi();
                transaction.set("left", mark + n);
                transaction.set("right", mark + n);
                assertNotNull(transaction.exec());
                n++;
            }
            return n;
        }
    }

    private static long readPairs(Pair pair) {
        try (Jedis jedis = server().jedis()) {
            for (int n = 0; n < OPERATIONS; n++) {
                List<String> values = pair.read(jedis);
                assertEquals(values.get(0), values.get(1));
            }
            return OPERATIONS;
        }
    }

    private static long incrementByRedis(boolean pipelined) {
        try (Jedis jedis = server().jedis()) {
            if (!pipelined) {
                return repeat(() -> jedis.incr("counter"));
            }
            Pipeline pipeline = jedis.pipelined();
            long done = repeat(() -> pipeline.incr("counter"));
            pipeline.sync();
            return done;
        }
    }

    private static long incrementByThinClient() {
        try (IgniteClient thin = server().thinClient()) {
            ClientCache<Object, Object> cache = thin.cache("db0");
            long done = 0;
            while (done < OPERATIONS / 4) {
                byte[] old = (byte[]) cache.get("counter");
                boolean won = old == null
                        ? cache.putIfAbsent("counter", "1".getBytes(ISO_8859_1))
                        : cache.replace("counter", old, incremented(old));
                done += won ? 1 : 0;
            }
            return done;
        }
    }

    private static long repeat(Runnable operation) {
        for (int n = 0; n < OPERATIONS; n++) {
            operation.run();
        }
        return OPERATIONS;
    }

    private static long sumOf(List<Callable<Long>> tasks) throws Exception {
        long sum = 0;
        for (Future<Long> task : threads().invokeAll(tasks, 120, TimeUnit.SECONDS)) {
            sum += task.get();
        }
        return sum;
    }

    private static byte[] incremented(byte @Nullable [] old) {
        long value = old == null ? 0 : Long.parseLong(new String(old, ISO_8859_1));
        return String.valueOf(value + 1).getBytes(ISO_8859_1);
    }

    private static ServerFixture server() {
        return required(server);
    }

    private static Ignite thick() {
        return required(thick);
    }

    private static ExecutorService threads() {
        return required(threads);
    }

    private static <T> T required(@Nullable T started) {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @FunctionalInterface
    private interface Pair {
        List<String> read(Jedis jedis);
    }

    /** Adds one to a decimal string. */
    static final class Increment implements EntryProcessor<Object, Object, Object> {
        @Override
        public @Nullable Object process(MutableEntry<Object, Object> entry, Object... arguments) {
            entry.setValue(incremented((byte[]) entry.getValue()));
            return null;
        }
    }

    /** Adds a byte to a string. */
    static final class Append implements EntryProcessor<Object, Object, Object> {
        private final byte added;

        Append(byte added) {
            this.added = added;
        }

        @Override
        public @Nullable Object process(MutableEntry<Object, Object> entry, Object... arguments) {
            byte[] old = (byte[]) entry.getValue();
            byte[] longer = old == null ? new byte[1] : java.util.Arrays.copyOf(old, old.length + 1);
            longer[longer.length - 1] = added;
            entry.setValue(longer);
            return null;
        }
    }
}
