package io.yggdrasil.resp.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DiskLimitTest {
    private final MemoryHost host = new MemoryHost();
    private final DiskLimit limit = new DiskLimit(host);

    private void measure(long free) {
        host.freeDiskBytes = free;
        limit.measure();
    }

    @Test
    void measure_nearlyFull_refusesUntilThereIsRoomAgain() {
        assertFalse(limit.isExceeded());
        measure(DiskLimit.WRITABLE_BYTES_MIN - 1);
        assertTrue(limit.isExceeded());
        assertEquals(List.of(), host.failures);
        measure(DiskLimit.WRITABLE_BYTES_MIN);
        assertFalse(limit.isExceeded());
    }

    @Test
    void measure_full_endsTheNodeOnce() {
        measure(DiskLimit.BYTES_MIN - 1);
        measure(0);
        assertEquals(1, host.failures.size());
        assertTrue(host.failures.get(0).startsWith("the disk of the data has 63 MB left"), host.failures.get(0));
    }
}
