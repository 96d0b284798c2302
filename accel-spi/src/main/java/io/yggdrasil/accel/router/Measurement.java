package io.yggdrasil.accel.router;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Measures what a kernel's calls take, in a limited time. Many calls of the smallest size come first, as the JVM compiles what runs
 * often: vectors are a thousand times slower before that. The least time of a size counts; the others were longer for reasons that
 * are not the kernel's.
 */
final class Measurement {
    private static final int[] SIZES = {64, 1 << 10, 16 << 10, 256 << 10};

    /** Sizes that a line needs. */
    private static final int SIZES_LEAST = 3;

    private static final int ROUNDS = 200;

    /** Pairs of calls that warm. */
    private static final int WARMING_LEAST = 2_500;

    private static final int WARMING_MOST = 100_000;

    /** Small calls are too short for the clock: that many bytes are worked on between two readings. */
    private static final int BYTES_TOGETHER = 1 << 10;

    private final LongSupplier clock;
    private final LongSupplier work;
    private final long budgetNanos;

    /** @param budgetNanos the most work, by {@code work}; what calls take is by {@code clock} */
    Measurement(LongSupplier clock, LongSupplier work, long budgetNanos) {
        this.clock = clock;
        this.work = work;
        this.budgetNanos = budgetNanos;
    }

    /** Two calls of a size, made by turns: a cipher may refuse the nonce that it had last. */
    private record Sample<K>(int bytes, Call<K, ?> one, Call<K, ?> two) {
        Sample(Workload<K> workload, int bytes) {
            this(bytes, workload.call(bytes, true, 1), workload.call(bytes, true, 2));
        }

        /** Nanoseconds of a call. */
        double run(K kernel, LongSupplier clock) {
            int pairs = Math.max(1, BYTES_TOGETHER / bytes / 2);
            long start = clock.getAsLong();
            for (int i = 0; i < pairs; i++) {
                one.on(kernel);
                two.on(kernel);
            }
            return Math.max(1, clock.getAsLong() - start) / (2.0 * pairs);
        }
    }

    /** Nanoseconds by bytes; sizes from the third on are left out where there is no time for them. */
    <K> SortedMap<Integer, Double> run(K kernel, Workload<K> workload) {
        long start = work.getAsLong();
        for (int i = 0; i < SIZES_LEAST; i++) { // Longer calls may run through code that short ones do not reach.
            warm(kernel, new Sample<>(workload, SIZES[i]));
        }
        List<Sample<K>> samples = new ArrayList<>();
        SortedMap<Integer, Double> least = new TreeMap<>();
        for (int bytes : SIZES) {
            if (samples.size() < SIZES_LEAST || (bytes <= workload.bytesMax() && isTime(start))) {
                Sample<K> sample = new Sample<>(workload, bytes);
                samples.add(sample);
                least.put(bytes, sample.run(kernel, clock));
            }
        }
        for (int round = 1; round < ROUNDS && isTime(start); round++) {
            for (Sample<K> sample : samples) {
                least.merge(sample.bytes, sample.run(kernel, clock), Math::min);
            }
        }
        return least;
    }

    private boolean isTime(long start) {
        return work.getAsLong() - start < budgetNanos;
    }

    /** Takes a tenth of the time at least, since the JVM compiles beside, and a quarter of it at most. */
    private <K> void warm(K kernel, Sample<K> sample) {
        long start = work.getAsLong();
        long nanos = 0;
        for (int pairs = 0; pairs < WARMING_MOST && nanos < budgetNanos / 4; pairs++) {
            if (pairs >= WARMING_LEAST && nanos > budgetNanos / 10) {
                return;
            }
            sample.one.on(kernel);
            sample.two.on(kernel);
            nanos = work.getAsLong() - start;
        }
    }
}
