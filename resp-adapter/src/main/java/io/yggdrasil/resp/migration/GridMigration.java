package io.yggdrasil.resp.migration;

import io.yggdrasil.resp.client.ServerError;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.generic.KeyMigration;
import io.yggdrasil.resp.server.InnerClient;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The migrations of one node. */
public final class GridMigration implements KeyMigration, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GridMigration.class);
    private static final int THREADS = 64;
    private static final int QUEUE_MAX = 1024;
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private volatile @Nullable Inside inside;

    /** Connects clients inside of the process. */
    @FunctionalInterface
    public interface Inside {
        /** A new connection to this server. */
        InnerClient connect(InnerClient.Receiver receiver) throws IOException;
    }

    /** Makes it; until {@link #open} all is refused. */
    public GridMigration() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_MAX), task -> {
                    Thread thread = new Thread(task, "yggdrasil-migration-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Lets keys be moved from now on: the server takes connections. */
    public void open(Inside connector) {
        inside = connector;
    }

    @Override
    public void begin(Order order, DeferredReply place) {
        long latest =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.target().millis());
        try {
            threads.execute(() -> run(order, latest, place));
        } catch (RejectedExecutionException e) {
            place.complete(out -> out.error("BUSY the server has " + QUEUE_MAX + " keys to migrate already"));
        }
    }

    private void run(Order order, long latest, DeferredReply place) {
        if (System.nanoTime() - latest > 0) { // It had to wait for others behind which it came.
            place.complete(out -> out.error("IOERR error or timeout connecting to the client"));
            return;
        }
        try {
            boolean any = move(order);
            place.complete(out -> out.simple(any ? "OK" : "NOKEY"));
        } catch (RedisException e) {
            place.complete(out -> {
                throw e;
            });
        } catch (ServerError e) { // Of this server: a node was lost, say.
            place.complete(out -> out.error(String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn(
                    "A migration to {}:{} has failed",
                    order.target().host(),
                    order.target().port(),
                    e);
            place.complete(out -> out.error("ERR the migration has failed: " + e));
        }
    }

    private boolean move(Order order) throws IOException {
        Inside connector = inside;
        if (connector == null) {
            throw new RedisException("ERR this server cannot migrate keys");
        }
        try (Source source = new Source(connector, order.database())) {
            return new Migration(order, source).run();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
