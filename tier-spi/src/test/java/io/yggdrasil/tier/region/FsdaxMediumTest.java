package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FsdaxMediumTest extends RegionMediumContract {
    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
        TestDevices.path(TestDevices.FSDAX);
    }

    private static Path folder() {
        return TestDevices.path(TestDevices.FSDAX);
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.of("warm", MediumKind.FSDAX, bytes, folder());
    }

    @Override
    String place() {
        return folder().toString();
    }

    @Test
    void isDax_folderOnDax_isTrue() {
        assertTrue(DaxProbe.isDax(folder()));
    }

    @Test
    void fault_fileThatWasCut_isLost() throws RegionException, IOException {
        try (MappedRegion region = open(BYTES)) {
            OpenFiles.cut(folder(), 0);
            RegionFault fault = region.fault();
            assertNotNull(fault);
            assertEquals("its file in " + folder() + " has been cut from 8mb to 0b", fault.reason());
        }
    }
}
