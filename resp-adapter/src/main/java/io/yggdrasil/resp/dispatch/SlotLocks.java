package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * One stamped lock a partition: what makes a command, a transaction or a script isolated from every other RESP client
 * of this node. Readers are optimistic. Locks are always taken in ascending order of partitions.
 *
 * <p>A slot's lock covers that slot in every database, so that MOVE and COPY between databases need no second order.
 */
public final class SlotLocks {
    private final StampedLock[] locks = new StampedLock[Slots.PARTITIONS];
    private final AtomicInteger longHolders = new AtomicInteger();

    /** Makes unlocked locks. */
    public SlotLocks() {
        Arrays.setAll(locks, i -> new StampedLock());
    }

    /** Begins an optimistic read of a slot's partition; 0 when a writer is at work. */
    public long tryOptimisticRead(int partition) {
        return locks[partition].tryOptimisticRead();
    }

    /** Whether no writer came since the stamp was taken. */
    public boolean validate(int partition, long stamp) {
        return locks[partition].validate(stamp);
    }

    StampedLock of(int partition) {
        return locks[partition];
    }

    /** Announces a thread that will hold locks for long; others should not wait for it, but do something else. */
    void enterLong() {
        longHolders.incrementAndGet();
    }

    void leaveLong() {
        longHolders.decrementAndGet();
    }

    boolean isHeldForLong() {
        return longHolders.get() > 0;
    }
}
