package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.util.typedef.internal.LT;

/**
 * Removes expired entries that nobody asks for from the watched caches of this node. Every copy of a partition is cleaned
 * up where it is. An expired entry is never read, removed or not; it only takes room.
 *
 * <p>It takes the place of Ignite's clean-up, which has one thread, works without a rest, lets commands of thin clients
 * and writers do a part of it, and removes entries in a way that fills the heap: see {@link ExpiredEntry}. Here some
 * threads have every so many partitions each, work in slices, and rest in between: see {@link PurgePace}. While pages are
 * written to disk, they rest the longest.
 *
 * <p>Threads: any may call; the work is done by daemons that the first cache starts.
 */
public final class ActiveExpiry {
    private static final int WORKERS_MAX = 8;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final IgniteLogger log;
    private final String nodeName;
    private final List<ExpiredEntries> caches = new CopyOnWriteArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean enabled = true;
    private volatile boolean stopped;

    /**
     * Makes the clean-up of a node.
     *
     * @param nodeName for the names of threads
     * @param log told of failures
     */
    public ActiveExpiry(String nodeName, IgniteLogger log) {
        this.nodeName = nodeName;
        this.log = log;
    }

    /** Lets entries be removed when they expire, or only when somebody meets them. */
    public void enable(boolean on) {
        enabled = on;
    }

    /** Takes a cache that starts. It is let go of when it is stopped. */
    synchronized void add(GridCacheContext<?, ?> cache) {
        if (stopped) {
            return;
        }
        caches.add(new ExpiredEntries(cache));
        if (workers.isEmpty()) {
            int count = Math.max(1, Math.min(WORKERS_MAX, Runtime.getRuntime().availableProcessors() / 2));
            for (int i = 0; i < count; i++) {
                Thread worker = new Thread(new Worker(i, count), "expiry-" + i + "-" + nodeName);
                worker.setDaemon(true);
                workers.add(worker);
                worker.start();
            }
        }
    }

    /** Ends the threads and waits for them; to be called before the node's caches stop. */
    public void stop() {
        List<Thread> ending;
        synchronized (this) {
            stopped = true;
            ending = List.copyOf(workers);
        }
        ending.forEach(LockSupport::unpark);
        try {
            for (Thread worker : ending) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cleans up every so many partitions of all caches, round after round. */
    private final class Worker implements Runnable {
        private final int first;
        private final int step;
        private long sliceStart;
        private long late;

        Worker(int first, int step) {
            this.first = first;
            this.step = step;
        }

        @Override
        public void run() {
            while (!stopped) {
                sliceStart = System.nanoTime();
                late = 0;
                boolean any = false;
                for (ExpiredEntries cache : caches) {
                    any |= purge(cache);
                }
                if (!any && !stopped) {
                    LockSupport.parkNanos(IDLE_NANOS);
                }
            }
        }

        /** One batch of each partition; whether anything was removed. */
        private boolean purge(ExpiredEntries cache) {
            boolean any = false;
            try {
                long least = cache.isRoomScarce() ? PurgePace.LATE_MILLIS_MAX : 0;
                for (int p = first; p < cache.partitions() && enabled && !stopped; p += step) {
                    long partitionLate = cache.purge(p);
                    if (partitionLate != ExpiredEntries.NONE) {
                        any = true;
                        late = cache.isCheckpointing() ? 0 : Math.max(late, Math.max(least, partitionLate));
                        restIfDue();
                    }
                }
            } catch (IgniteCheckedException | RuntimeException | OutOfMemoryError e) {
                if (!cache.isStopped() && !stopped) {
                    LT.error(log, e, "Expired entries could not be removed; they only take room");
                }
                any = false;
            }
            if (cache.isStopped()) {
                caches.remove(cache);
            }
            return any;
        }

        private void restIfDue() {
            long worked = System.nanoTime() - sliceStart;
            if (worked >= PurgePace.SLICE_NANOS) {
                LockSupport.parkNanos(PurgePace.restNanos(worked, late));
                sliceStart = System.nanoTime();
            }
        }
    }
}
