package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArcPolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new ArcPolicy(capacityBytes);
    }

    @Test
    void scan_leavesWhatWasUsedTwice() {
        PolicySteps steps = new PolicySteps(create(4)).use(1, 1, 2, 2, 10, 11, 12, 13, 14);
        assertEquals(List.of(10L, 11L, 12L), steps.victims());
    }

    @Test
    void ghostOfThoseUsedOnce_letsTheirListGrow() {
        PolicySteps steps = new PolicySteps(create(4)).use(1, 1, 2, 2, 10, 11, 12);
        assertEquals(List.of(10L), steps.victims());
        steps.use(10); // A ghost comes back: there should be room for more of those used once.
        steps.use(13); // ... so that the oldest of those used often goes.
        assertEquals(List.of(10L, 11L, 1L), steps.victims());
    }
}
