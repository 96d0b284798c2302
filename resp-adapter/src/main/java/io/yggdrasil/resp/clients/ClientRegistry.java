package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.session.Session;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The clients that are connected to this node. */
public final class ClientRegistry {
    private final Map<Long, Session> byId = new ConcurrentHashMap<>();
    private final LongAdder connected = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private volatile IntSupplier awaitedKeys = () -> 0;
    private volatile IntSupplier keysOfLoss = () -> 0;

    /** Adds a client that connected. */
    public void add(Session session) {
        byId.put(session.id(), session);
        connected.increment();
    }

    /** Counts a client that was turned away. */
    public void countRejected() {
        rejected.increment();
    }

    /** Removes a client that is gone. */
    public void remove(Session session) {
        byId.remove(session.id());
    }

    /** Client by its number, or null. */
    public @Nullable Session find(long id) {
        return byId.get(id);
    }

    /** Every client, the oldest first. */
    public List<Session> all() {
        return byId.values().stream()
                .sorted(Comparator.comparingLong(Session::id))
                .toList();
    }

    /** Visits every client, in no order. */
    public void forEach(Consumer<Session> visitor) {
        byId.values().forEach(visitor);
    }

    /** Number of clients. */
    public int count() {
        return byId.size();
    }

    /** Clients whose command waits. */
    public int blockedCount() {
        return (int) byId.values().stream()
                .filter(session -> session.blocked() != null || session.paused())
                .count();
    }

    /** Sets who counts the keys that clients wait for, and those of which they heed the loss as well. */
    public void countAwaitedKeys(IntSupplier count, IntSupplier ofLoss) {
        awaitedKeys = count;
        keysOfLoss = ofLoss;
    }

    /** Keys of this node that clients wait for. */
    public int awaitedKeys() {
        return awaitedKeys.getAsInt();
    }

    /** Those of them whose removal ends the wait of a client, as of XREADGROUP. */
    public int awaitedKeysOfLoss() {
        return keysOfLoss.getAsInt();
    }

    /** Clients that connected since the last reset. */
    public long connectedTotal() {
        return connected.sum();
    }

    /** Clients that were turned away since the last reset. */
    public long rejectedTotal() {
        return rejected.sum();
    }

    /** Sets the totals to zero. */
    public void resetTotals() {
        connected.reset();
        rejected.reset();
    }
}
