package io.yggdrasil.tier.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.policy.PolicyKind;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** The default beside the other policies, on workloads that each favour another one. */
final class SimulationTest {
    private static final int USES = 400_000;
    private static final double POINTS = 0.01;

    @Test
    void zipf() {
        assertNearTheBest(zipf(new Random(1), 20_000), 2000);
    }

    @Test
    void loop() {
        assertNearTheBest(use -> use % 3000, 2000);
    }

    @Test
    void zipfWithScans() {
        IntToLongFunction hot = zipf(new Random(2), 10_000);
        assertNearTheBest(use -> use % 20_000 < 5000 ? 1_000_000 + use : hot.applyAsLong(use), 1500);
    }

    @Test
    void hotSetThatMoves() {
        Random random = new Random(3);
        assertNearTheBest(use -> use / 20_000 * 500L + (long) Math.abs(random.nextGaussian() * 400), 800);
    }

    @Test
    void recency() {
        assertNearTheBest(use -> use / 3 - use % 3 * 500L, 2000);
    }

    @Test
    void largeCache_withASampleOfTheKeys() {
        assertNearTheBest(zipf(new Random(4), 200_000), 40_000);
    }

    @Test
    void results_comeBySizeThenPolicy() {
        Trace trace = trace(use -> use % 10);
        List<PolicyKind> policies = List.of(PolicyKind.LRU, PolicyKind.ARC);
        List<Simulation.Result> results = Simulation.run(trace, policies, List.of(5L, 10L));
        assertEquals(
                List.of("lru 5", "arc 5", "lru 10", "arc 10"),
                results.stream()
                        .map(result -> result.policy().label() + " " + result.capacityBytes())
                        .toList());
        assertEquals(0.0, results.get(0).hitRatio());
        assertEquals((USES - 10.0) / USES, results.get(2).hitRatio());
        assertEquals(List.of(1L, 3L), Simulation.autoSizes(trace), "2 and 10 % of ten bytes are one");
    }

    private static void assertNearTheBest(IntToLongFunction keys, long capacity) {
        List<Simulation.Result> results = Simulation.run(trace(keys), List.of(PolicyKind.values()), List.of(capacity));
        double ours = results.stream()
                .filter(result -> result.policy() == PolicyKind.DEFAULT)
                .findFirst()
                .orElseThrow()
                .hitRatio();
        double best =
                results.stream().mapToDouble(Simulation.Result::hitRatio).max().orElseThrow();
        assertTrue(ours >= best - POINTS, () -> SimulationReport.table(results));
    }

    private static Trace trace(IntToLongFunction keys) {
        Trace.Builder trace = new Trace.Builder();
        for (int use = 0; use < USES; use++) {
            trace.add(keys.applyAsLong(use), 1);
        }
        return trace.build("generated");
    }

    /** Keys whose popularity falls as their rank grows; by inversion of the continuous distribution, skew 1. */
    private static IntToLongFunction zipf(Random random, int keys) {
        return use -> (long) Math.exp(random.nextDouble() * Math.log(keys));
    }
}
