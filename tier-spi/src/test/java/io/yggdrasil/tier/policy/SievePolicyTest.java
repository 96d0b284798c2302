package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SievePolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new SievePolicy(capacityBytes);
    }

    @Test
    void hand_sparesMarkedEntriesAndGoesOnWhereItStood() {
        // The hand takes the marks of 1 and 2, evicts 3, then goes on to 4, which is marked, and to 5.
        PolicySteps steps = new PolicySteps(create(4)).use(1, 2, 3, 4, 1, 2, 4, 5, 6, 7);
        assertEquals(List.of(3L, 5L, 6L), steps.victims());
    }

    @Test
    void unmarkedEntries_leaveInTheOrderOfArrival() {
        assertEquals(
                List.of(1L, 2L), new PolicySteps(create(3)).use(1, 2, 3, 4, 5).victims());
    }
}
