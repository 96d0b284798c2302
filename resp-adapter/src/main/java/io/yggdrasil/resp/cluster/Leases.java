package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.dispatch.SlotLease;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.script.RunningScript;
import io.yggdrasil.resp.script.RunningScripts;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
    private final RunningScripts scripts;
    private final Map<Holder, Held> held = new ConcurrentHashMap<>();

    /** Who holds a lease: a node, and which of its commands. */
    record Holder(UUID node, long command) {}

    /** A lease, and the script that has it, if it is one of another node. */
    private record Held(SlotLease lease, @Nullable RunningScript script, long untilNanos) {}

    /**
     * Makes the leases of a node.
     *
     * @param alive tells whether another node is in the grid
     * @param scripts is told of scripts on other nodes that hold slots of this one
     */
    Leases(SlotLocks locks, Predicate<UUID> alive, RunningScripts scripts) {
        this.locks = locks;
        this.alive = alive;
        this.scripts = scripts;
    }

    /** Takes partitions for a holder; false when they were not free in time. */
    boolean take(Holder holder, int[] partitions, boolean all, long waitNanos) throws InterruptedException {
        expire();
        SlotLease lease = SlotLease.take(locks, partitions, all, waitNanos);
        if (lease == null) {
            return false;
        }
        held.put(holder, new Held(lease, null, System.nanoTime() + HELD_NANOS_MAX));
        if (!alive.test(holder.node)) {
            release(holder);
            return false;
        }
        return true;
    }

    /** The holder is a script that has run for a while, or a function; it is nothing any more without its lease. */
    void runs(Holder holder, boolean isFunction) {
        held.computeIfPresent(holder, (any, lease) -> {
            boolean known = lease.script != null || !alive.test(holder.node);
            return known ? lease : new Held(lease.lease, scripts.beginElsewhere(isFunction), lease.untilNanos);
        });
    }

    /** Whether the holder has its lease. */
    boolean isHeld(Holder holder) {
        return held.containsKey(holder);
    }

    /** Lets the holder keep its lease until it is released; false when it has none any more. */
    boolean keep(Holder holder) {
        return held.computeIfPresent(
                        holder,
                        (any, lease) -> new Held(lease.lease, lease.script, System.nanoTime() + Long.MAX_VALUE / 2))
                != null;
    }

    void release(Holder holder) {
        Held lease = held.remove(holder);
        if (lease != null) {
            end(lease);
        }
    }

    private void end(Held lease) {
        forgetScript(lease);
        lease.lease.release();
    }

    private void forgetScript(Held lease) {
        if (lease.script != null) {
            scripts.end(lease.script);
        }
    }

    /** Forgets what the node's scripts keep busy here, before it is decided when its slots are free. */
    void forgetScripts(UUID node) {
        held.forEach((holder, lease) -> {
            if (holder.node.equals(node)) {
                forgetScript(lease);
            }
        });
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
        held.forEach((holder, lease) -> {
            if (lease.untilNanos - now < 0 && held.remove(holder, lease)) {
                LOG.warn("Node {} held slots for too long: they are taken back", holder.node);
                end(lease);
            }
        });
    }
}
