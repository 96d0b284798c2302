package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The ticket of a waiter of another node. Offers are numbered; the waiter declines all up to a number at once.
 *
 * <p>Threads: any.
 */
final class RemoteTicket extends Ticket {
    private final UUID client;
    private final long number;
    private final Owners owners;

    /** The queues whose offers are open, with their numbers. Guarded by this. */
    private final Map<EntryKey, Integer> open = new HashMap<>();

    /** Guarded by this. */
    private int offers;

    RemoteTicket(Turn turn, UUID client, Owners.Enrolment enrolment, Owners owners) {
        super(turn, enrolment.type(), enrolment.heedsLoss(), enrolment.keys());
        this.client = client;
        this.number = enrolment.number();
        this.owners = owners;
    }

    @Override
    synchronized Offer offer(WaitQueue queue, KeyServer server) {
        offers++;
        if (!owners.offer(client, number, offers)) {
            return Offer.DONE; // The node is gone, and its tickets soon, too.
        }
        open.put(queue.key(), offers);
        return Offer.OPEN;
    }

    /** Closes the offers up to one; returns their keys. */
    synchronized List<EntryKey> close(int offer) {
        List<EntryKey> closed = new ArrayList<>();
        open.forEach((key, opened) -> {
            if (opened <= offer) {
                closed.add(key);
            }
        });
        closed.forEach(open::remove);
        return closed;
    }
}
