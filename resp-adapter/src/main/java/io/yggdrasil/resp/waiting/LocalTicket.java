package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import java.util.List;

/** The ticket of a waiter whose client is connected to this node. */
final class LocalTicket extends Ticket {
    private final Waiter waiter;

    LocalTicket(Turn turn, Waiter waiter, List<EntryKey> keys) {
        super(turn, waiter.waiting().type(), waiter.waiting().heedsLoss(), keys);
        this.waiter = waiter;
    }

    @Override
    Offer offer(WaitQueue queue, KeyServer server) {
        return waiter.offer(server);
    }
}
