package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WTinyLfuPolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new WTinyLfuPolicy(capacityBytes);
    }

    @Test
    void loopLargerThanTheCache_keepsAPartOfIt() {
        int hits = new PolicySteps(create(100)).loop(200, 50).hits();
        assertTrue(hits > 0.4 * 200 * 50, "hits=" + hits);
    }

    @Test
    void heavyEntry_hasToBeatAllThatItWouldReplace() {
        EvictionPolicy policy = create(100);
        for (int i = 0; i < 9; i++) {
            policy.onInsert(i, 10);
            policy.onAccess(i);
        }
        policy.onInsert(50, 50);
        policy.onAccess(50);
        policy.onAccess(50);
        policy.onInsert(9, 1); // Pushes the heavy one out of the window.
        List<Long> victims = new ArrayList<>();
        policy.evict((key, weightBytes) -> victims.add(key), Integer.MAX_VALUE);
        assertEquals(List.of(50L), victims, "three uses are more than two, but not more than four times two");
    }

    @Test
    void window_growsWhereRecencyPays() {
        WTinyLfuPolicy policy = new WTinyLfuPolicy(100);
        PolicySteps steps = new PolicySteps(policy);
        for (int i = 0; i < 60_000; i++) {
            steps.use(i, i - 30, i - 60); // Each key three times within 90 others, then never again.
        }
        assertTrue(policy.windowShare() > 0.3, "windowShare=" + policy.windowShare());
    }
}
