package io.yggdrasil.ignite.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.region.DaxDevice;
import io.yggdrasil.tier.region.HugePagePool;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.MemoryInventory;
import io.yggdrasil.tier.region.Mount;
import io.yggdrasil.tier.region.NumaNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.Test;

final class RegionTableTest {
    private static final long MB = 1L << 20;

    private static final MemoryInventory PLAIN = new MemoryInventory(
            List.of(new NumaNode(0, true, false, 4096 * MB, 4096 * MB)), List.of(), List.of(), List.of(), "madvise", 0);

    private static final MemoryInventory RICH = new MemoryInventory(
            List.of(
                    new NumaNode(0, true, false, 4096 * MB, 4096 * MB),
                    new NumaNode(1, false, false, 1004 * MB, 900 * MB),
                    new NumaNode(3, false, true, 1024 * MB, 1024 * MB)),
            List.of(
                    new DaxDevice("dax1.0", 1022 * MB, 2 * MB, 2, "device_dax", false),
                    new DaxDevice("dax2.0", 1024 * MB, 2 * MB, 3, "kmem", true),
                    new DaxDevice("dax3.0", 512 * MB, 2 * MB, 4, "", false)),
            List.of(
                    new Mount("/dev/sda1", Path.of("/"), "ext4", false),
                    new Mount("/dev/pmem0", Path.of("/mnt/pmem"), "ext4", true)),
            List.of(new HugePagePool(2 * MB, 64, 60)),
            "always",
            0);

    private static IgniteConfiguration ignite(DataRegionConfiguration... more) {
        return new IgniteConfiguration()
                .setDataStorageConfiguration(new DataStorageConfiguration()
                        .setDefaultDataRegionConfiguration(
                                new DataRegionConfiguration().setName("default").setMaxSize(64 * MB))
                        .setDataRegionConfigurations(more));
    }

    @Test
    void text_everything_isOneTable() {
        IgniteConfiguration ignite = ignite(
                new DataRegionConfiguration().setName("warm").setMaxSize(255 * MB),
                new DataRegionConfiguration().setName("far").setMaxSize(127 * MB));
        List<RegionView> regions = List.of(
                new RegionView("warm", MediumKind.FSDAX, MediumKind.FSDAX, "", "DAX in /mnt/pmem", 256 * MB, null),
                new RegionView(
                        "far",
                        MediumKind.CXL,
                        MediumKind.DRAM,
                        "cxl: there is no CXL memory",
                        "small pages",
                        128 * MB,
                        null));
        RegionTable table = new RegionTable(
                RICH, regions, ignite, Map.of("default", "db0 to db2, db4 to db15", "warm", "db3", "far", "users"));
        assertTrue(table.isWorthTelling());
        assertEquals("""
                Memory of this machine:
                  fsdax       /mnt/pmem (ext4 on /dev/pmem0)
                  devdax      /dev/dax1.0, 1022mb
                  devdax      /dev/dax2.0, 1gb of CXL memory, the memory of node 3
                  devdax      /dev/dax3.0, 512mb, disabled
                  numa        node 0, 4gb
                  numa        node 1, 1004mb, no processors
                  numa        node 3, 1gb of CXL memory, no processors
                  huge pages  2mb, 60 free of 64
                Memory regions:
                  region   wanted  chosen                                           size   namespaces
                  default  dram    dram                                             64mb   db0 to db2, db4 to db15
                  warm     fsdax   fsdax: DAX in /mnt/pmem                          256mb  db3
                  far      cxl     dram: small pages (cxl: there is no CXL memory)  128mb  users""", table.text());
    }

    @Test
    void isWorthTelling_plainMachineAndNoRegions_isNot() {
        RegionTable table = new RegionTable(PLAIN, List.of(), ignite(), Map.of("default", "db0 to db15"));
        assertFalse(table.isWorthTelling());
        assertEquals("""
                Memory of this machine:
                  no other than DRAM
                Memory regions:
                  region   wanted  chosen  size  namespaces
                  default  dram    dram    64mb  db0 to db15""", table.text());
    }

    @Test
    void isWorthTelling_machineWithSpecialMemory_isWithoutRegionsToo() {
        assertTrue(new RegionTable(RICH, List.of(), ignite(), Map.of()).isWorthTelling());
    }
}
