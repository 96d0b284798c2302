package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SelectingPolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new SelectingPolicy(capacityBytes);
    }

    @Test
    void loop_isLeftToTinyLfu() {
        SelectingPolicy policy = new SelectingPolicy(100);
        int hits = new PolicySteps(policy).loop(200, 50).hits();
        assertInstanceOf(WTinyLfuPolicy.class, policy.current());
        assertTrue(hits > 0.4 * 200 * 50, "hits=" + hits);
    }

    @Test
    void recency_makesItChange_andNothingIsLostOnTheWay() {
        SelectingPolicy policy = new SelectingPolicy(1000);
        PolicySteps steps = new PolicySteps(policy);
        useRecent(steps, 0);
        assertFalse(policy.current() instanceof WTinyLfuPolicy, policy.current().toString());
        assertFalse(policy.isChanging());
        assertEquals(1000, policy.entries());
        assertEquals(1000, policy.weightBytes());
    }

    @Test
    void changedBack_whenTheWorkloadIsALoop() {
        SelectingPolicy policy = new SelectingPolicy(1000);
        PolicySteps steps = new PolicySteps(policy);
        useRecent(steps, 1_000_000);
        steps.loop(2000, 20);
        int before = steps.hits();
        steps.loop(2000, 20);
        assertInstanceOf(WTinyLfuPolicy.class, policy.current());
        int hits = steps.hits() - before;
        assertTrue(hits > 0.2 * 2000 * 20, "LRU would have none: hits=" + hits);
    }

    @Test
    void noise_changesNothing() {
        SelectingPolicy policy = new SelectingPolicy(500);
        PolicySteps steps = new PolicySteps(policy);
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            steps.use(random.nextInt(1000)); // All policies are equally good.
        }
        assertInstanceOf(WTinyLfuPolicy.class, policy.current());
    }

    /** Each key comes three times, the last time 900 other uses later, and then never again. */
    private static void useRecent(PolicySteps steps, long from) {
        for (long i = from; i < from + 60_000; i++) {
            steps.use(i, i - 300, i - 600);
        }
    }
}
