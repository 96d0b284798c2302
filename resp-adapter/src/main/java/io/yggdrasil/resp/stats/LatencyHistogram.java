package io.yggdrasil.resp.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts of durations from a nanosecond to a second, in classes that are about 3 % wide.
 *
 * <p>Log-linear: durations below 64 ns have a class each; above, every power of two is cut in 32. One writer; readers
 * see counts that are at most a moment old (opaque writes, opaque reads).
 */
public final class LatencyHistogram {
    /** Longer durations count as this: one second. */
    public static final long NANOS_MAX = 1_000_000_000L;

    private static final int SUB_BITS = 5;
    private static final int CLASSES = classOf(NANOS_MAX) + 1;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[CLASSES];

    /** Counts a duration. Called by the owner's thread. */
    public void add(long nanos) {
        int at = classOf(Math.min(Math.max(nanos, 0), NANOS_MAX));
        LONGS.setOpaque(counts, at, (long) LONGS.getOpaque(counts, at) + 1);
    }

    /** Adds another's counts to this one, which only the calling thread sees. */
    public void addAll(LatencyHistogram other) {
        for (int i = 0; i < CLASSES; i++) {
            counts[i] += (long) LONGS.getOpaque(other.counts, i);
        }
    }

    /** Number of durations. */
    public long count() {
        return countThrough(NANOS_MAX);
    }

    /** Number of durations whose class begins at or below {@code nanos}. */
    public long countThrough(long nanos) {
        long sum = 0;
        int last = classOf(Math.min(nanos, NANOS_MAX));
        for (int i = 0; i <= last; i++) {
            sum += (long) LONGS.getOpaque(counts, i);
        }
        return sum;
    }

    /** The longest duration of the class in which the percentile (0 to 100) falls; 0 when nothing was counted. */
    public long percentileNanos(double percentile) {
        long wanted = Math.max(1, (long) Math.ceil(count() * percentile / 100));
        long sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            sum += (long) LONGS.getOpaque(counts, i);
            if (sum >= wanted) {
                return highestOf(i);
            }
        }
        return 0;
    }

    private static int classOf(long nanos) {
        int magnitude = 63 - Long.numberOfLeadingZeros(nanos | 1);
        int shift = Math.max(0, magnitude - SUB_BITS);
        return (shift << SUB_BITS) + (int) (nanos >>> shift);
    }

    /** Classes below {@code 2 * SUB} are one nanosecond wide; from there on the width doubles every SUB classes. */
    private static long highestOf(int index) {
        int shift = Math.max(0, (index >>> SUB_BITS) - 1);
        long sub = index - ((long) shift << SUB_BITS);
        return ((sub + 1) << shift) - 1;
    }
}
