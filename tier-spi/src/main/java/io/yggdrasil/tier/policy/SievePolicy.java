package io.yggdrasil.tier.policy;

/**
 * SIEVE (Zhang et al., NSDI 2024): a queue in the order of arrival whose entries are marked when used, and a hand that goes
 * from the oldest to the newest, takes marks away and evicts what has none. Survivors stay where they are.
 */
final class SievePolicy extends TablePolicy {
    private static final int ENTRIES = 0;
    private static final int USED = 1;

    private int hand = EntryTable.NONE;
    private int fresh = EntryTable.NONE;

    SievePolicy(long capacityBytes) {
        super(capacityBytes, 1, 1);
    }

    @Override
    void used(int node) {
        table.setMark(node, USED);
    }

    @Override
    int added(int ghost, long key, int weightBytes) {
        fresh = table.add(key, weightBytes, ENTRIES);
        return fresh;
    }

    /** The entry that was just added is passed over: room is made for it, not by it. */
    @Override
    int victim() {
        int node = atHand();
        while (entries() > 1 && (table.mark(node) == USED || node == fresh)) {
            table.setMark(node, 0);
            hand = table.newer(node);
            node = atHand();
        }
        hand = node;
        return node;
    }

    @Override
    void adopted(int node) {
        // The newest already.
    }

    @Override
    void evicted(int node) {
        leaving(node);
        table.remove(node);
    }

    @Override
    void spared(int node) {
        hand = table.newer(node);
    }

    @Override
    void leaving(int node) {
        if (node == hand) {
            hand = table.newer(node);
        }
        if (node == fresh) {
            fresh = EntryTable.NONE;
        }
    }

    private int atHand() {
        return hand == EntryTable.NONE ? table.oldest(ENTRIES) : hand;
    }
}
