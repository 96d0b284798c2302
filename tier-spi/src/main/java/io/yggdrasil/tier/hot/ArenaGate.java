package io.yggdrasil.tier.hot;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets readers in until it is closed, and counts them in and out, striped by thread. Two atomic additions a look-up
 * serve two ends: statistics, and to know when nobody is inside any more, so that memory can be released.
 *
 * <p>Mechanism: a reader adds to its stripe's count of entries, then looks whether the gate is closed; the closer marks
 * it closed, then waits until as many have left as entered. Additions and the mark are volatile, thus in one order of
 * all: a reader who did not see the mark entered before it, and the closer sees that entry. Exits are counted by how the
 * look-up ended. They are summed before the entries: as both only grow, equal sums mean that every stripe was empty at
 * some moment in between.
 *
 * <p>Rejected: to let the garbage collector free the memory costs readers nothing, but it comes back nobody knows when.
 *
 * <p>Threads: any. Each stripe has two cache lines of its own, as processors fetch lines in pairs.
 */
final class ArenaGate {
    /** An exit that is no look-up. */
    private static final int OTHER = GetOutcome.values().length;

    private static final int EXITS = OTHER + 1;
    private static final int ENTERED = EXITS;
    private static final int STRIPE = 16;
    private static final int STRIPES_MOST = 256;
    private static final int SPREAD = 0x9E3779B9;
    private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final AtomicLongArray cells;
    private final int shift;
    private volatile boolean closed;

    ArenaGate(int cores) {
        int stripes = Math.max(2, Integer.highestOneBit(Math.min(STRIPES_MOST, 4 * cores)));
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(stripes);
        cells = new AtomicLongArray((stripes + 2) * STRIPE);
    }

    /** Counts the calling thread in, also if the gate is closed; returns its stripe, for {@link #leave}. */
    int enter() {
        int mixed = (int) Thread.currentThread().getId() * SPREAD;
        int stripe = STRIPE + (mixed >>> shift) * STRIPE;
        cells.getAndIncrement(stripe + ENTERED);
        return stripe;
    }

    /** Whether memory must not be touched; to be asked after {@link #enter}, or under a lock that the closer takes. */
    boolean closed() {
        return closed;
    }

    void leave(int stripe, GetOutcome outcome) {
        cells.getAndIncrement(stripe + outcome.ordinal());
    }

    void leave(int stripe) {
        cells.getAndIncrement(stripe + OTHER);
    }

    void close() {
        closed = true;
    }

    /** After {@link #close}: waits until no reader is inside; false if some still is when the time is over. */
    boolean awaitEmpty(long timeoutNanos) {
        long start = System.nanoTime();
        while (!wasEmpty()) {
            if (System.nanoTime() - start > timeoutNanos) {
                return false;
            }
            LockSupport.parkNanos(WAIT_NANOS);
        }
        return true;
    }

    long count(GetOutcome outcome) {
        return sum(outcome.ordinal());
    }

    private boolean wasEmpty() {
        long left = 0;
        for (int exit = 0; exit < EXITS; exit++) {
            left += sum(exit);
        }
        return left == sum(ENTERED);
    }

    private long sum(int counter) {
        long sum = 0;
        for (int stripe = STRIPE; stripe < cells.length() - STRIPE; stripe += STRIPE) {
            sum += cells.get(stripe + counter);
        }
        return sum;
    }
}
