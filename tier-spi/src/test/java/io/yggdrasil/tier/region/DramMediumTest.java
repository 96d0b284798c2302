package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DramMediumTest extends RegionMediumContract {
    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.dram("warm", bytes);
    }

    @Override
    String place() {
        return "dram";
    }

    @Test
    void open_anySize_startsAtAHugePage() throws RegionException {
        try (MappedRegion region = open(4096)) {
            assertEquals(0, region.address() % SystemCalls.UNIT_BYTES);
        }
    }
}
