package io.yggdrasil.ignite.internals;

import java.util.concurrent.TimeUnit;

/**
 * Which part of its time a clean-up thread works: the more, the longer the entries that it finds could have been gone.
 * Work comes in slices so short that a command which wants the processor hardly waits for it.
 */
final class PurgePace {
    /** How long work goes on without a rest. */
    static final long SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** Later than this makes no difference. */
    static final long LATE_MILLIS_MAX = 30_000;

    private static final double SHARE_MIN = 0.1;
    private static final double SHARE_MAX = 0.5;

    private PurgePace() {}

    /**
     * How long to rest after work.
     *
     * @param workedNanos how long the work took
     * @param lateMillis for how long the entries that were removed could have been gone
     */
    static long restNanos(long workedNanos, long lateMillis) {
        double lateness = Math.min(1, (double) Math.max(0, lateMillis) / LATE_MILLIS_MAX);
        double share = SHARE_MIN + (SHARE_MAX - SHARE_MIN) * lateness;
        return (long) (workedNanos * (1 - share) / share);
    }
}
