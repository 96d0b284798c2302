package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.dispatch.SlotLease;
import io.yggdrasil.resp.dispatch.SlotLocks;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of this node that commands on other nodes hold. A lease ends when its node gives it back, leaves, or keeps it
 * too long: a node that hangs must not stop this one.
 *
 * <p>Threads: any.
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final long HELD_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final SlotLocks locks;
    private final Predicate<UUID> alive;
    private final Map<Holder, Held> held = new ConcurrentHashMap<>();

    /** Who holds a lease: a node, and which of its commands. */
    record Holder(UUID node, long command) {}

    private record Held(SlotLease lease, long untilNanos) {}

    /** Makes the leases of a node; {@code alive} tells whether another one is in the grid. */
    Leases(SlotLocks locks, Predicate<UUID> alive) {
        this.locks = locks;
        this.alive = alive;
    }

    /** Takes partitions for a holder; false when they were not free in time. */
    boolean take(Holder holder, int[] partitions, boolean all, long waitNanos) throws InterruptedException {
        expire();
        SlotLease lease = SlotLease.take(locks, partitions, all, waitNanos);
        if (lease == null) {
            return false;
        }
        held.put(holder, new Held(lease, System.nanoTime() + HELD_NANOS_MAX));
        if (!alive.test(holder.node)) {
            release(holder);
            return false;
        }
        return true;
    }

    /** Whether the holder has its lease. */
    boolean isHeld(Holder holder) {
        return held.containsKey(holder);
    }

    /** Lets the holder keep its lease until it is released; false when it has none any more. */
    boolean keep(Holder holder) {
        return held.computeIfPresent(
                        holder, (any, lease) -> new Held(lease.lease, System.nanoTime() + Long.MAX_VALUE / 2))
                != null;
    }

    void release(Holder holder) {
        Held lease = held.remove(holder);
        if (lease != null) {
            lease.lease.release();
        }
    }

    void onNodeLeft(UUID node) {
        held.keySet().stream()
                .filter(holder -> holder.node.equals(node))
                .toList()
                .forEach(this::release);
    }

    /** Takes back what is held too long. */
    void expire() {
        long now = System.nanoTime();
        for (Iterator<Map.Entry<Holder, Held>> all = held.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Holder, Held> entry = all.next();
            if (entry.getValue().untilNanos - now < 0) {
                LOG.warn("Node {} held slots for too long: they are taken back", entry.getKey().node);
                release(entry.getKey());
            }
        }
    }
}
