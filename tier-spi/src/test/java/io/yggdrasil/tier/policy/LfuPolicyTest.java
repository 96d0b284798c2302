package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LfuPolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new LfuPolicy(capacityBytes);
    }

    @Test
    void victims_areTheLeastFrequentlyUsed() {
        PolicySteps steps = new PolicySteps(create(3)).use(1, 1, 1, 2, 2, 3, 4, 5, 2, 6);
        assertEquals(List.of(3L, 4L, 5L), steps.victims());
    }

    @Test
    void hotLongAgo_coolsDown() {
        PolicySteps steps = new PolicySteps(create(4)).use(1, 1, 1, 1, 1, 1, 2, 3, 4);
        for (int i = 0; i < 60; i++) {
            steps.use(2, 3, 4);
        }
        steps.use(5, 6);
        assertEquals(1L, steps.victims().get(0));
    }
}
