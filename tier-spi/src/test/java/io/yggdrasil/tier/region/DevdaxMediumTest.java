package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DevdaxMediumTest extends RegionMediumContract {
    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
        TestDevices.path(TestDevices.DEVDAX);
    }

    private static Path device() {
        return TestDevices.path(TestDevices.DEVDAX);
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.of("warm", MediumKind.DEVDAX, bytes, device());
    }

    @Override
    String place() {
        return device().toString();
    }

    @Override
    boolean isShared() {
        return false;
    }

    @Test
    void open_withoutSize_takesTheDevice() throws RegionException {
        DaxDevice device = MemoryInventory.read().daxDevice(device()).orElseThrow();
        try (MappedRegion region = open(0)) {
            assertEquals(device.bytes(), region.bytes());
            assertTrue(device.isMappable());
        }
    }
}
