package io.yggdrasil.resp.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a server may take of the heap together for one purpose. Only what is large is counted: a
 * connection in a steady state holds nothing, and its hot path never comes here.
 *
 * <p>Threads: any.
 */
final class MemoryBudget {
    private final long bytesMax;
    private final AtomicLong used = new AtomicLong();

    MemoryBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes {@code bytes}, unless that is more than is left. */
    boolean tryTake(long bytes) {
        long now = used.addAndGet(bytes);
        if (now > bytesMax && bytes > 0) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Takes what is there already, or gives it back when negative. Returns whether the budget is kept. */
    boolean take(long bytes) {
        return used.addAndGet(bytes) <= bytesMax;
    }

    long bytesMax() {
        return bytesMax;
    }

    long used() {
        return used.get();
    }
}
