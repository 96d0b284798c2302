package io.yggdrasil.tier.policy;

/**
 * Evicts what was used least often, of those the one that was not used for the longest time. There is a list for each count
 * up to 63; all counts are halved after every ten uses an entry, so that what was hot long ago cools down.
 */
final class LfuPolicy extends TablePolicy {
    private static final int COUNT_MAX = 63;
    private static final int USES_PER_ENTRY = 10;

    private long usesSinceHalving;
    private int fresh = EntryTable.NONE;

    LfuPolicy(long capacityBytes) {
        super(capacityBytes, COUNT_MAX + 1, COUNT_MAX + 1);
    }

    @Override
    void used(int node) {
        table.moveToNewest(node, Math.min(table.list(node) + 1, COUNT_MAX));
        countUse();
    }

    @Override
    int added(int ghost, long key, int weightBytes) {
        fresh = table.add(key, weightBytes, 1);
        countUse();
        return fresh;
    }

    /** The entry that was just added is a victim only where it is alone: others had more time to be used. */
    @Override
    int victim() {
        int count = lowestCount(0);
        int node = table.oldest(count);
        if (node == fresh && entries() > 1) {
            int other = table.newer(node);
            return other == EntryTable.NONE ? table.oldest(lowestCount(count + 1)) : other;
        }
        return node;
    }

    @Override
    void adopted(int node) {
        table.moveToNewest(node, 2);
    }

    @Override
    void evicted(int node) {
        leaving(node);
        table.remove(node);
    }

    @Override
    void spared(int node) {
        table.moveToNewest(node, COUNT_MAX);
    }

    @Override
    void leaving(int node) {
        if (node == fresh) {
            fresh = EntryTable.NONE;
        }
    }

    private int lowestCount(int from) {
        int count = from;
        while (table.count(count) == 0) {
            count++;
        }
        return count;
    }

    private void countUse() {
        if (++usesSinceHalving > (long) USES_PER_ENTRY * table.size()) {
            usesSinceHalving = 0;
            for (int count = 1; count <= COUNT_MAX; count++) {
                table.moveAll(count, count / 2);
            }
        }
    }
}
