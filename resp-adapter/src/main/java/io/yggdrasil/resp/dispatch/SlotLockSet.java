package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;

/**
 * The partitions that one thread wants to read or change together. Reused; filled, then locked or read optimistically.
 */
final class SlotLockSet {
    private final SlotLocks locks;
    private int[] partitions = new int[8];
    private long[] stamps = new long[8];
    private int count;
    private boolean sorted;
    private boolean exclusive;
    private boolean held;

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

    void lock(boolean forWriting) {
        sort();
        exclusive = forWriting;
        held = true;
        for (int i = 0; i < count; i++) {
            StampedLock lock = locks.of(partitions[i]);
            stamps[i] = forWriting ? lock.writeLock() : lock.readLock();
        }
    }

    void unlock() {
        if (!held) {
            return;
        }
        held = false;
        for (int i = count - 1; i >= 0; i--) {
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
