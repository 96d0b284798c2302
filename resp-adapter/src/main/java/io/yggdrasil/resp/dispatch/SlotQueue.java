package io.yggdrasil.resp.dispatch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * The event loops whose clients wait for the lock of one partition. They take turns: when the lock is free, the loop that has
 * waited longest runs all its clients that wait, and meanwhile the others queue up behind it. So a loop neither stops for
 * another one nor wakes it for each command, and nobody starves at a key that all want.
 *
 * <p>Who is no event loop takes the lock whenever it is free.
 *
 * <p>Threads: any. Only partitions that were contended have one.
 */
final class SlotQueue {
    /** The turn of a loop ends by then at the latest: requests may keep coming in, or the loop stand still, or be gone. */
    private static final long TURN_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(1);

    private final StampedLock lock;
    private final Map<Executor, Set<Runnable>> waiting = new LinkedHashMap<>();
    private volatile boolean anyWaiting;
    private volatile @Nullable Turn turn;

    private record Turn(Executor loop, Set<Runnable> clients, long sinceNanos) {
        boolean isOver() {
            return System.nanoTime() - sinceNanos > TURN_NANOS_MAX;
        }
    }

    SlotQueue(StampedLock lock) {
        this.lock = lock;
    }

    /** Whether the lock may be tried, as it is no other loop's turn. */
    boolean admits(Executor loop) {
        Turn now = turn;
        return now == null || now.loop() == loop || now.isOver();
    }

    /** Queues a client up; {@code wake} is run once on its loop when it may try again. Asking twice is asking once. */
    void await(Executor loop, Runnable wake) {
        synchronized (this) {
            waiting.computeIfAbsent(loop, any -> new LinkedHashSet<>()).add(wake);
            anyWaiting = true;
        }
        onUnlocked();
    }

    /** To be called behind every unlock: the next loop has its turn. */
    void onUnlocked() {
        if (anyWaiting && !lock.isWriteLocked() && !lock.isReadLocked()) {
            Turn next = next();
            if (next != null) {
                next.loop().execute(() -> take(next));
            }
        }
    }

    private synchronized @Nullable Turn next() {
        Turn now = turn;
        Iterator<Map.Entry<Executor, Set<Runnable>>> loops = waiting.entrySet().iterator();
        if (!loops.hasNext() || now != null && !now.isOver()) {
            return null;
        }
        Map.Entry<Executor, Set<Runnable>> first = loops.next();
        loops.remove();
        anyWaiting = loops.hasNext();
        Turn next = new Turn(first.getKey(), first.getValue(), System.nanoTime());
        turn = next;
        return next;
    }

    private void take(Turn own) {
        try {
            own.clients().forEach(Runnable::run);
        } finally {
            end(own);
        }
    }

    private void end(Turn own) {
        synchronized (this) {
            if (turn == own) {
                turn = null;
            }
        }
        onUnlocked();
    }
}
