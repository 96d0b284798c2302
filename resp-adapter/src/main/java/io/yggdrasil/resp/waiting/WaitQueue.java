package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one key, in their turn. One of them looks at a time: what it leaves is offered to the next.
 *
 * <p>Threads: offers are made under this object's lock; tickets come and go without it.
 */
final class WaitQueue {
    private final EntryKey key;
    private final ConcurrentSkipListMap<Turn, Ticket> tickets = new ConcurrentSkipListMap<>();

    /** Those of them that look even where there is no key. */
    private final ConcurrentSkipListMap<Turn, Ticket> heedful = new ConcurrentSkipListMap<>();

    /** Who is looking. Guarded by this. */
    private @Nullable Ticket open;

    /** Whether the key was written since. Guarded by this. */
    private boolean again;

    WaitQueue(EntryKey key) {
        this.key = key;
    }

    EntryKey key() {
        return key;
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    boolean heedsLoss() {
        return !heedful.isEmpty();
    }

    void add(Ticket ticket) {
        tickets.put(ticket.turn(), ticket);
        if (ticket.heedsLoss()) {
            heedful.put(ticket.turn(), ticket);
        }
    }

    void remove(Ticket ticket) {
        tickets.remove(ticket.turn());
        heedful.remove(ticket.turn());
    }

    /** Offers the key, which may have something, from the first ticket on. */
    synchronized void serve(KeyServer server) {
        if (open == null) {
            offerAfter(null, server);
        } else {
            again = true;
        }
    }

    /** A ticket's look has ended: the key is offered to those behind it, or anew to all if it was written since. */
    synchronized void onEnd(Ticket ticket, KeyServer server) {
        if (open != ticket) {
            return;
        }
        open = null;
        boolean anew = again;
        again = false;
        offerAfter(anew ? null : ticket.turn(), server);
    }

    private void offerAfter(@Nullable Turn last, KeyServer server) {
        for (Ticket next = next(last, server); next != null; next = next(next.turn(), server)) {
            switch (next.offer(this, server)) {
                case DONE -> {}
                case OPEN -> {
                    open = next;
                    return;
                }
                case LATER -> {
                    server.later(key);
                    return;
                }
            }
        }
    }

    /** The next ticket that wants the key as it is now. */
    private @Nullable Ticket next(@Nullable Turn last, KeyServer server) {
        ValueType now = server.typeOf(key);
        ConcurrentNavigableMap<Turn, Ticket> candidates = now == null ? heedful : tickets;
        if (last != null) {
            candidates = candidates.tailMap(last, false);
        }
        for (Ticket ticket : candidates.values()) {
            if (ticket.wants(now)) {
                return ticket;
            }
        }
        return null;
    }
}
