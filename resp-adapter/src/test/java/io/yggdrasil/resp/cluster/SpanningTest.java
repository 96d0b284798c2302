package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SortingParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.util.SafeEncoder;

class SpanningTest {
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private final String prefix = "k" + System.nanoTime() + "-";

    /** One key of each node. */
    private String[] spread(String tag) {
        return IntStream.range(0, 3)
                .mapToObj(i -> cluster.keyOf(cluster.member(i), prefix + tag))
                .toArray(String[]::new);
    }

    @Test
    void manyKeys_ofAllNodes_areWrittenReadAndRemoved() {
        String[] keys = spread("m");
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(1).jedis()) {
            assertEquals("OK", jedis.mset(keys[0], "a", keys[1], "b", keys[2], "c"));
            assertEquals(List.of("a", "b", "c"), other.mget(keys));
            assertEquals(0, other.msetnx(keys[0], "x", prefix + "new", "y"));
            assertNull(jedis.get(prefix + "new"));
            assertEquals(3, jedis.exists(keys));
            assertEquals(3, other.touch(keys));
            assertEquals(2, other.unlink(keys[0], keys[1], prefix + "none"));
            assertEquals(Arrays.asList(null, null, "c"), jedis.mget(keys));
            assertEquals(1, jedis.del(keys));
        }
    }

    @Test
    void sort_byKeysOfOtherNodes_looksThemUp() {
        String list = prefix + "list";
        String by = prefix + "w*";
        String get = prefix + "h*->f";
        List<String> sorted = List.of("h9", "h8", "h7", "h6", "h5", "h4", "h3", "h2", "h1", "h0");
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(1).jedis()) {
            for (int i = 0; i < 10; i++) {
                jedis.rpush(list, Integer.toString(i));
                jedis.set(prefix + "w" + i, Integer.toString(100 - i));
                jedis.hset(prefix + "h" + i, "f", "h" + i);
            }
            SortingParams params = new SortingParams().by(by).get(get);
            assertEquals(sorted, jedis.sort(list, params));
            assertEquals(sorted, other.sort(list, params));
            assertEquals(sorted, jedis.sortReadonly(list, params));
            assertEquals(10, other.sort(list, params, prefix + "sorted"));
            assertEquals(sorted, jedis.lrange(prefix + "sorted", 0, -1));
            assertEquals(
                    sorted,
                    jedis.eval("return redis.call('SORT', KEYS[1], 'BY', ARGV[1], 'GET', ARGV[2])", 1, list, by, get));
            Transaction transaction = jedis.multi();
            transaction.set(prefix + "w0", "1");
            transaction.sendCommand(Protocol.Command.SORT, list, "BY", by, "LIMIT", "0", "1", "GET", get);
            assertEquals(List.of("OK", List.of("h0")), decoded(transaction.exec()));
        }
    }

    private static List<Object> decoded(List<Object> replies) {
        return replies.stream().map(SafeEncoder::encodeObject).toList();
    }

    @Test
    void renameAndCopy_betweenNodes_moveValueAndExpiry() {
        String[] keys = spread("r");
        try (Jedis jedis = cluster.member(2).jedis()) {
            jedis.psetex(keys[0], 1_000_000, "value");
            assertEquals("OK", jedis.rename(keys[0], keys[1]));
            assertFalse(jedis.exists(keys[0]));
            assertEquals("value", jedis.get(keys[1]));
            long ttl = jedis.pttl(keys[1]);
            assertTrue(ttl > 900_000 && ttl <= 1_000_000, "ttl=" + ttl);
            assertTrue(jedis.copy(keys[1], keys[2], 5, false));
            jedis.select(5);
            assertEquals("value", jedis.get(keys[2]));
        }
    }

    @Test
    void exec_overNodes_seesItsOwnWritesAndHonoursWatch() {
        String[] keys = spread("e");
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(1).jedis()) {
            jedis.mset(keys[0], "1", keys[1], "2", keys[2], "3");
            jedis.watch(keys);
            Transaction transaction = jedis.multi();
            Response<Long> first = transaction.incr(keys[0]);
            Response<Long> second = transaction.incrBy(keys[1], 10);
            Response<String> read = transaction.get(keys[0]);
            transaction.del(keys[2]);
            Response<Boolean> gone = transaction.exists(keys[2]);
            assertEquals(5, transaction.exec().size());
            assertEquals(2, first.get());
            assertEquals(12, second.get());
            assertEquals("2", read.get());
            assertFalse(gone.get());
            assertEquals(Arrays.asList("2", "12", null), other.mget(keys));

            jedis.watch(keys[1], keys[2]);
            other.set(keys[2], "changed");
            Transaction aborted = jedis.multi();
            aborted.set(keys[0], "x");
            aborted.set(keys[1], "x");
            assertNull(aborted.exec());
            assertEquals(List.of("2", "12", "changed"), other.mget(keys));
        }
    }

    @Test
    void pipeline_mixingOneAndManyNodes_keepsOrder() {
        String[] keys = spread("p");
        try (Jedis jedis = cluster.member(0).jedis()) {
            Pipeline pipeline = jedis.pipelined();
            List<Response<List<String>>> reads = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                for (String key : keys) {
                    pipeline.set(key, String.valueOf(i));
                }
                reads.add(pipeline.mget(keys));
            }
            pipeline.sync();
            for (int i = 0; i < 50; i++) {
                String value = String.valueOf(i);
                assertEquals(List.of(value, value, value), reads.get(i).get());
            }
        }
    }

    /** Moves units between accounts on all nodes; whoever adds them up finds the same sum at any time. */
    @Test
    void transfers_betweenNodes_neverShowAPart() throws Exception {
        String[] keys = spread("t");
        int total = 300;
        try (Jedis jedis = cluster.member(0).jedis()) {
            jedis.mset(keys[0], "100", keys[1], "100", keys[2], "100");
        }
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        List<Future<Integer>> work = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int node = t;
            work.add(threads.submit(() -> transfer(node, keys, stop)));
        }
        Future<Integer> readers = threads.submit(() -> {
            try (Jedis jedis = cluster.member(1).jedis()) {
                int reads = 0;
                while (!stop.get()) {
                    int sum = jedis.mget(keys).stream()
                            .mapToInt(Integer::parseInt)
                            .sum();
                    assertEquals(total, sum);
                    reads++;
                }
                return reads;
            }
        });
        int transfers = 0;
        ClusterFixture.await("work was done", () -> work.stream().allMatch(Future::isDone) || readers.isDone());
        stop.set(true);
        for (Future<Integer> one : work) {
            transfers += one.get(30, TimeUnit.SECONDS);
        }
        assertTrue(readers.get(30, TimeUnit.SECONDS) > 0);
        assertEquals(300, transfers);
        threads.shutdownNow();
    }

    private static int transfer(int node, String[] keys, AtomicBoolean stop) {
        Random random = new Random(node);
        int done = 0;
        try (Jedis jedis = cluster.member(node).jedis()) {
            while (done < 100 && !stop.get()) {
                int from = random.nextInt(3);
                Transaction transaction = jedis.multi();
                transaction.decr(keys[from]);
                transaction.incr(keys[(from + 1 + random.nextInt(2)) % 3]);
                assertNotNull(transaction.exec());
                done++;
            }
        }
        return done;
    }

    @Test
    void wholeKeyspace_overNodes_isOne() {
        try (Jedis jedis = cluster.member(0).jedis();
                Jedis other = cluster.member(2).jedis()) {
            jedis.select(7);
            other.select(7);
            Set<String> expected = new HashSet<>();
            Pipeline pipeline = jedis.pipelined();
            for (int i = 0; i < 2000; i++) {
                expected.add(prefix + i);
                pipeline.set(prefix + i, "v");
            }
            pipeline.sync();
            assertEquals(2000, other.dbSize());
            assertEquals(expected, other.keys("*"));
            assertEquals(expected, scanAll(jedis, 100));
            assertEquals(expected, scanAll(other, 7));
            assertTrue(expected.contains(other.randomKey()));
            jedis.swapDB(7, 8);
            assertEquals(0, other.dbSize());
            other.select(8);
            assertEquals(2000, other.dbSize());
            other.flushDB();
            assertEquals(0, other.dbSize());
            assertNull(other.randomKey());
            jedis.select(8);
            assertFalse(jedis.exists(prefix + 1));
        }
    }

    private static Set<String> scanAll(Jedis jedis, int count) {
        Set<String> seen = new HashSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> step = jedis.scan(cursor, new ScanParams().count(count));
            seen.addAll(step.getResult());
            cursor = step.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return seen;
    }

    @Test
    void exec_withWholeKeyspaceCommands_countsWhatItDid() {
        String[] keys = spread("w");
        try (Jedis jedis = cluster.member(1).jedis()) {
            jedis.select(9);
            jedis.mset(keys[0], "a", keys[1], "b");
            jedis.sendCommand(Protocol.Command.MULTI);
            jedis.sendCommand(Protocol.Command.SET, keys[2], "c");
            jedis.sendCommand(Protocol.Command.DBSIZE);
            jedis.sendCommand(Protocol.Command.FLUSHDB);
            jedis.sendCommand(Protocol.Command.DBSIZE);
            jedis.sendCommand(Protocol.Command.SET, keys[0], "d");
            jedis.sendCommand(Protocol.Command.KEYS, "*");
            List<?> replies = (List<?>) jedis.sendCommand(Protocol.Command.EXEC);
            assertEquals(3L, replies.get(1));
            assertEquals(0L, replies.get(3));
            List<?> left = (List<?>) replies.get(5);
            assertEquals(1, left.size());
            assertEquals(keys[0], new String((byte[]) left.get(0), StandardCharsets.UTF_8));
            assertEquals(1, jedis.dbSize());
            assertEquals("d", jedis.get(keys[0]));
        }
    }

    @Test
    void flushdb_emptiesEveryNodesPrimariesAndTheirCopies() {
        try (Jedis jedis = cluster.member(2).jedis()) {
            jedis.select(8);
            for (int i = 0; i < 500; i++) {
                jedis.set(prefix + i, "v");
            }
            assertEquals(500, jedis.dbSize());
            assertEquals(500, copies(CachePeekMode.BACKUP));
            assertEquals("OK", jedis.flushDB());
            assertEquals(0, jedis.dbSize());
            assertEquals(0, copies(CachePeekMode.PRIMARY));
            assertEquals(0, copies(CachePeekMode.BACKUP));
        }
    }

    private static int copies(CachePeekMode mode) {
        return IntStream.range(0, 3)
                .map(i -> cluster.member(i).ignite().cache("db8").localSize(mode))
                .sum();
    }
}
