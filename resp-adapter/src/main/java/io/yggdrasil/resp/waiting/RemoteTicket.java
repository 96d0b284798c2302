package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ticket of a waiter of another node. Offers are numbered; the waiter declines all up to a number at once.
 *
 * <p>Threads: any.
 */
final class RemoteTicket extends Ticket {
    private final UUID client;
    private final long number;
    private final Owners owners;
    private final AtomicLong offers;

    /** The queues whose offers are open, with their numbers. Guarded by this. */
    private final Map<EntryKey, Long> open = new HashMap<>();

    /** Makes a ticket; {@code offers} numbers the offers of this node. */
    RemoteTicket(Turn turn, UUID client, Owners.Enrolment enrolment, Owners owners, AtomicLong offers) {
        super(turn, enrolment.type(), enrolment.heedsLoss(), enrolment.keys());
        this.client = client;
        this.number = enrolment.number();
        this.owners = owners;
        this.offers = offers;
    }

    @Override
    synchronized Offer offer(WaitQueue queue, KeyServer server) {
        long offer = offers.incrementAndGet();
        if (!owners.offer(client, number, offer)) {
            return Offer.DONE; // The node is gone, and its tickets soon, too.
        }
        open.put(queue.key(), offer);
        return Offer.OPEN;
    }

    /** Closes the offers up to one; returns their keys. */
    synchronized List<EntryKey> close(long offer) {
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
