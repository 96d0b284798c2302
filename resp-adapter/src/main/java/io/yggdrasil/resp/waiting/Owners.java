package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.List;
import java.util.UUID;

/**
 * The other nodes, as owners of keys that clients of this node wait for, and as nodes whose clients wait for keys of this
 * one. Messages to one node arrive in order. Threads: any; no method blocks.
 */
public interface Owners {
    /**
     * What a waiter of one node asks of another.
     *
     * @param number the waiter's number at its node
     * @param type see {@link io.yggdrasil.resp.command.Waiting#type}
     * @param heedsLoss see {@link io.yggdrasil.resp.command.Waiting#heedsLoss}
     * @param sinceMillis since when it waits, or 0 for now
     * @param keys keys of the other node
     */
    record Enrolment(long number, ValueType type, boolean heedsLoss, long sinceMillis, List<EntryKey> keys) {}

    /** Asks an owner to offer keys when they may have something; false when it cannot be asked now. */
    boolean enrol(UUID owner, Enrolment enrolment);

    /** Takes that back. */
    void leave(UUID owner, long number);

    /** Tells the client's node that a key may have something; false when it cannot be told. */
    boolean offer(UUID client, long number, long offer);

    /** Tells the owner that its offers up to this one came to nothing. */
    void decline(UUID owner, long number, long offer);
}
