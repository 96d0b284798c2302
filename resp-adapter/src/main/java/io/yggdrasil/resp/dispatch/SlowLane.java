package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.internals.Ack;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for commands that take long or block (FLUSHALL, SWAPDB, KEYS, transactions with such), so that event loops do
 * not. The client of such a command waits; nobody else does, unless for what the command has locked.
 *
 * <p>Threads: {@link #run} is called by event loops. Each run has an executor of its own; the session is the run's until
 * its reply is complete.
 */
public final class SlowLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlowLane.class);
    private static final int QUEUE_MAX = 1024;
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS_MAX = 10;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** For scripts: calls of Lua's C functions nest 200 deep, with up to 9 KB each. */
    public static final long STACK_BYTES = 8 << 20;

    private final ThreadPoolExecutor threads;
    private final Supplier<CommandExecutor> executors;
    private volatile @Nullable Spanning spanning;
    private final Queue<CommandExecutor> idle = new ConcurrentLinkedQueue<>();
    private final long settleNanos;

    /**
     * Makes the lane.
     *
     * @param threads how many commands may be under way
     * @param settleTimeoutMillis how long a command waits for ownership to settle
     * @param executors makes executors that have no slow lane themselves
     */
    public SlowLane(int threads, long settleTimeoutMillis, Supplier<CommandExecutor> executors) {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_MAX), task -> {
                    Thread thread = new Thread(null, task, "resp-slow-" + number.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
        this.settleNanos = TimeUnit.MILLISECONDS.toNanos(settleTimeoutMillis);
        this.executors = executors;
    }

    /** Runs requests whose keys turn out to be of several nodes. */
    @FunctionalInterface
    public interface Spanning {
        /** Runs a request, which owns its bytes, and completes its reply. */
        void run(Command command, Request request, Session session, RemoteExecution.ReplySlot place);
    }

    /** Says who runs what turns out to be of several nodes; till then it is an error. */
    public void spanning(Spanning runner) {
        spanning = runner;
    }

    /** Runs a request, which must own its bytes, and completes its reply. */
    void run(Request request, Session session, DeferredReply place) {
        try {
            threads.execute(() -> execute(request, session, place));
        } catch (RejectedExecutionException e) {
            place.complete(out -> out.error("BUSY the server has " + QUEUE_MAX + " slow commands to run already"));
        }
    }

    private void execute(Request request, Session session, DeferredReply place) {
        CommandExecutor executor = take();
        try {
            ReplyWriter reply = executor.reply();
            reply.clear();
            Spanning elsewhere = settle(executor, request, session);
            if (elsewhere != null) {
                elsewhere.run(executor.command(), request, session, new SpanningPlace(place));
                idle.add(executor);
                return;
            }
            byte[] bytes = Arrays.copyOf(reply.array(), reply.size());
            complete(bytes, executor.takeAcks(), place);
            idle.add(executor);
        } catch (RuntimeException | Error e) {
            LOG.error("Request {} failed", request.text(0), e);
            place.complete(
                    out -> out.error("ERR internal error: " + e.getClass().getSimpleName()));
        }
    }

    /** Runs the request; answers who is to run it instead, or null when it has its reply. */
    private @Nullable Spanning settle(CommandExecutor executor, Request request, Session session) {
        long start = System.nanoTime();
        Outcome outcome = executor.execute(request, session, null);
        while (outcome == Outcome.PAUSED || outcome == Outcome.RETRY && System.nanoTime() - start < settleNanos) {
            LockSupport.parkNanos(RETRY_NANOS);
            outcome = executor.execute(request, session, null);
        }
        Spanning runner = spanning;
        if (outcome == Outcome.SPANNING && runner != null) {
            return runner;
        }
        if (outcome == Outcome.RETRY) {
            executor.writeError("CLUSTERDOWN The owner of the key could not be determined in time");
        } else if (outcome != Outcome.REPLIED) {
            executor.writeError("TRYAGAIN The keys moved to another node while the command waited");
        }
        return null;
    }

    private static void complete(byte[] reply, List<Ack> acks, DeferredReply place) {
        if (acks.isEmpty()) {
            place.complete(out -> out.raw(reply));
            return;
        }
        AckCounter.await(acks, error -> place.complete(out -> out.raw(error == null ? reply : error)));
    }

    /** The place of a reply of the lane as those who run on several nodes know it. */
    private record SpanningPlace(DeferredReply place) implements RemoteExecution.ReplySlot {
        @Override
        public void complete(byte[] reply) {
            place.complete(out -> out.raw(reply));
        }

        @Override
        public void rerun(Request request, Session as) {
            throw new UnsupportedOperationException("what has begun on several nodes ends there");
        }

        @Override
        public void lose() {
            place.complete(
                    out -> out.error("CLUSTERDOWN a node was lost, and nobody knows what the script has written"));
        }
    }

    private CommandExecutor take() {
        CommandExecutor executor = idle.poll();
        return executor == null ? executors.get() : executor;
    }

    /** Takes no more commands and waits for those under way; interrupts them when they take too long. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
