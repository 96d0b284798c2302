package io.yggdrasil.tier.hot;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of counters, one for each store: an open table of at most {@value #STORES_MOST}; what more stores count falls in
 * one row together.
 *
 * <p>Threads: {@link #row} by one at a time, which then adds to the row without atomic additions; the others by any. Rows
 * have two cache lines before and after their cells to themselves, as processors fetch lines in pairs.
 */
final class StoreCounters {
    static final int STORES_MOST = 1 << 12;

    private static final int PADDING = 16;
    private static final int SLOTS_AT_FIRST = 16;
    private static final int SPREAD = 0x9E3779B9;

    private final int width;
    private final Row others;
    /** At most half full, each row in the first free slot from its id's on; replaced by one twice as large. */
    private volatile @Nullable Row[] table = new Row[SLOTS_AT_FIRST];

    private int rows;
    private Row latest;

    /** Counters of so many kinds. */
    StoreCounters(int width) {
        this.width = width;
        others = new Row(0, width);
        latest = others;
    }

    /** The row to count in for a store. */
    Row row(int storeId) {
        Row row = latest;
        if (row.storeId == storeId && row != others) {
            return row;
        }
        return latest = findOrAdd(storeId);
    }

    /** The row of a store, if it has one of its own. */
    @Nullable
    Row find(int storeId) {
        @Nullable Row[] slots = table;
        return slots[slot(slots, storeId)];
    }

    /** A counter of a store; 0 if it has no row of its own. */
    long get(int storeId, int counter) {
        Row row = find(storeId);
        return row == null ? 0 : row.get(counter);
    }

    /** A counter summed over all stores. */
    long sum(int counter) {
        long sum = others.get(counter);
        for (Row row : table) {
            sum += row == null ? 0 : row.get(counter);
        }
        return sum;
    }

    /** Shows all rows. */
    void forEach(Consumer<Row> action) {
        action.accept(others);
        for (Row row : table) {
            if (row != null) {
                action.accept(row);
            }
        }
    }

    /** Adds all that another one counted. */
    void addAll(StoreCounters source) {
        addAll(others, source.others);
        for (Row row : source.table) {
            if (row != null) {
                addAll(row(row.storeId), row);
            }
        }
    }

    private void addAll(Row target, Row source) {
        for (int counter = 0; counter < width; counter++) {
            target.add(counter, source.get(counter));
        }
    }

    private Row findOrAdd(int storeId) {
        Row found = find(storeId);
        if (found != null) {
            return found;
        }
        if (rows == STORES_MOST) {
            return others;
        }
        Row added = new Row(storeId, width);
        rows++;
        @Nullable Row[] slots = table;
        if (rows * 2 > slots.length) {
            slots = doubled(slots);
        }
        slots[slot(slots, storeId)] = added;
        table = slots;
        return added;
    }

    private static @Nullable Row[] doubled(@Nullable Row[] slots) {
        @Nullable Row[] doubled = new Row[slots.length * 2];
        for (Row row : slots) {
            if (row != null) {
                doubled[slot(doubled, row.storeId)] = row;
            }
        }
        return doubled;
    }

    /** The slot of a store's row, or the free one where it would be. */
    private static int slot(@Nullable Row[] slots, int storeId) {
        int slot = (storeId * SPREAD >>> 16) & slots.length - 1;
        Row row = slots[slot];
        while (row != null && row.storeId != storeId) {
            slot = slot + 1 & slots.length - 1;
            row = slots[slot];
        }
        return slot;
    }

    /** The counters of one store. */
    static final class Row {
        private final int storeId;
        private final AtomicLongArray cells;

        Row(int storeId, int width) {
            this.storeId = storeId;
            cells = new AtomicLongArray(PADDING + width + PADDING);
        }

        /** Adds; by the thread that counts. */
        void add(int counter, long amount) {
            int cell = PADDING + counter;
            cells.lazySet(cell, cells.getPlain(cell) + amount);
        }

        /** Adds one to a counter to which everybody adds only so. */
        void addOneAtomically(int counter) {
            cells.getAndIncrement(PADDING + counter);
        }

        long get(int counter) {
            return cells.get(PADDING + counter);
        }
    }
}
