package io.yggdrasil.tier.hot;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The readers of an arena, for what they counted. A reader that nobody has any more leaves its counts behind.
 *
 * <p>Threads: any, by this object's monitor.
 */
final class Readers {
    /** A reader, as long as somebody has it, and its counters. */
    private record Entry(WeakReference<HotReader> reader, ReaderCounters counters) {}

    private final List<Entry> entries = new ArrayList<>();
    private final ReaderCounters gone = new ReaderCounters();

    synchronized HotReader open(HotArena arena) {
        forgetGone();
        ReaderCounters counters = new ReaderCounters();
        HotReader reader = new HotReader(arena, counters);
        entries.add(new Entry(new WeakReference<>(reader), counters));
        return reader;
    }

    synchronized long count(GetOutcome outcome) {
        long sum = gone.count(outcome);
        for (Entry entry : entries) {
            sum += entry.counters.count(outcome);
        }
        return sum;
    }

    private void forgetGone() {
        entries.removeIf(entry -> {
            if (entry.reader.get() != null) {
                return false;
            }
            for (GetOutcome outcome : GetOutcome.values()) {
                gone.add(outcome, entry.counters.count(outcome));
            }
            return true;
        });
    }
}
