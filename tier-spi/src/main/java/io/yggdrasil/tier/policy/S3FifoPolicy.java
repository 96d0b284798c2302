package io.yggdrasil.tier.policy;

/**
 * S3-FIFO (Yang et al., SOSP 2023): a small queue of a tenth of the capacity that lets most new entries fall out soon, a
 * main queue for those that were used twice meanwhile, and ghosts, whose keys go to the main queue when they come again.
 */
final class S3FifoPolicy extends TablePolicy {
    private static final int SMALL = 0;
    private static final int MAIN = 1;
    private static final int GHOSTS = 2;
    private static final int USES_MAX = 3;
    private static final int USES_FOR_MAIN = 2;
    private static final int SMALL_DIVISOR = 10;

    /** A main queue of locked entries must not keep the small one from being looked at. */
    private boolean mainSpared;

    S3FifoPolicy(long capacityBytes) {
        super(capacityBytes, 3, GHOSTS);
    }

    @Override
    void used(int node) {
        table.setMark(node, Math.min(table.mark(node) + 1, USES_MAX));
    }

    @Override
    int added(int ghost, long key, int weightBytes) {
        if (ghost == EntryTable.NONE) {
            return table.add(key, weightBytes, SMALL);
        }
        table.setWeight(ghost, weightBytes);
        table.setMark(ghost, 0);
        table.moveToNewest(ghost, MAIN);
        return ghost;
    }

    @Override
    int victim() {
        while (true) {
            boolean fromMain = table.count(SMALL) == 0 || (table.bytes(MAIN) > mainBytes() && !mainSpared);
            mainSpared = false;
            int node = fromMain ? unusedOfMain() : unusedOfSmall();
            if (node != EntryTable.NONE) {
                return node;
            }
        }
    }

    @Override
    void adopted(int node) {
        table.moveToNewest(node, MAIN);
    }

    @Override
    void evicted(int node) {
        if (table.list(node) == MAIN) {
            table.remove(node);
            return;
        }
        table.moveToNewest(node, GHOSTS);
        while (table.bytes(GHOSTS) > mainBytes()) {
            table.remove(table.oldest(GHOSTS));
        }
    }

    @Override
    void spared(int node) {
        mainSpared = table.list(node) == MAIN;
        table.moveToNewest(node, table.list(node));
    }

    private int unusedOfMain() {
        int node = table.oldest(MAIN);
        while (table.mark(node) > 0) {
            table.setMark(node, table.mark(node) - 1);
            table.moveToNewest(node, MAIN);
            node = table.oldest(MAIN);
        }
        return node;
    }

    /** None when the main queue has got full, or all have moved there. */
    private int unusedOfSmall() {
        int node = table.oldest(SMALL);
        while (node != EntryTable.NONE && table.mark(node) >= USES_FOR_MAIN) {
            table.setMark(node, 0);
            table.moveToNewest(node, MAIN);
            if (table.bytes(MAIN) > mainBytes()) {
                return EntryTable.NONE;
            }
            node = table.oldest(SMALL);
        }
        return node;
    }

    private long mainBytes() {
        return capacityBytes() - capacityBytes() / SMALL_DIVISOR;
    }
}
