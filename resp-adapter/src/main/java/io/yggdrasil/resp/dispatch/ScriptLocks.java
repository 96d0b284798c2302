package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.concurrent.TimeUnit;

/**
 * The slots that the running script holds: those of the keys that its client declared, or all. It may take more later, but
 * not wait for them for long, as others may wait for what it holds. While no script runs here it counts as one that holds all.
 *
 * <p>Threads: one.
 */
final class ScriptLocks {
    private static final long LOCK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    private final SlotLockSet locks;

    /** The partitions of the keys that were declared, and of those whose locks were taken later. */
    private final PartitionSet named = new PartitionSet();

    private boolean all = true;

    /** Makes those of the scripts that take their locks with {@code locks}. */
    ScriptLocks(SlotLockSet locks) {
        this.locks = locks;
    }

    /** Begins a script that takes all slots, or those of the keys that are {@link #declare declared} next. */
    void begin(boolean takesAll) {
        all = takesAll;
        named.clear();
        locks.clear();
        if (takesAll) {
            locks.addAll();
        }
    }

    void declare(int partition) {
        named.add(partition);
        if (!all) {
            locks.add(partition);
        }
    }

    /** Takes the locks; false when others hold one for long: nothing is held then. */
    boolean lock(boolean onLoop) {
        boolean taken = tryLock(onLoop);
        all |= !taken;
        return taken;
    }

    private boolean tryLock(boolean onLoop) {
        if (onLoop) {
            return locks.tryLock(true);
        }
        try {
            return all ? locks.tryLockForLong(LOCK_NANOS_MAX) : locks.tryLockWithin(LOCK_NANOS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void unlock() {
        all = true;
        locks.unlock();
    }

    /** Whether the script holds all slots. */
    boolean hasAll() {
        return all;
    }

    /** Whether the partition is one of a key that was declared, or was taken later. */
    boolean isNamed(int partition) {
        return named.contains(partition);
    }

    /** Takes one more partition; false when that takes too long. */
    boolean extendTo(int partition, long deadlineNanos) {
        if (named.contains(partition)) {
            return true;
        }
        try {
            if (locks.tryExtend(partition, Math.max(0, deadlineNanos - System.nanoTime()))) {
                named.add(partition);
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Takes all partitions; false when that takes too long. */
    boolean extendToAll(long deadlineNanos) {
        boolean taken = true;
        for (int p = 0; p < Slots.PARTITIONS && taken; p++) {
            taken = extendTo(p, deadlineNanos);
        }
        return taken;
    }
}
