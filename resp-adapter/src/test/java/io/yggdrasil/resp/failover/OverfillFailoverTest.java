package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerChild;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.server.RawClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More writes than three processes with one backup have room for, while one of them is killed and another joins. */
final class OverfillFailoverTest {
    private static final int WRITERS_PER_NODE = 2;
    /** One node is killed, one joins. */
    private static final int CONNECTIONS_CLOSED_MAX = 2;

    private static final int BATCH = 16;
    private static final int VALUE_BYTES_MAX = 20_000;
    private static final int WRITES_AFTER_A_CHANGE = 5_000;
    private static final double OVERSHOOT = 1.03;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger stored = new AtomicInteger();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    @AfterEach
    void stop() {
        stopped = true;
        threads.shutdownNow();
    }

    @Test
    void overfill_oneKilledAndOneJoins_nodesLive_copiesAgree() throws Exception {
        try (Children grid = new Children(
                folder, 4, index -> List.of("--maxmemory", "64mb", "--set", "maxmemory-policy=allkeys-lru"))) {
            grid.begin(0).awaitReady();
            grid.begin(1);
            grid.begin(2);
            grid.get(1).awaitReady();
            grid.get(2).awaitReady();
            List<Future<?>> writers = new ArrayList<>();
            for (int index : new int[] {0, 2}) {
                for (int i = 0; i < WRITERS_PER_NODE; i++) {
                    String name = "writer" + index + '-' + i;
                    writers.add(threads.submit(() -> write(grid.get(index).port(), name)));
                }
            }
            Future<?> ofTheKilled = threads.submit(() -> write(grid.get(1).port(), "killed"));
            for (int index = 0; index < 3; index++) {
                awaitEviction(grid.get(index), writers);
            }
            grid.kill(1);
            ofTheKilled.get();
            awaitWrites(writers);
            grid.begin(3).awaitReady();
            awaitWrites(writers);
            awaitEviction(grid.get(3), writers);
            stopped = true;
            for (Future<?> writer : writers) {
                writer.get();
            }
            System.out.println("stored " + stored + ", refused " + refusals);
            List<ServerChild> alive = List.of(grid.get(0), grid.get(2), grid.get(3));
            for (ServerChild server : alive) {
                assertTrue(server.isAlive(), server::errors);
                ServerFixture.await("relief", () -> isRelieved(server));
            }
            alive.forEach(OverfillFailoverTest::endEviction);
            Copies.assertEqual(grid.get(0), 2);
            for (ServerChild server : alive) {
                assertTrue(server.isAlive(), server::errors);
                assertFalse(server.errors().contains("OutOfMemory"), server::errors);
            }
            refusals.keySet().forEach(OverfillFailoverTest::assertIsAnError);
        }
    }

    /** Full memory is told as Redis tells it; a change of owner asks for another try. */
    private static void assertIsAnError(String reply) {
        assertTrue(
                reply.equals("-OOM command not allowed when used memory > 'maxmemory'.")
                        || reply.startsWith("-TRYAGAIN ")
                        || reply.startsWith("-CLUSTERDOWN "),
                reply);
    }

    /**
     * Stores values of all sizes in batches, until the end, or that of the server. A connection is closed when nobody knows
     * what a node that died did with its request; then there is another.
     */
    private void write(int port, String name) {
        Random random = new Random(name.hashCode());
        byte[] value = new byte[VALUE_BYTES_MAX];
        random.nextBytes(value);
        for (int connection = 0; !stopped; connection++) {
            try (RawClient client = new RawClient(port)) {
                for (int batch = 0; !stopped; batch++) {
                    writeBatch(client, name + ':' + connection + ':' + batch, value, random);
                }
            } catch (UncheckedIOException e) {
                if (name.equals("killed")) {
                    return;
                }
                assertTrue(connection < CONNECTIONS_CLOSED_MAX, () -> "connection closed again: " + e);
            }
        }
    }

    private void writeBatch(RawClient client, String name, byte[] value, Random random) {
        for (int i = 0; i < BATCH; i++) {
            int bytes = 1 + random.nextInt(VALUE_BYTES_MAX);
            String key = name + ':' + i;
            client.send("*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + bytes + "\r\n");
            client.trySend(value, 0, bytes);
            client.send("\r\n");
        }
        for (int i = 0; i < BATCH; i++) {
            String reply = client.line();
            if (reply.equals("+OK")) {
                stored.incrementAndGet();
            } else {
                refusals.merge(reply, 1, Integer::sum);
            }
        }
    }

    private void awaitWrites(List<Future<?>> writers) {
        int before = stored.get();
        ServerFixture.await("writes", () -> goOn(writers) && stored.get() >= before + WRITES_AFTER_A_CHANGE);
    }

    private static void awaitEviction(ServerChild server, List<Future<?>> writers) {
        try (RawClient client = new RawClient(server.port())) {
            ServerFixture.await("eviction", () -> goOn(writers) && number(client, "stats", "evicted_keys") > 0);
        }
    }

    /** Fails as soon as a writer did. */
    private static boolean goOn(List<Future<?>> writers) {
        for (Future<?> writer : writers) {
            if (writer.isDone()) {
                try {
                    writer.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError(e);
                }
                throw new AssertionError("a writer ended");
            }
        }
        return true;
    }

    private static boolean isRelieved(ServerChild server) {
        try (RawClient client = new RawClient(server.port())) {
            long watermark = number(client, "memory", "eviction_watermark");
            return number(client, "memory", "eviction_held") <= watermark
                    && number(client, "memory", "used_memory") <= watermark * OVERSHOOT;
        }
    }

    private static void endEviction(ServerChild server) {
        try (RawClient client = new RawClient(server.port())) {
            client.send("CONFIG SET maxmemory-policy noeviction\r\n");
            assertEquals("+OK", client.line());
        }
    }

    private static long number(RawClient client, String section, String field) {
        client.send("INFO " + section + "\r\n");
        String text = client.read(Integer.parseInt(client.line().substring(1)) + 2);
        int at = text.indexOf("\n" + field + ":") + field.length() + 2;
        return Long.parseLong(text.substring(at, text.indexOf('\r', at)));
    }
}
