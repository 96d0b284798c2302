package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.grid.WriteListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of this node that clients wait for, and who waits.
 *
 * <p>No write is missed: a writer asks whether its key is awaited after it has written, and a key is looked at after a waiter
 * has queued up for it, so that one of the two sees the other.
 *
 * <p>Threads: any; offers are made on the thread that calls.
 */
final class WaitTable implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(WaitTable.class);

    private final Function<WriteListener, CommandExecutor> executors;
    private final ScheduledExecutorService timer;
    private final Runnable upheaval;
    private final ConcurrentHashMap<EntryKey, WaitQueue> queues = new ConcurrentHashMap<>();
    private final AtomicInteger tickets = new AtomicInteger();
    private final AtomicLong turns = new AtomicLong();
    private final Queue<KeyServer> idle = new ConcurrentLinkedQueue<>();

    /**
     * Makes an empty table.
     *
     * @param executors makes what runs the requests of those who wait; it tells the given listener of what they write
     * @param timer has keys offered anew
     * @param upheaval told of {@link #onUpheaval}
     */
    WaitTable(Function<WriteListener, CommandExecutor> executors, ScheduledExecutorService timer, Runnable upheaval) {
        this.executors = executors;
        this.timer = timer;
        this.upheaval = upheaval;
    }

    @Override
    public boolean isAwaited(EntryKey key) {
        return tickets.get() != 0 && queues.containsKey(key);
    }

    @Override
    public void onWritten(List<EntryKey> keys) {
        run(server -> server.add(keys));
    }

    @Override
    public void onUpheaval() {
        if (tickets.get() != 0) {
            upheaval.run();
        }
    }

    /** The turn of a waiter; {@code sinceMillis} is 0 for one that begins to wait now. */
    Turn turn(long sinceMillis) {
        return new Turn(sinceMillis == 0 ? System.currentTimeMillis() : sinceMillis, turns.incrementAndGet());
    }

    /** Number of keys that somebody waits for. */
    int keyCount() {
        return queues.size();
    }

    /** Number of those whose removal ends a wait. */
    int keyOfLossCount() {
        return (int) queues.values().stream().filter(WaitQueue::heedsLoss).count();
    }

    /** Queues a ticket up and offers it what is there. */
    void add(Ticket ticket) {
        tickets.incrementAndGet();
        for (EntryKey key : ticket.keys()) {
            queues.compute(key, (same, known) -> {
                WaitQueue queue = known == null ? new WaitQueue(same) : known;
                queue.add(ticket);
                return queue;
            });
        }
        onWritten(ticket.keys());
    }

    /** Takes a ticket out of its queues; to be called once. */
    void remove(Ticket ticket) {
        run(server -> {
            for (EntryKey key : ticket.keys()) {
                WaitQueue queue = queues.get(key);
                if (queue != null) {
                    queue.remove(ticket);
                    queues.computeIfPresent(key, (same, known) -> known.isEmpty() ? null : known);
                    queue.onEnd(ticket, server);
                }
            }
        });
        tickets.decrementAndGet();
    }

    /** The waiter of a ticket that was offered these keys did not take anything. */
    void decline(Ticket ticket, List<EntryKey> keys) {
        run(server -> {
            for (EntryKey key : keys) {
                WaitQueue queue = queues.get(key);
                if (queue != null) {
                    queue.onEnd(ticket, server);
                }
            }
        });
    }

    /** Offers every key. */
    void offerAll() {
        onWritten(List.copyOf(queues.keySet()));
    }

    void offerLater(EntryKey key, int millis) {
        try {
            timer.schedule(() -> onWritten(List.of(key)), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops: nobody is served any more", e);
        }
    }

    private void run(Consumer<KeyServer> task) {
        KeyServer server = idle.poll();
        if (server == null) {
            server = new KeyServer(this, executors);
        }
        try {
            task.accept(server);
            for (EntryKey key = server.next(); key != null; key = server.next()) {
                WaitQueue queue = queues.get(key);
                if (queue != null) {
                    queue.serve(server);
                }
            }
            idle.add(server);
        } catch (RuntimeException | Error e) {
            LOG.error("Waiting clients could not be served", e);
        }
    }
}
