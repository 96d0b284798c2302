package io.yggdrasil.tier.policy;

import java.util.function.LongPredicate;

/**
 * What the policies share: the table, the sums, and the loop that hands out victims. Lists from {@link #firstGhostList} on
 * hold ghosts: keys that have no entry any more, but a history.
 */
abstract class TablePolicy implements EvictionPolicy {
    static final int REFUSALS_MAX = 64;

    final EntryTable table;
    private final int firstGhostList;
    private long capacity;
    private long weight;
    private int entries;

    TablePolicy(long capacityBytes, int listCount, int firstGhostList) {
        this.table = new EntryTable(listCount);
        this.firstGhostList = firstGhostList;
        this.capacity = checkedCapacity(capacityBytes);
    }

    /** Notes that an entry was used. */
    abstract void used(int node);

    /**
     * Adds an entry for a key that has none.
     *
     * @param ghost the key's ghost, or {@link EntryTable#NONE}
     * @return its node
     */
    abstract int added(int ghost, long key, int weightBytes);

    /** The entry that is worth least now. There is one at least. */
    abstract int victim();

    /** Takes a victim out, or makes it a ghost. */
    abstract void evicted(int node);

    /** Puts a victim back that was refused, so that others come before it. */
    abstract void spared(int node);

    /** Takes over what another policy of the same kind, of whatever capacity, has learned. */
    void startAs(TablePolicy other) {}

    /** Makes an entry that another policy kept one that has proved itself here. */
    abstract void adopted(int node);

    /** Notes that an entry is about to leave the table or its list otherwise than by eviction. */
    void leaving(int node) {}

    /** Notes a new capacity. */
    void resized() {}

    @Override
    public final long capacityBytes() {
        return capacity;
    }

    @Override
    public final void setCapacityBytes(long capacityBytes) {
        capacity = checkedCapacity(capacityBytes);
        resized();
    }

    @Override
    public final long weightBytes() {
        return weight;
    }

    @Override
    public final int entries() {
        return entries;
    }

    @Override
    public final boolean contains(long key) {
        return hasEntry(table.find(key));
    }

    @Override
    public final boolean onAccess(long key) {
        int node = table.find(key);
        if (!hasEntry(node)) {
            return false;
        }
        used(node);
        return true;
    }

    @Override
    public final boolean onInsert(long key, int weightBytes) {
        if (checkedWeight(weightBytes) > capacity) {
            return false;
        }
        int node = table.find(key);
        if (hasEntry(node)) {
            changeWeight(node, weightBytes);
            used(node);
        } else {
            added(node, key, weightBytes);
            weight += weightBytes;
            entries++;
        }
        return true;
    }

    @Override
    public final boolean onUpdate(long key, int weightBytes) {
        int node = table.find(key);
        if (checkedWeight(weightBytes) > capacity || !hasEntry(node)) {
            return false;
        }
        changeWeight(node, weightBytes);
        return true;
    }

    @Override
    public final boolean onRemove(long key) {
        int node = table.find(key);
        if (!hasEntry(node)) {
            return false;
        }
        forget(node);
        return true;
    }

    @Override
    public final int evict(Victims victims, int victimsMax) {
        return evictTo(capacity, victims, victimsMax);
    }

    /** As {@link #evict}, until the entries fit the given bytes. */
    final int evictTo(long bytes, Victims victims, int victimsMax) {
        int evicted = 0;
        int refusals = 0;
        while (weight > bytes && evicted < victimsMax && refusals < REFUSALS_MAX) {
            int node = victim();
            int weightBytes = table.weight(node);
            if (victims.evict(table.key(node), weightBytes)) {
                weight -= weightBytes;
                entries--;
                evicted(node);
                evicted++;
                refusals = 0;
            } else {
                spared(node);
                refusals++;
            }
        }
        return evicted;
    }

    /** Hands entries over to another policy, the least valuable first. */
    final void moveTo(TablePolicy target, int entriesMax) {
        for (int moved = 0; moved < entriesMax && entries > 0; moved++) {
            int node = victim();
            target.adopt(table.key(node), table.weight(node));
            forget(node);
        }
    }

    /** Takes an entry over from another policy. */
    final void adopt(long key, int weightBytes) {
        int node = table.find(key);
        if (node != EntryTable.NONE) {
            table.remove(node); // A ghost.
        }
        node = table.add(key, weightBytes, 0);
        weight += weightBytes;
        entries++;
        adopted(node);
    }

    /** Forgets all entries and ghosts whose keys are not wanted. */
    final void retain(LongPredicate wanted) {
        for (int node = table.nodes() - 1; node >= 0; node--) {
            if (table.isUsed(node) && !wanted.test(table.key(node))) {
                if (hasEntry(node)) {
                    forget(node);
                } else {
                    table.remove(node);
                }
            }
        }
    }

    /** Weight of a key's entry; 0 where it has none. */
    final int weightOf(long key) {
        int node = table.find(key);
        return hasEntry(node) ? table.weight(node) : 0;
    }

    final boolean isOver() {
        return weight > capacity;
    }

    private void forget(int node) {
        leaving(node);
        weight -= table.weight(node);
        entries--;
        table.remove(node);
    }

    private void changeWeight(int node, int weightBytes) {
        weight += weightBytes - table.weight(node);
        table.setWeight(node, weightBytes);
    }

    private boolean hasEntry(int node) {
        return node != EntryTable.NONE && table.list(node) < firstGhostList;
    }

    private static int checkedWeight(int weightBytes) {
        if (weightBytes < 1) {
            throw new IllegalArgumentException("weightBytes=" + weightBytes);
        }
        return weightBytes;
    }

    private static long checkedCapacity(long capacityBytes) {
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("capacityBytes=" + capacityBytes);
        }
        return capacityBytes;
    }
}
