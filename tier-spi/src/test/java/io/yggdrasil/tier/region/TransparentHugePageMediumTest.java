package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class TransparentHugePageMediumTest extends RegionMediumContract {
    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
        assumeTrue(MemoryInventory.read().hasTransparentHugePages(), "this system gives no transparent huge pages");
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.hugePages("warm", bytes, 0);
    }

    @Override
    String place() {
        return "dram";
    }
}
