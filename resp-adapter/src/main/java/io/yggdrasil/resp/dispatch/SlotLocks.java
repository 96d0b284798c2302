package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * One stamped lock a partition: what makes a command, a transaction or a script isolated from every other RESP client
 * of this node. Readers are optimistic. Locks are always taken in ascending order of partitions.
 *
 * <p>A slot's lock covers that slot in every database, so that MOVE and COPY between databases need no second order.
 */
public final class SlotLocks {
    private final StampedLock[] locks = new StampedLock[Slots.PARTITIONS];
    private final AtomicInteger longHolders = new AtomicInteger();

    /** 1 for a partition that somebody waited for in vain. */
    private final AtomicIntegerArray overdue = new AtomicIntegerArray(Slots.PARTITIONS);

    /** Who waits for a partition that several event loops wanted at once; null for others. */
    private final AtomicReferenceArray<@Nullable SlotQueue> queues = new AtomicReferenceArray<>(Slots.PARTITIONS);

    /** Whoever takes more locks than he has begun with: see {@link SlotLockSet#tryExtend}. */
    private final Semaphore extension = new Semaphore(1);

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

    /** Whether the partition's lock is held for long, as far as is known. */
    boolean isHeldForLong(int partition) {
        return longHolders.get() > 0 || overdue.get(partition) != 0;
    }

    /** Somebody has waited for the lock in vain: until it is free others should not. */
    void onWaitedInVain(int partition) {
        overdue.set(partition, 1);
    }

    /** The lock was free. */
    void onFree(int partition) {
        if (overdue.get(partition) != 0) {
            overdue.set(partition, 0);
        }
    }

    /** The queue for a partition's lock; null: nobody has ever waited for it. */
    @Nullable
    SlotQueue queue(int partition) {
        return queues.get(partition);
    }

    /** The same, made if it was not there. */
    SlotQueue madeQueue(int partition) {
        SlotQueue queue = queues.get(partition);
        if (queue == null) {
            SlotQueue fresh = new SlotQueue(locks[partition]);
            queue = queues.compareAndSet(partition, null, fresh) ? fresh : queues.get(partition);
        }
        return Objects.requireNonNull(queue);
    }

    Semaphore extension() {
        return extension;
    }
}
