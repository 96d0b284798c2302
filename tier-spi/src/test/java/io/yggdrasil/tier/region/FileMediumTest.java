package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.region.RegionException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileMediumTest extends RegionMediumContract {
    @TempDir
    private Path folder;

    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.of("warm", MediumKind.FILE, bytes, folder);
    }

    @Override
    String place() {
        return folder.toString();
    }

    @Test
    void open_anySize_leavesNoNameBehind() throws RegionException, IOException {
        MappedRegion region = open(BYTES);
        try (region;
                Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void open_anySize_allocatesEveryBlock() throws RegionException, IOException {
        long before = Files.getFileStore(folder).getUnallocatedSpace();
        try (MappedRegion region = open(64 * BYTES)) {
            long taken = before - Files.getFileStore(folder).getUnallocatedSpace();
            assertTrue(taken > 48 * BYTES, "bytes=" + region.bytes() + " taken=" + taken);
        }
    }

    @Test
    void open_folderThatIsNotThere_refuses() {
        RegionException refused = refused(folder.resolve("none"));
        assertTrue(refused.getMessage().contains("there is no such folder"), refused.getMessage());
    }

    /** Nobody may make files there, not even root. */
    @Test
    void open_folderWithoutPermission_refusesWithPathAndSize() {
        RegionException refused = refused(Path.of("/sys/kernel"));
        assertEquals(
                "file in /sys/kernel: no file of size 8mb can be made in this folder: Permission denied",
                refused.getMessage());
    }

    private static RegionException refused(Path folder) {
        RegionRequest request = RegionRequest.of("warm", MediumKind.FILE, BYTES, folder);
        RegionException refused = assertThrows(RegionException.class, () -> RegionMedia.choose(request));
        assertEquals(Reason.REFUSED, refused.reason());
        return refused;
    }

    @Test
    void fault_fileThatWasCut_isLostWithPathAndSizes() throws RegionException, IOException {
        try (MappedRegion region = open(BYTES)) {
            OpenFiles.cut(folder, 4096);
            RegionFault fault = region.fault();
            assertNotNull(fault);
            assertTrue(fault.lost());
            assertEquals("its file in " + folder + " has been cut from 8mb to 4kb", fault.reason());
        }
    }
}
