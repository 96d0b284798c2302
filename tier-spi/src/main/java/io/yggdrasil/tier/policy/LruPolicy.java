package io.yggdrasil.tier.policy;

/** Evicts what was not used for the longest time. */
final class LruPolicy extends TablePolicy {
    private static final int ENTRIES = 0;

    LruPolicy(long capacityBytes) {
        super(capacityBytes, 1, 1);
    }

    @Override
    void used(int node) {
        table.moveToNewest(node, ENTRIES);
    }

    @Override
    int added(int ghost, long key, int weightBytes) {
        return table.add(key, weightBytes, ENTRIES);
    }

    @Override
    int victim() {
        return table.oldest(ENTRIES);
    }

    @Override
    void adopted(int node) {
        // The newest already.
    }

    @Override
    void evicted(int node) {
        table.remove(node);
    }

    @Override
    void spared(int node) {
        table.moveToNewest(node, ENTRIES);
    }
}
