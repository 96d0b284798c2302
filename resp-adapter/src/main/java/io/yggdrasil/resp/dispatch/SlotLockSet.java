package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;

/**
 * The partitions that one thread wants to read or change together. Reused; filled, then locked or read optimistically.
 */
final class SlotLockSet {
    private static final long WAIT_MICROS_MAX = 2_000;

    private final SlotLocks locks;
    private int[] partitions = new int[8];
    private long[] stamps = new long[8];
    private int count;
    private boolean sorted;
    private boolean exclusive;
    private boolean held;
    private boolean forLong;

    SlotLockSet(SlotLocks locks) {
        this.locks = locks;
    }

    void clear() {
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
     * Takes the locks unless another holds one for long; nothing is held then. Waits only as long as a command of
     * another thread may take, so that an event loop is never stopped by a flush.
     */
    boolean tryLock(boolean forWriting) {
        sort();
        exclusive = forWriting;
        for (int i = 0; i < count; i++) {
            stamps[i] = tryLock(locks.of(partitions[i]), forWriting);
            if (stamps[i] == 0) {
                unlockFirst(i);
                return false;
            }
        }
        held = true;
        return true;
    }

    private long tryLock(StampedLock lock, boolean forWriting) {
        long stamp = forWriting ? lock.tryWriteLock() : lock.tryReadLock();
        if (stamp != 0 || locks.isHeldForLong()) {
            return stamp;
        }
        try {
            return forWriting
                    ? lock.tryWriteLock(WAIT_MICROS_MAX, TimeUnit.MICROSECONDS)
                    : lock.tryReadLock(WAIT_MICROS_MAX, TimeUnit.MICROSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /**
     * As {@link #lockForLong}, for writing, but waits no longer than {@code waitNanos}; false when that was too short:
     * nothing is held then. Whoever has the set may release it, on any thread.
     */
    boolean tryLockForLong(long waitNanos) throws InterruptedException {
        sort();
        exclusive = true;
        long deadline = System.nanoTime() + waitNanos;
        locks.enterLong();
        for (int i = 0; i < count; i++) {
            long left = Math.max(0, deadline - System.nanoTime());
            stamps[i] = locks.of(partitions[i]).tryWriteLock(left, TimeUnit.NANOSECONDS);
            if (stamps[i] == 0) {
                unlockFirst(i);
                locks.leaveLong();
                return false;
            }
        }
        held = true;
        forLong = true;
        return true;
    }

    /** Takes the locks for a thread that will hold them for long, and waits for them as long as it takes. */
    void lockForLong(boolean forWriting) {
        sort();
        exclusive = forWriting;
        locks.enterLong();
        forLong = true;
        for (int i = 0; i < count; i++) {
            StampedLock lock = locks.of(partitions[i]);
            stamps[i] = forWriting ? lock.writeLock() : lock.readLock();
        }
        held = true;
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
