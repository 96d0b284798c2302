package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Pointer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs where an administrator has reserved huge pages of 2 MB: echo 64 >/proc/sys/vm/nr_hugepages. */
final class HugePagePoolMediumTest extends RegionMediumContract {
    private static final long PAGE_BYTES = 2L << 20;

    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
        long free = pool().map(HugePagePool::freePages).orElse(0L) * PAGE_BYTES;
        assumeTrue(
                free >= 3 * BYTES, "too few huge pages of 2 MB are reserved on this machine: " + ByteSize.text(free));
    }

    private static Optional<HugePagePool> pool() {
        return MemoryInventory.read().pools().stream()
                .filter(pool -> pool.pageBytes() == PAGE_BYTES)
                .findFirst();
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.hugePages("warm", bytes, PAGE_BYTES);
    }

    @Override
    String place() {
        return "huge pages of 2mb";
    }

    @Test
    void open_untouched_hasItsPagesAlready() throws RegionException {
        long before = pool().orElseThrow().freePages();
        try (MappedRegion region = open(BYTES)) {
            assertEquals(before - BYTES / PAGE_BYTES, pool().orElseThrow().freePages());
            new Pointer(region.address()).setLong(0, 1);
            assertEquals(before - BYTES / PAGE_BYTES, pool().orElseThrow().freePages());
        }
        assertEquals(before, pool().orElseThrow().freePages());
    }
}
