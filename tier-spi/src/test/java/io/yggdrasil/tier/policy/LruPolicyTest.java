package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LruPolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new LruPolicy(capacityBytes);
    }

    @Test
    void victims_areTheLeastRecentlyUsed() {
        PolicySteps steps = new PolicySteps(create(3)).use(1, 2, 3, 1, 4, 5, 1, 6);
        assertEquals(List.of(2L, 3L, 4L), steps.victims());
        assertEquals(2, steps.hits());
    }
}
