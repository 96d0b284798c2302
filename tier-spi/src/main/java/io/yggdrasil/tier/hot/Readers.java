package io.yggdrasil.tier.hot;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The readers of an arena, for what they counted: look-ups by store and {@link GetOutcome}. A reader that nobody has any
 * more leaves its counts behind.
 *
 * <p>Threads: any, by this object's monitor.
 */
final class Readers {
    private static final int OUTCOMES = GetOutcome.values().length;

    /** A reader, as long as somebody has it, and its counters. */
    private record Entry(WeakReference<HotReader> reader, StoreCounters counters) {}

    private final List<Entry> entries = new ArrayList<>();
    private final StoreCounters gone = new StoreCounters(OUTCOMES);

    synchronized HotReader open(HotArena arena) {
        forgetGone();
        StoreCounters counters = new StoreCounters(OUTCOMES);
        HotReader reader = new HotReader(arena, counters);
        entries.add(new Entry(new WeakReference<>(reader), counters));
        return reader;
    }

    synchronized long count(GetOutcome outcome) {
        long sum = gone.sum(outcome.ordinal());
        for (Entry entry : entries) {
            sum += entry.counters.sum(outcome.ordinal());
        }
        return sum;
    }

    /** The part of a store. */
    synchronized long count(int storeId, GetOutcome outcome) {
        long sum = gone.get(storeId, outcome.ordinal());
        for (Entry entry : entries) {
            sum += entry.counters.get(storeId, outcome.ordinal());
        }
        return sum;
    }

    private void forgetGone() {
        entries.removeIf(entry -> {
            if (entry.reader.get() != null) {
                return false;
            }
            gone.addAll(entry.counters);
            return true;
        });
    }
}
