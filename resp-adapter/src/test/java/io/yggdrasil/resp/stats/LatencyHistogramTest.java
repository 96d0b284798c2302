package io.yggdrasil.resp.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
    @Test
    void percentile_ofRandomDurations_isWithinThreePercent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] durations = new long[20_000];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = (long) Math.pow(10, random.nextDouble() * 9);
            histogram.add(durations[i]);
        }
        Arrays.sort(durations);
        assertEquals(durations.length, histogram.count());
        for (double percentile : new double[] {0, 1, 50, 90, 99, 99.9, 100}) {
            int rank = Math.max(1, (int) Math.ceil(durations.length * percentile / 100));
            long exact = durations[rank - 1];
            long found = histogram.percentileNanos(percentile);
            assertTrue(
                    found >= exact && found <= exact + Math.max(1, exact / 31),
                    () -> "seed=" + seed + " percentile=" + percentile + " exact=" + exact + " found=" + found);
        }
    }

    @Test
    void countThrough_powersOfTwo_countsWhatIsBelow() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long nanos = 1; nanos <= 1 << 20; nanos *= 2) {
            histogram.add(nanos);
        }
        assertEquals(11, histogram.countThrough(1024));
        assertEquals(12, histogram.countThrough(2048));
        assertEquals(21, histogram.count());
    }

    @Test
    void add_longerThanTheLongest_countsAsTheLongest() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(Long.MAX_VALUE);
        histogram.add(-5);
        assertEquals(2, histogram.count());
        assertTrue(histogram.percentileNanos(100) >= LatencyHistogram.NANOS_MAX);
        assertEquals(0, histogram.percentileNanos(0));
    }

    @Test
    void addAll_ofTwo_isTheirSum() {
        LatencyHistogram a = new LatencyHistogram();
        LatencyHistogram b = new LatencyHistogram();
        a.add(100);
        b.add(100_000);
        b.add(100_000);
        LatencyHistogram sum = new LatencyHistogram();
        sum.addAll(a);
        sum.addAll(b);
        assertEquals(3, sum.count());
        assertEquals(1, sum.countThrough(1000));
    }
}
