package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of other nodes that this node was told of, and how those ended that it remembers.
 *
 * <p>Threads: any; the object is the lock.
 */
final class IntentBook {
    /** Ends that are remembered: more than can be asked for, as who asks has been told only moments ago. */
    private static final int ENDS_MAX = 1 << 14;

    /** What is known of a transaction. */
    enum State {
        /** It is not over, as far as this node knows. */
        TOLD,
        /** All its writes are done, or will be. */
        DONE,
        /** None of its writes is done, nor will be. */
        DROPPED
    }

    private final Map<Intent.Id, Intent> told = new HashMap<>();
    private final Map<Intent.Id, State> ends = new LinkedHashMap<>() {
        private static final long serialVersionUID = 0L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Intent.Id, State> eldest) {
            return size() > ENDS_MAX;
        }
    };
    private final Map<UUID, List<Runnable>> whenDecided = new HashMap<>();

    /** Takes a transaction down; false when this node has said already that it was not told of it. */
    synchronized boolean add(Intent intent) {
        if (ends.containsKey(intent.id())) {
            return false;
        }
        told.put(intent.id(), intent);
        return true;
    }

    /** A transaction is over. */
    void end(Intent.Id id, State how) {
        List<Runnable> waiting;
        synchronized (this) {
            told.remove(id);
            ends.put(id, how);
            waiting = isToldOf(id.node()) ? List.of() : takeWaiting(id.node());
        }
        waiting.forEach(Runnable::run);
    }

    private List<Runnable> takeWaiting(UUID node) {
        List<Runnable> waiting = whenDecided.remove(node);
        return waiting == null ? List.of() : waiting;
    }

    /** What is known of a transaction. One that this node was not told of is dropped from now on. */
    synchronized State state(Intent.Id id) {
        if (told.containsKey(id)) {
            return State.TOLD;
        }
        return ends.computeIfAbsent(id, unknown -> State.DROPPED);
    }

    /** The transactions of nodes that are gone. */
    synchronized List<Intent> undecided(Predicate<UUID> alive) {
        List<Intent> all = new ArrayList<>();
        for (Intent intent : told.values()) {
            if (!alive.test(intent.id().node())) {
                all.add(intent);
            }
        }
        return all;
    }

    /** The partitions of a cache that a transaction of a node that is gone writes to; null: none. */
    @Nullable
    BitSet undecidedPartitions(int cacheId, Predicate<UUID> alive) {
        BitSet partitions = null;
        for (Intent intent : undecided(alive)) {
            for (Intent.Write write : intent.writes()) {
                if (write.cacheId() == cacheId) {
                    partitions = partitions == null ? new BitSet() : partitions;
                    partitions.set(write.partition());
                }
            }
        }
        return partitions;
    }

    /** Runs an action when all transactions of a node that left are over, at once if they are. */
    void whenDecided(UUID node, Runnable action) {
        synchronized (this) {
            if (isToldOf(node)) {
                whenDecided.computeIfAbsent(node, first -> new ArrayList<>()).add(action);
                return;
            }
        }
        action.run();
    }

    private boolean isToldOf(UUID node) {
        return told.keySet().stream().anyMatch(id -> id.node().equals(node));
    }
}
