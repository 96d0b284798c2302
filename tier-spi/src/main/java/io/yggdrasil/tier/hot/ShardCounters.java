package io.yggdrasil.tier.hot;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What happened to the writes of a shard, and what it holds.
 *
 * <p>Threads: {@link #add} and {@link #set} under the shard's lock, so that they need no atomic addition;
 * {@link #contended} and the reading methods by any.
 */
final class ShardCounters {
    /** From 0 on: the inserts that ended so, by the outcome's ordinal. */
    private static final int OUTCOMES = PutOutcome.values().length;

    static final int COPIED_FORWARD = OUTCOMES;
    static final int FALLEN_OUT = OUTCOMES + 1;
    static final int DISPLACED = OUTCOMES + 2;
    static final int INVALIDATED = OUTCOMES + 3;
    static final int ENTRIES = OUTCOMES + 4;
    static final int USED_UNITS = OUTCOMES + 5;
    static final int PINNED_UNITS = OUTCOMES + 6;
    private static final int COUNTERS = OUTCOMES + 7;

    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    void add(int counter, long amount) {
        counters.lazySet(counter, counters.getPlain(counter) + amount);
    }

    void set(int counter, long value) {
        counters.lazySet(counter, value);
    }

    void ended(PutOutcome outcome) {
        add(outcome.ordinal(), 1);
    }

    /** Counts an insert that did not get the lock: the one counter that is not written under it. */
    void contended() {
        counters.getAndIncrement(PutOutcome.CONTENDED.ordinal());
    }

    long get(int counter) {
        return counters.get(counter);
    }

    long inserts(PutOutcome outcome) {
        return counters.get(outcome.ordinal());
    }
}
