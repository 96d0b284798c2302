package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.region.RegionException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that lack what is asked for, and requests that do not fit what is there. */
final class AbsentMediaTest {
    private static final long MB = 1L << 20;

    @TempDir
    private Path root;

    private FakeTree tree;

    @BeforeEach
    void emptyMachine() {
        TestDevices.assumeLinux();
        tree = new FakeTree(root);
    }

    private RegionException failure(RegionRequest request) {
        return assertThrows(
                RegionException.class,
                () -> RegionMedia.choose(request.withFallback(RegionFallback.FAIL), tree.tree()));
    }

    private void checkAbsent(RegionRequest request, String message) throws RegionException {
        RegionException absent = failure(request);
        assertEquals(message, absent.getMessage());
        assertEquals(Reason.ABSENT, absent.reason());
        RegionChoice twin = RegionMedia.choose(request, tree.tree());
        try (MappedRegion region = twin.region()) {
            assertEquals(MediumKind.DRAM, twin.kind());
            assertTrue(twin.isTwin());
            assertEquals(message, twin.reason());
            assertTrue(region.bytes() >= request.bytes());
        }
    }

    private void checkRefused(RegionRequest request, String message) {
        RegionException refused = failure(request);
        assertEquals(message, refused.getMessage());
        assertEquals(Reason.REFUSED, refused.reason());
        // A wrong request is wrong whatever may replace the medium.
        assertThrows(RegionException.class, () -> RegionMedia.choose(request, tree.tree()));
    }

    @Test
    void choose_whatIsThere_isNoTwin() throws RegionException {
        RegionChoice choice = RegionMedia.choose(RegionRequest.dram("warm", MB), tree.tree());
        try (MappedRegion region = choice.region()) {
            assertFalse(choice.isTwin());
            assertEquals(SystemCalls.UNIT_BYTES, region.bytes());
        }
    }

    @Test
    void devdax_noDevice_isAbsent() throws Exception {
        checkAbsent(devdax(8 * MB), "devdax /dev/dax97.0: there is no such device");
    }

    @Test
    void devdax_otherDevice_isAbsentAndNamesThatOne() throws Exception {
        tree.daxDevice("dax98.0", "ndbus0", 64 * MB, 2, "device_dax");
        checkAbsent(devdax(8 * MB), "devdax /dev/dax97.0: there is no such device; there is /dev/dax98.0");
    }

    @Test
    void devdax_usedAsMemory_isAbsentAndNamesTheNode() throws Exception {
        tree.daxDevice("dax97.0", "ndbus0", 64 * MB, 2, "kmem");
        checkAbsent(devdax(8 * MB), "devdax /dev/dax97.0: the system uses it as memory, which is NUMA node 2");
    }

    @Test
    void devdax_disabled_isAbsent() throws Exception {
        tree.daxDevice("dax97.0", "ndbus0", 64 * MB, 2, "");
        checkAbsent(devdax(8 * MB), "devdax /dev/dax97.0: this device is disabled");
    }

    @Test
    void devdax_tooLarge_isRefused() throws IOException {
        tree.daxDevice("dax97.0", "ndbus0", 64 * MB, 2, "device_dax");
        checkRefused(devdax(65 * MB), "devdax /dev/dax97.0: 66mb wanted, the device has 64mb");
    }

    @Test
    void devdax_fileThatIsNoDevice_isRefused() {
        checkRefused(
                RegionRequest.of("warm", MediumKind.DEVDAX, 8 * MB, Path.of("/dev/null")),
                "devdax /dev/null: this is no devdax device");
    }

    @Test
    void devdax_noSizeAndNoDevice_cannotBeReplaced() {
        RegionException refused = assertThrows(RegionException.class, () -> RegionMedia.choose(devdax(0), tree.tree()));
        assertEquals(Reason.REFUSED, refused.reason());
        assertTrue(refused.getMessage().endsWith("needs a size, and there is none set"), refused.getMessage());
    }

    @Test
    void fsdax_folderThatIsNotThere_isAbsent() throws Exception {
        checkAbsent(
                RegionRequest.of("warm", MediumKind.FSDAX, 8 * MB, Path.of("/mnt/no-pmem")),
                "fsdax in /mnt/no-pmem: there is no such folder");
    }

    @Test
    void fsdax_folderOnAnotherFileSystem_isAbsentAndNamesThatOne() throws Exception {
        tree.file("proc/mounts", "/dev/sda1 / ext4 rw 0 0");
        Path folder = Files.createDirectories(root.resolve("folder"));
        checkAbsent(
                RegionRequest.of("warm", MediumKind.FSDAX, 8 * MB, folder),
                "fsdax in " + folder + ": this is not on a DAX file system, but in / (ext4 on /dev/sda1)");
        assertFalse(DaxProbe.isDax(folder));
    }

    @Test
    void fsdax_folderWithoutPermission_isRefused() {
        checkRefused(
                RegionRequest.of("warm", MediumKind.FSDAX, 8 * MB, Path.of("/sys/kernel")),
                "fsdax in /sys/kernel: permission denied");
    }

    @Test
    void numa_noNodes_isAbsent() throws Exception {
        RegionRequest request = RegionRequest.numa("warm", 8 * MB, NumaPolicy.BIND, List.of(1));
        tree.online("0").node(0, "0-1", 64);
        checkAbsent(request, "node 1: there is no node 1 with memory; there is node 0");
    }

    @Test
    void cxl_none_isAbsent() throws Exception {
        tree.online("0-1").node(0, "0-1", 64).node(1, "", 64);
        checkAbsent(RegionRequest.of("warm", MediumKind.CXL, 8 * MB, null), "cxl: there is no CXL memory");
    }

    @Test
    void cxl_nodeThatIsTooSmall_isRefused() throws IOException {
        tree.daxDevice("dax2.0", "root0/region2/dax_region2", 64 * MB, 3, "kmem")
                .online("0,3")
                .node(0, "0", 256)
                .node(3, "", 64);
        checkRefused(
                RegionRequest.of("warm", MediumKind.CXL, 65 * MB, null), "node 3: 66mb wanted, 64mb available of 64mb");
    }

    @Test
    void cxl_deviceThatIsTooSmall_isRefused() throws IOException {
        tree.daxDevice("dax2.0", "root0/region2/dax_region2", 64 * MB, 3, "device_dax");
        checkRefused(
                RegionRequest.of("warm", MediumKind.CXL, 65 * MB, null),
                "devdax /dev/dax2.0: 66mb wanted, the device has 64mb");
    }

    @Test
    void hugePages_noPool_isAbsent() throws Exception {
        checkAbsent(
                RegionRequest.hugePages("warm", 8 * MB, 1L << 30),
                "huge pages of 1gb: none are reserved (nr_hugepages)");
    }

    @Test
    void hugePages_poolThatIsTooSmall_isRefused() throws IOException {
        tree.file("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "4")
                .file("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "3");
        checkRefused(
                RegionRequest.hugePages("warm", 8 * MB, 2 * MB),
                "huge pages of 2mb: 8mb wanted, 6mb free of 8mb that are reserved (nr_hugepages)");
    }

    @Test
    void hugePages_transparentOnesSwitchedOff_areAbsent() throws Exception {
        tree.file("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]");
        checkAbsent(
                RegionRequest.hugePages("warm", 8 * MB, 0),
                "transparent huge pages: this system has them switched off,"
                        + " /sys/kernel/mm/transparent_hugepage/enabled is never");
    }

    @Test
    void twin_moreThanIsAvailable_isRefusedWithBothReasons() throws IOException {
        tree.file("proc/meminfo", "MemAvailable:       4096 kB");
        RegionException refused =
                assertThrows(RegionException.class, () -> RegionMedia.choose(devdax(8 * MB), tree.tree()));
        assertEquals(
                "devdax /dev/dax97.0: there is no such device; DRAM in its place cannot have 8mb, of which 4mb is"
                        + " available",
                refused.getMessage());
    }

    private static RegionRequest devdax(long bytes) {
        return RegionRequest.of("warm", MediumKind.DEVDAX, bytes, Path.of("/dev/dax97.0"));
    }
}
