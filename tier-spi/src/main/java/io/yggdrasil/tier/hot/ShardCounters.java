package io.yggdrasil.tier.hot;

/**
 * What happened to the writes of a shard, and what it holds: by store and of all together.
 *
 * <p>Threads: {@link #contended} and the reading methods by any, the others under the shard's lock.
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

    private final StoreCounters stores = new StoreCounters(COUNTERS);
    private final StoreCounters.Row all = new StoreCounters.Row(0, COUNTERS);

    void add(int storeId, int counter, long amount) {
        stores.row(storeId).add(counter, amount);
        all.add(counter, amount);
    }

    void ended(int storeId, PutOutcome outcome) {
        add(storeId, outcome.ordinal(), 1);
    }

    /** Counts an insert that did not get the lock: the one counter to which all add atomically. */
    void contended(int storeId) {
        StoreCounters.Row row = stores.find(storeId);
        if (row != null) {
            row.addOneAtomically(PutOutcome.CONTENDED.ordinal());
        }
        all.addOneAtomically(PutOutcome.CONTENDED.ordinal());
    }

    /** Counts all records out. */
    void cleared() {
        stores.forEach(ShardCounters::cleared);
        cleared(all);
    }

    long get(int counter) {
        return all.get(counter);
    }

    /** The part of a store. */
    long get(int storeId, int counter) {
        return stores.get(storeId, counter);
    }

    private static void cleared(StoreCounters.Row row) {
        row.add(INVALIDATED, row.get(ENTRIES));
        for (int held : new int[] {ENTRIES, USED_UNITS, PINNED_UNITS}) {
            row.add(held, -row.get(held));
        }
    }
}
