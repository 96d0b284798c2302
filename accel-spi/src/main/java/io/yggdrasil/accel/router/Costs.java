package io.yggdrasil.accel.router;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a kernel's calls take: a line through what was measured at the start, and for each size class a factor that timed calls
 * move. A sample that is faster moves it by a fourth of the difference. One that is slower moves it less and counts as twice the
 * expected time at most, since a call may be held up by what has nothing to do with the kernel.
 *
 * <p>Threads: any. Of samples that come at the same time one may be lost, which does no harm: so factors need no lock.
 */
final class Costs {
    private static final double FASTER_WEIGHT = 1.0 / 4;
    private static final double SLOWER_WEIGHT = 1.0 / 8;
    private static final double SLOWER_MOST = 2;
    private static final VarHandle FACTOR = MethodHandles.arrayElementVarHandle(double[].class);

    private final SortedMap<Integer, Double> measured;
    private final LinearCost line;
    private final double[] factors = new double[SizeClass.COUNT];

    /** @param measured nanoseconds by bytes; none: nothing is known, and learned */
    Costs(Map<Integer, Double> measured) {
        this.measured = new TreeMap<>(measured);
        this.line = measured.isEmpty() ? new LinearCost(0, 0) : LinearCost.fit(measured);
        Arrays.fill(factors, 1);
    }

    boolean areKnown() {
        return !measured.isEmpty();
    }

    LinearCost line() {
        return line;
    }

    private double factor(int sizeClass) {
        return (double) FACTOR.getOpaque(factors, sizeClass);
    }

    /** What a call of the class is expected to take, in nanoseconds. */
    double estimate(int sizeClass) {
        return line.nanos(SizeClass.middle(sizeClass)) * factor(sizeClass);
    }

    /** Takes what a call took. */
    void learn(long bytes, long nanos) {
        int sizeClass = SizeClass.of(bytes);
        double expected = line.nanos(bytes);
        if (expected > 0 && nanos >= 0) {
            double factor = factor(sizeClass);
            double seen = Math.min(nanos / expected, factor * SLOWER_MOST);
            double weight = seen < factor ? FASTER_WEIGHT : SLOWER_WEIGHT;
            FACTOR.setOpaque(factors, sizeClass, factor + weight * (seen - factor));
        }
    }

    /** What is known by now of the sizes that were measured, in nanoseconds. */
    SortedMap<Integer, Double> points() {
        SortedMap<Integer, Double> points = new TreeMap<>();
        measured.forEach((bytes, nanos) -> points.put(bytes, nanos * factor(SizeClass.of(bytes))));
        return points;
    }
}
