package io.yggdrasil.tier.hot;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How the look-ups of one reader ended.
 *
 * <p>Threads: {@link #ended} by the reader's, so that it needs no atomic addition; {@link #count} by any. The cells have
 * two cache lines before and after them to themselves, as processors fetch lines in pairs.
 */
final class ReaderCounters {
    private static final int PADDING = 16;
    private static final int OUTCOMES = GetOutcome.values().length;

    private final AtomicLongArray cells = new AtomicLongArray(PADDING + OUTCOMES + PADDING);

    void ended(GetOutcome outcome) {
        add(outcome, 1);
    }

    void add(GetOutcome outcome, long amount) {
        int cell = PADDING + outcome.ordinal();
        cells.lazySet(cell, cells.getPlain(cell) + amount);
    }

    long count(GetOutcome outcome) {
        return cells.get(PADDING + outcome.ordinal());
    }
}
