package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.yggdrasil.resp.WholeServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Random and damaged bytes at a whole server over real sockets, split at random places. Whatever comes, no exception
 * reaches the log, fresh clients are served, and memory is given back.
 */
final class FuzzTest {
    private static final long BYTES = 16L << 20;
    private static final int THREADS = 2;
    private static final int STREAMS_BETWEEN_PINGS = 50;
    private static final long HEAP_GROWTH_MAX = 96L << 20;
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(45);

    /** What would stop the server, lock its clients out or wait. */
    private static final Set<String> LEFT_OUT = Set.of(
            "shutdown",
            "debug",
            "client",
            "config",
            "monitor",
            "auth",
            "wait",
            "waitaof",
            "replicaof",
            "slaveof",
            "cluster",
            "failover",
            "acl",
            "flushall",
            "flushdb");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final AtomicLong bytesSent = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    @Timeout(120)
    void server_anyBytes_goesOnServing() throws InterruptedException {
        System.out.println("FuzzTest seed=" + seed);
        Complaints complaints = new Complaints();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        complaints.start();
        try (WholeServer server = WholeServer.start(Map.of())) {
            List<String> commands = commands(server.port());
            ping(server.port());
            long heap = usedHeap();
            root.addAppender(complaints);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                Thread thread = new Thread(() -> fuzz(server.port(), commands, random));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            ping(server.port());
            root.detachAppender(complaints);
            assertTrue(failures.isEmpty(), () -> "seed=" + seed + " " + failures);
            assertEquals(List.of(), complaints.events, "seed=" + seed);
            assertTrue(bytesSent.get() >= 10_000_000, "only " + bytesSent + " bytes were sent, seed=" + seed);
            long growth = usedHeap() - heap;
            assertTrue(growth < HEAP_GROWTH_MAX, "heap has grown by " + growth + " bytes, seed=" + seed);
        } finally {
            root.detachAppender(complaints);
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void ping(int port) {
        try (RawClient client = new RawClient(port)) {
            assertEquals("+PONG\r\n", client.send("PING\r\n").read(7));
        }
    }

    private static List<String> commands(int port) {
        try (RawClient client = new RawClient(port)) {
            client.send("COMMAND LIST\r\n");
            int count = Integer.parseInt(client.line().substring(1));
            List<String> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                client.line();
                String name = client.line();
                if (!LEFT_OUT.contains(name)) {
                    names.add(name);
                }
            }
            return names;
        }
    }

    private void fuzz(int port, List<String> commands, SplittableRandom random) {
        Traffic traffic = new Traffic(random, commands.toArray(String[]::new));
        long deadline = System.nanoTime() + NANOS_MAX;
        try {
            for (int i = 0; bytesSent.get() < BYTES && System.nanoTime() < deadline; i++) {
                send(port, stream(traffic, random), random);
                if (i % STREAMS_BETWEEN_PINGS == 0) {
                    ping(port);
                }
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private static byte[] stream(Traffic traffic, SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> traffic.valid(1 + random.nextInt(200));
            case 1 -> traffic.noise(1 + random.nextInt(4000));
            case 2 -> traffic.pipeline(20_000);
            case 3 -> traffic.promise(random.nextInt(60_000));
            case 4 -> traffic.damage(traffic.valid(500));
            default -> traffic.damage(traffic.valid(1 + random.nextInt(60)));
        };
    }

    private void send(int port, byte[] stream, SplittableRandom random) {
        try (RawClient client = new RawClient(port)) {
            int pieceMax = stream.length < 3000 && random.nextInt(8) == 0 ? 1 : 1 << random.nextInt(4, 17);
            int at = 0;
            boolean open = true;
            while (at < stream.length && open) {
                int next = Math.min(stream.length, at + 1 + random.nextInt(pieceMax));
                open = client.trySend(stream, at, next);
                at = next;
            }
            bytesSent.addAndGet(at);
            if (random.nextInt(3) > 0) {
                client.tryEndSending().readToEnd();
            }
        }
    }

    /** Collects what the log should not hold. */
    private static final class Complaints extends AppenderBase<ILoggingEvent> {
        private final List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());

        @Override
        protected void append(ILoggingEvent event) {
            boolean ours = event.getLoggerName().startsWith("io.yggdrasil")
                    || event.getLoggerName().startsWith("io.netty");
            if (event.getThrowableProxy() != null
                    || event.getLevel().isGreaterOrEqual(Level.ERROR)
                    || (ours && event.getLevel().isGreaterOrEqual(Level.WARN))) {
                events.add(event.getLoggerName() + ": " + event.getFormattedMessage() + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()));
            }
        }
    }
}
