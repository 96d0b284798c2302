package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PurgePaceTest {
    private static final long WORK = 1_000_000;

    private static double share(long lateMillis) {
        return (double) WORK / (WORK + PurgePace.restNanos(WORK, lateMillis));
    }

    @Test
    void rest_isLongAtFirst_andShorterTheLaterItGets() {
        assertEquals(0.1, share(0), 0.001);
        assertEquals(0.3, share(15_000), 0.001);
        assertEquals(0.5, share(30_000), 0.001);
        assertEquals(0.5, share(10_000_000), 0.001);
    }
}
