package io.yggdrasil.resp.dispatch;

/**
 * Slots of this node that are held for a command which runs on another one: nobody else reads or writes their keys
 * meanwhile. Taken by one thread, released by any; safe to release twice.
 */
public final class SlotLease {
    private final SlotLockSet locks;
    private boolean released;

    private SlotLease(SlotLocks locks) {
        this.locks = new SlotLockSet(locks);
    }

    /**
     * Takes the slots of some partitions, or of all.
     *
     * @param partitions in any order
     * @return null when they were not free within {@code waitNanos}
     */
    public static @org.jspecify.annotations.Nullable SlotLease take(
            SlotLocks locks, int[] partitions, boolean all, long waitNanos) throws InterruptedException {
        SlotLease lease = new SlotLease(locks);
        lease.locks.clear();
        if (all) {
            lease.locks.addAll();
        } else {
            for (int partition : partitions) {
                lease.locks.add(partition);
            }
        }
        return lease.locks.tryLockForLong(waitNanos) ? lease : null;
    }

    /** Gives the slots back. */
    public synchronized void release() {
        if (!released) {
            released = true;
            locks.unlock();
        }
    }
}
