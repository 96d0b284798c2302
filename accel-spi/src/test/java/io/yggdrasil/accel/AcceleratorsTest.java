package io.yggdrasil.accel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class AcceleratorsTest {
    @Test
    void find_everyAccelerator_isUsableOrHasItsReason() {
        Accelerators found = Accelerators.find();
        assertNotNull(found.named("portable"));
        assertNull(found.named("other"));
        assertEquals(5, found.usable().size() + found.missing().size());
    }
}
