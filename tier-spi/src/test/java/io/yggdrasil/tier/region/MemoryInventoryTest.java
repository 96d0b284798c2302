package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryInventoryTest {
    private static final long MB = 1L << 20;

    @TempDir
    private Path root;

    @Test
    void read_emptyTree_findsNothing() {
        assertEquals(
                new MemoryInventory(List.of(), List.of(), List.of(), List.of(), "", 0),
                MemoryInventory.read(new SystemTree(root)));
    }

    @Test
    void nodes_withAndWithoutProcessors_areToldApart() throws IOException {
        MemoryInventory found = new FakeTree(root)
                .online("0-1,3")
                .node(0, "0-1", 4096)
                .node(1, "", 1024)
                .node(2, "", 512) // Not online.
                .node(3, "2", 0) // No memory.
                .file("sys/devices/system/node/possible", "0-3")
                .read();
        assertEquals(
                List.of(
                        new NumaNode(0, true, false, 4096 * MB, 4096 * MB),
                        new NumaNode(1, false, false, 1024 * MB, 1024 * MB)),
                found.nodes());
    }

    @Test
    void nodes_pageCache_countsAsAvailable() throws IOException {
        MemoryInventory found = new FakeTree(root)
                .online("0")
                .file("sys/devices/system/node/node0/cpulist", "0")
                .file("sys/devices/system/node/node0/meminfo", """
                        Node 0 MemTotal:        4096 kB
                        Node 0 MemFree:         1024 kB
                        Node 0 FilePages:        512 kB
                        Node 0 Shmem:            256 kB
                        Node 0 SReclaimable:      64 kB
                        """)
                .read();
        assertEquals((1024 + 512 - 256 + 64) << 10, found.nodes().get(0).availableBytes());
    }

    @Test
    void daxDevices_ofEachUse_areToldApart() throws IOException {
        MemoryInventory found = new FakeTree(root)
                .daxDevice("dax0.0", "LNXSYSTM:00/ndbus0/region0/dax0.0", 1022 * MB, 2, "device_dax")
                .daxDevice("dax1.0", "LNXSYSTM:00/ndbus0/region1/dax1.0", 512 * MB, 4, "")
                .daxDevice("dax2.0", "platform/ACPI0017:00/root0/decoder0.0/region2/dax_region2", 1024 * MB, 3, "kmem")
                .online("0,3")
                .node(0, "0", 4096)
                .node(3, "", 1024)
                .read();
        assertEquals(
                List.of(
                        new DaxDevice("dax0.0", 1022 * MB, 2 * MB, 2, "device_dax", false),
                        new DaxDevice("dax1.0", 512 * MB, 2 * MB, 4, "", false),
                        new DaxDevice("dax2.0", 1024 * MB, 2 * MB, 3, "kmem", true)),
                found.daxDevices());
        assertTrue(found.daxDevices().get(0).isMappable());
        assertFalse(found.daxDevices().get(1).isMappable());
        assertTrue(found.daxDevices().get(2).isSystemMemory());
        assertTrue(found.node(3).orElseThrow().isCxl());
        assertFalse(found.node(0).orElseThrow().isCxl());
        assertEquals(
                "dax0.0", found.daxDevice(Path.of("/dev/dax0.0")).orElseThrow().name());
        assertEquals(Optional.empty(), found.daxDevice(Path.of("/dev/dax7.0")));
    }

    @Test
    void mounts_daxOptions_areRecognized() throws IOException {
        MemoryInventory found = new FakeTree(root).file("proc/mounts", """
                        /dev/sda1 / ext4 rw,relatime 0 0
                        /dev/pmem0 /mnt/pmem ext4 rw,relatime,dax=always 0 0
                        /dev/pmem1 /mnt/old\\040pmem xfs rw,dax 0 0
                        /dev/pmem2 /mnt/never ext4 rw,dax=never 0 0
                        short line
                        """).read();
        assertEquals(
                List.of(
                        new Mount("/dev/sda1", Path.of("/"), "ext4", false),
                        new Mount("/dev/pmem0", Path.of("/mnt/pmem"), "ext4", true),
                        new Mount("/dev/pmem1", Path.of("/mnt/old pmem"), "xfs", true),
                        new Mount("/dev/pmem2", Path.of("/mnt/never"), "ext4", false)),
                found.mounts());
        assertEquals(
                "/dev/pmem0",
                found.mountOf(Path.of("/mnt/pmem/data/wal")).orElseThrow().source());
        assertEquals(
                "/dev/sda1",
                found.mountOf(Path.of("/mnt/pmemory")).orElseThrow().source());
    }

    @Test
    void mountOf_placeMountedTwice_isTheLaterOne() throws IOException {
        MemoryInventory found = new FakeTree(root)
                .file("proc/mounts", "/dev/a /mnt ext4 rw 0 0\n/dev/b /mnt xfs rw 0 0")
                .read();
        assertEquals("/dev/b", found.mountOf(Path.of("/mnt/x")).orElseThrow().source());
    }

    @Test
    void pools_withPages_areFoundWithWhatIsFree() throws IOException {
        MemoryInventory found = new FakeTree(root)
                .file("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "0")
                .file("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "64")
                .file("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "60")
                .file("sys/kernel/mm/hugepages/hugepages-2048kB/resv_hugepages", "8")
                .read();
        assertEquals(List.of(new HugePagePool(2 * MB, 64, 52)), found.pools());
    }

    @Test
    void transparentHugePages_chosenMode_isTheOneInBrackets() throws IOException {
        FakeTree tree = new FakeTree(root);
        String file = "sys/kernel/mm/transparent_hugepage/enabled";
        assertEquals("madvise", tree.file(file, "always [madvise] never").read().transparentHugePages());
        assertTrue(tree.read().hasTransparentHugePages());
        assertFalse(tree.file(file, "always madvise [never]").read().hasTransparentHugePages());
    }

    @Test
    void read_garbage_isAsAbsent() throws IOException {
        MemoryInventory found = new FakeTree(root)
                .online("0")
                .file("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal: many kB\nx\n\n kB")
                .file("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "lots")
                .file("proc/mounts", "\n\n")
                .read();
        assertEquals(new MemoryInventory(List.of(), List.of(), List.of(), List.of(), "", 0), found);
    }

    @Test
    void read_thisMachine_hasWhatLinuxAlwaysHas() {
        TestDevices.assumeLinux();
        MemoryInventory found = MemoryInventory.read();
        assertTrue(found.availableBytes() > 0);
        assertFalse(found.mounts().isEmpty());
        assertTrue(found.mountOf(Path.of("/proc")).isPresent());
    }
}
