package io.yggdrasil.ignite.statistics;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long reads take: a sample of them, counted in classes of which four make a power of two.
 *
 * <p>Threads: any.
 */
public final class ReadTimes {
    private static final int SUB_BITS = 2;
    private static final int CLASSES = (Long.SIZE - 1) << SUB_BITS;
    private static final double HUNDRED = 100;
    private static final int BOUND_LOG2_LEAST = 7;
    private static final int BOUNDS = 20;

    private final AtomicLongArray counts = new AtomicLongArray(CLASSES);

    /** None yet. */
    public ReadTimes() {}

    /** The times of several samples together, as they are now. */
    public static ReadTimes sum(Collection<ReadTimes> samples) {
        ReadTimes sum = new ReadTimes();
        for (ReadTimes one : samples) {
            for (int i = 0; i < CLASSES; i++) {
                sum.counts.addAndGet(i, one.counts.get(i));
            }
        }
        return sum;
    }

    /** Counts a read. */
    public void add(long nanos) {
        counts.getAndIncrement(classOf(Math.max(nanos, 1)));
    }

    /** Number of reads that were timed. */
    public long count() {
        long sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** The longest time, in nanoseconds, of the class in which the percentile (0 to 100) falls; 0 when none was timed. */
    public long percentileNanos(double percentile) {
        long wanted = Math.max(1, (long) Math.ceil(count() * percentile / HUNDRED));
        long sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            sum += counts.get(i);
            if (sum >= wanted) {
                return highestOf(i);
            }
        }
        return 0;
    }

    /** The longest times, in nanoseconds, that {@link #histogram} counts at each place but its last: 127, 255 to 67 ms. */
    public static long[] boundsNanos() {
        long[] bounds = new long[BOUNDS];
        for (int i = 0; i < BOUNDS; i++) {
            bounds[i] = (1L << (BOUND_LOG2_LEAST + i)) - 1;
        }
        return bounds;
    }

    /** Reads timed between each two of {@link #boundsNanos}; at the last place those that took longer than all. */
    public long[] histogram() {
        long[] bounds = boundsNanos();
        long[] histogram = new long[BOUNDS + 1];
        int at = 0;
        for (int i = 0; i < CLASSES; i++) {
            while (at < BOUNDS && highestOf(i) > bounds[at]) {
                at++;
            }
            histogram[at] += counts.get(i);
        }
        return histogram;
    }

    /** Below 4 ns a class each; from there on the two bits behind the highest one choose among four of a power of two. */
    private static int classOf(long nanos) {
        int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS);
        return (shift << SUB_BITS) + (int) (nanos >>> shift);
    }

    private static long highestOf(int index) {
        int shift = Math.max(0, (index >>> SUB_BITS) - 1);
        return ((index - ((long) shift << SUB_BITS) + 1) << shift) - 1;
    }
}
