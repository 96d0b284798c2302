package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that one thread wants to read or change together. Reused; filled, then locked or read optimistically.
 */
final class SlotLockSet {
    private static final long WAIT_MICROS_MAX = 2_000;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int SPINS = 32;
    private static final int NONE = -1;

    private final SlotLocks locks;
    private @Nullable Executor loop;
    private int busy = NONE;
    private int[] partitions = new int[8];
    private long[] stamps = new long[8];
    private int count;
    private boolean sorted;
    private boolean exclusive;
    private boolean held;
    private boolean forLong;
    private boolean extended;

    SlotLockSet(SlotLocks locks) {
        this.locks = locks;
    }

    /** Says that an event loop uses the set: it never waits for a lock, but queues up: see {@link #awaitTurn}. */
    void loop(Executor own) {
        loop = own;
    }

    /**
     * Has {@code wake} run on the event loop when the lock that {@link #tryLock} did not get may be tried again. False: it was
     * not for a lock that the last try failed.
     */
    boolean awaitTurn(Runnable wake) {
        int wanted = busy;
        busy = NONE;
        Executor own = loop;
        if (wanted == NONE || own == null) {
            return false;
        }
        locks.madeQueue(wanted).await(own, wake);
        return true;
    }

    void clear() {
        busy = NONE;
        count = 0;
        sorted = true;
    }

    void add(int partition) {
        if (count > 0 && partitions[count - 1] == partition) {
            return;
        }
        if (count == partitions.length) {
            partitions = Arrays.copyOf(partitions, count * 2);
            stamps = Arrays.copyOf(stamps, count * 2);
        }
        sorted &= count == 0 || partitions[count - 1] < partition;
        partitions[count++] = partition;
    }

    void addAll() {
        clear();
        for (int p = 0; p < Slots.PARTITIONS; p++) {
            add(p);
        }
    }

    /** Begins an optimistic read; false when a writer is at work. */
    boolean beginOptimistic() {
        for (int i = 0; i < count; i++) {
            stamps[i] = locks.of(partitions[i]).tryOptimisticRead();
            if (stamps[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether no writer came since {@link #beginOptimistic}. */
    boolean isStillValid() {
        for (int i = 0; i < count; i++) {
            if (!locks.of(partitions[i]).validate(stamps[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes the locks unless another holds one; nothing is held then. An event loop does not wait for it, any other thread only
     * as long as a command may take.
     */
    boolean tryLock(boolean forWriting) {
        sort();
        exclusive = forWriting;
        Executor own = loop;
        for (int i = 0; i < count; i++) {
            stamps[i] =
                    own == null ? tryLock(partitions[i], forWriting) : tryLockOnLoop(partitions[i], forWriting, own);
            if (stamps[i] == 0) {
                unlockFirst(i);
                return false;
            }
        }
        held = true;
        return true;
    }

    private long tryLockOnLoop(int partition, boolean forWriting, Executor own) {
        SlotQueue queue = locks.queue(partition);
        if (queue == null || queue.admits(own)) {
            StampedLock lock = locks.of(partition);
            for (int i = 0; i < SPINS; i++) {
                long stamp = forWriting ? lock.tryWriteLock() : lock.tryReadLock();
                if (stamp != 0) {
                    locks.onFree(partition);
                    return stamp;
                }
                Thread.onSpinWait();
            }
        }
        busy = partition;
        return 0;
    }

    private long tryLock(int partition, boolean forWriting) {
        StampedLock lock = locks.of(partition);
        long stamp = forWriting ? lock.tryWriteLock() : lock.tryReadLock();
        if (stamp != 0) {
            locks.onFree(partition);
            return stamp;
        }
        if (locks.isHeldForLong(partition)) {
            return 0;
        }
        try {
            stamp = forWriting
                    ? lock.tryWriteLock(WAIT_MICROS_MAX, TimeUnit.MICROSECONDS)
                    : lock.tryReadLock(WAIT_MICROS_MAX, TimeUnit.MICROSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
        if (stamp == 0) {
            locks.onWaitedInVain(partition);
        }
        return stamp;
    }

    /**
     * Takes the locks for writing and waits no longer than {@code waitNanos}; false when that was too short: nothing is held
     * then.
     */
    boolean tryLockWithin(long waitNanos) throws InterruptedException {
        sort();
        exclusive = true;
        long deadline = System.nanoTime() + waitNanos;
        for (int i = 0; i < count; i++) {
            stamps[i] = tryWriteLock(partitions[i], deadline);
            if (stamps[i] == 0) {
                unlockFirst(i);
                return false;
            }
        }
        held = true;
        return true;
    }

    private long tryWriteLock(int partition, long deadline) throws InterruptedException {
        StampedLock lock = locks.of(partition);
        long stamp = lock.tryWriteLock();
        if (stamp == 0) {
            stamp = lock.tryWriteLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        if (stamp != 0) {
            locks.onFree(partition);
        }
        return stamp;
    }

    /**
     * As {@link #tryLockWithin}, for a thread that will hold the locks for long, and many of them: nobody waits for it. Whoever
     * has the set may release it, on any thread.
     */
    boolean tryLockForLong(long waitNanos) throws InterruptedException {
        locks.enterLong();
        forLong = tryLockWithin(waitNanos);
        if (!forLong) {
            locks.leaveLong();
        }
        return forLong;
    }

    /**
     * As {@link #tryLockForLong}, but waits as long as it takes; false when the thread was interrupted. It holds nothing for
     * long while it waits: others may want that to go on, and hold what is waited for.
     */
    boolean lockForLong() {
        try {
            boolean taken = false;
            while (!taken) {
                taken = tryLockForLong(TURN_NANOS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Takes one more lock for writing, in no order, beside those that are held for writing; false when it was not free within
     * {@code waitNanos}. Who asks for more holds what others may ask for: so one thread does at a time, and none for ever.
     */
    boolean tryExtend(int partition, long waitNanos) throws InterruptedException {
        long deadline = System.nanoTime() + waitNanos;
        extended = extended || locks.extension().tryAcquire(waitNanos / 2, TimeUnit.NANOSECONDS);
        long stamp = extended ? tryWriteLock(partition, deadline) : 0;
        if (stamp == 0) {
            return false;
        }
        add(partition);
        stamps[count - 1] = stamp;
        return true;
    }

    void unlock() {
        if (!held) {
            return;
        }
        held = false;
        if (forLong) {
            forLong = false;
            locks.leaveLong();
        }
        if (extended) {
            extended = false;
            locks.extension().release();
        }
        unlockFirst(count);
    }

    private void unlockFirst(int taken) {
        for (int i = taken - 1; i >= 0; i--) {
            StampedLock lock = locks.of(partitions[i]);
            if (exclusive) {
                lock.unlockWrite(stamps[i]);
            } else {
                lock.unlockRead(stamps[i]);
            }
            SlotQueue queue = locks.queue(partitions[i]);
            if (queue != null) {
                queue.onUnlocked();
            }
        }
    }

    private void sort() {
        if (sorted) {
            return;
        }
        Arrays.sort(partitions, 0, count);
        int kept = 1;
        for (int i = 1; i < count; i++) {
            if (partitions[i] != partitions[kept - 1]) {
                partitions[kept++] = partitions[i];
            }
        }
        count = kept;
        sorted = true;
    }
}
