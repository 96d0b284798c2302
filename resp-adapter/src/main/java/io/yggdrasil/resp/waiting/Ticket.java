package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A waiter's claim to keys that this node owns: it stands in the queue of each. */
abstract class Ticket {
    private final Turn turn;
    private final ValueType type;
    private final boolean heedsLoss;
    private final List<EntryKey> keys;

    Ticket(Turn turn, ValueType type, boolean heedsLoss, List<EntryKey> keys) {
        this.turn = turn;
        this.type = type;
        this.heedsLoss = heedsLoss;
        this.keys = keys;
    }

    /** How an offer ended. */
    enum Offer {
        /** The waiter took something or needs nothing any more, or there was nothing for it. */
        DONE,
        /** The waiter is looking; {@link WaitTable#decline} or {@link WaitTable#remove} tells the end. */
        OPEN,
        /** The waiter could not look; it is to be offered the key again soon. */
        LATER
    }

    Turn turn() {
        return turn;
    }

    List<EntryKey> keys() {
        return keys;
    }

    /** Whether the waiter is to look at a key of this type, null for none. */
    boolean wants(@Nullable ValueType now) {
        return heedsLoss || now == type;
    }

    /** Whether the waiter is to look even where there is no key. */
    boolean heedsLoss() {
        return heedsLoss;
    }

    /** Has the waiter look at its keys; called with the queue locked. */
    abstract Offer offer(WaitQueue queue, KeyServer server);
}
