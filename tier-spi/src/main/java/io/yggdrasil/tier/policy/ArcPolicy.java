package io.yggdrasil.tier.policy;

/**
 * ARC (Megiddo, Modha, FAST 2003): a list of entries used once, a list of those used more often, and ghosts of both; a ghost
 * that comes again says which of the two lists should have been longer. All sizes are in bytes.
 */
final class ArcPolicy extends TablePolicy {
    private static final int ONCE = 0;
    private static final int OFTEN = 1;
    private static final int ONCE_GHOSTS = 2;
    private static final int OFTEN_GHOSTS = 3;

    private long onceTarget;
    private long adoptedOnceBytes;
    private int fresh = EntryTable.NONE;
    private boolean freshWasOften;

    ArcPolicy(long capacityBytes) {
        super(capacityBytes, 4, ONCE_GHOSTS);
    }

    @Override
    void used(int node) {
        table.moveToNewest(node, OFTEN);
    }

    @Override
    int added(int ghost, long key, int weightBytes) {
        freshWasOften = false;
        if (ghost == EntryTable.NONE) {
            fresh = table.add(key, weightBytes, ONCE);
            return fresh;
        }
        freshWasOften = table.list(ghost) == OFTEN_GHOSTS;
        adapt(weightBytes);
        table.setWeight(ghost, weightBytes);
        table.moveToNewest(ghost, OFTEN);
        fresh = ghost;
        return ghost;
    }

    private void adapt(int weightBytes) {
        long once = table.bytes(ONCE_GHOSTS);
        long often = table.bytes(OFTEN_GHOSTS);
        if (freshWasOften) {
            double step = Math.max(1.0, (double) once / often) * weightBytes;
            onceTarget = Math.max(0, onceTarget - (long) step);
        } else {
            double step = Math.max(1.0, (double) often / once) * weightBytes;
            onceTarget = Math.min(capacityBytes(), onceTarget + (long) step);
        }
    }

    /** Room is made for the entry that was just added, not by it, and it does not count as one of its list yet. */
    @Override
    int victim() {
        int once = other(ONCE);
        int often = other(OFTEN);
        if (once == EntryTable.NONE && often == EntryTable.NONE) {
            return fresh;
        }
        long onceBytes = table.bytes(ONCE);
        if (fresh != EntryTable.NONE && table.list(fresh) == ONCE) {
            onceBytes -= table.weight(fresh);
        }
        boolean tooManyOnce = onceBytes > onceTarget || (freshWasOften && onceBytes == onceTarget);
        return often == EntryTable.NONE || (once != EntryTable.NONE && tooManyOnce) ? once : often;
    }

    /** The oldest of a list that is not the entry just added. */
    private int other(int list) {
        int node = table.oldest(list);
        return node != EntryTable.NONE && node == fresh ? table.newer(node) : node;
    }

    @Override
    void startAs(TablePolicy other) {
        double scale = (double) capacityBytes() / other.capacityBytes();
        onceTarget = (long) (((ArcPolicy) other).onceTarget * scale);
        adoptedOnceBytes = (long) (other.table.bytes(ONCE) * scale);
    }

    @Override
    void adopted(int node) {
        if (table.bytes(ONCE) > adoptedOnceBytes) {
            table.moveToNewest(node, OFTEN);
        }
    }

    @Override
    void evicted(int node) {
        leaving(node);
        table.moveToNewest(node, table.list(node) == ONCE ? ONCE_GHOSTS : OFTEN_GHOSTS);
        long capacity = capacityBytes();
        while (table.count(ONCE_GHOSTS) > 0 && table.bytes(ONCE) + table.bytes(ONCE_GHOSTS) > capacity) {
            table.remove(table.oldest(ONCE_GHOSTS));
        }
        while (table.count(OFTEN_GHOSTS) > 0 && weightBytes() + ghostBytes() > 2 * capacity) {
            table.remove(table.oldest(OFTEN_GHOSTS));
        }
    }

    @Override
    void spared(int node) {
        table.moveToNewest(node, OFTEN);
    }

    @Override
    void leaving(int node) {
        if (node == fresh) {
            fresh = EntryTable.NONE;
        }
    }

    @Override
    void resized() {
        onceTarget = Math.min(onceTarget, capacityBytes());
    }

    private long ghostBytes() {
        return table.bytes(ONCE_GHOSTS) + table.bytes(OFTEN_GHOSTS);
    }
}
