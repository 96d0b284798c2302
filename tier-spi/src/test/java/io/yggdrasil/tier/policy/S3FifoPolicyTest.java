package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class S3FifoPolicyTest extends EvictionPolicyContractTest {
    @Override
    EvictionPolicy create(long capacityBytes) {
        return new S3FifoPolicy(capacityBytes);
    }

    @Test
    void entriesUsedOnce_fallOutOfTheSmallQueue_andGoToTheMainQueueWhenTheyComeAgain() {
        PolicySteps steps = new PolicySteps(create(10)).use(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        steps.use(10); // 0 goes to the main queue, 1 falls out.
        assertEquals(List.of(1L), steps.victims());
        steps.use(1); // Back as a ghost: to the main queue; 2 makes room.
        steps.use(20, 21, 22, 23, 24, 25, 26, 27, 28);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 20L), steps.victims());
        assertEquals(4, steps.use(0, 1).hits());
    }
}
