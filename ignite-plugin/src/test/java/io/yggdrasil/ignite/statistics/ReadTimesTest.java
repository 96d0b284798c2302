package io.yggdrasil.ignite.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Percentiles of read times. */
final class ReadTimesTest {
    private final ReadTimes times = new ReadTimes();

    @Test
    void percentile_nothingTimed_isZero() {
        assertEquals(0, times.percentileNanos(50));
    }

    @Test
    void percentile_ofEachDuration_isAtMostAQuarterAbove() {
        for (long nanos = 1; nanos < 1L << 40; nanos += 1 + nanos / 3) {
            ReadTimes one = new ReadTimes();
            one.add(nanos);
            long told = one.percentileNanos(50);
            assertTrue(told >= nanos && told <= nanos + nanos / 4, nanos + " told as " + told);
        }
    }

    @Test
    void percentile_ofAHundred_countsFromBelow() {
        for (int i = 1; i <= 100; i++) {
            times.add(i <= 98 ? 100 : 1_000_000);
        }
        assertEquals(100, times.count());
        assertEquals(111, times.percentileNanos(50));
        assertEquals(111, times.percentileNanos(98));
        assertTrue(times.percentileNanos(99) >= 1_000_000);
    }

    @Test
    void histogram_ofEachDuration_countsItBetweenItsBounds() {
        long[] bounds = ReadTimes.boundsNanos();
        for (long nanos = 1; nanos < 1L << 40; nanos += 1 + nanos / 3) {
            ReadTimes one = new ReadTimes();
            one.add(nanos);
            long[] histogram = one.histogram();
            assertEquals(bounds.length + 1, histogram.length);
            assertEquals(1, Arrays.stream(histogram).sum());
            for (int i = 0; i < histogram.length; i++) {
                boolean here = (i == 0 || nanos > bounds[i - 1]) && (i == bounds.length || nanos <= bounds[i]);
                assertEquals(here ? 1 : 0, histogram[i], nanos + " at " + i);
            }
        }
    }

    @Test
    void sum_ofSamples_hasAllOfThem() {
        ReadTimes other = new ReadTimes();
        times.add(100);
        other.add(100);
        other.add(1_000_000);
        ReadTimes sum = ReadTimes.sum(List.of(times, other));
        assertEquals(3, sum.count());
        assertEquals(111, sum.percentileNanos(66));
        assertEquals(1, times.count());
    }
}
