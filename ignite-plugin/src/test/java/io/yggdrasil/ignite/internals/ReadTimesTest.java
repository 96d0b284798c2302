package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
