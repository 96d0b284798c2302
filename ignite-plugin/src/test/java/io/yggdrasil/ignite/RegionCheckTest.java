package io.yggdrasil.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.ConfigurationException.Mistake;
import io.yggdrasil.ignite.region.RegionDeclaration;
import io.yggdrasil.tier.region.MediumKind;
import java.nio.file.Path;
import java.util.List;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.Test;

final class RegionCheckTest {
    private static final long BYTES = 64L << 20;

    private final IgniteConfiguration ignite = new IgniteConfiguration()
            .setDataStorageConfiguration(new DataStorageConfiguration()
                    .setDataRegionConfigurations(new DataRegionConfiguration().setName("taken")));

    private static RegionConfiguration region(MediumKind medium) {
        return new RegionConfiguration().setName("warm").setMedium(medium).setSize(BYTES);
    }

    private List<Mistake> mistakes(RegionConfiguration... regions) {
        return new YggdrasilConfiguration().setRegions(regions).mistakes(ignite);
    }

    private void checkMistake(RegionConfiguration region, String text) {
        assertEquals(text, mistakes(region).get(0).toString());
        assertEquals(1, mistakes(region).size());
    }

    @Test
    void check_regionOfEachMedium_isDeclared() {
        YggdrasilSettings settings = ConfigurationCheck.check(
                new YggdrasilConfiguration()
                        .setRegions(
                                region(MediumKind.DRAM),
                                region(MediumKind.HUGE_PAGES).setName("huge").setHugePageSize(2L << 20),
                                region(MediumKind.FILE).setName("file").setPath("/var/lib/../tmp"),
                                region(MediumKind.FSDAX).setName("fsdax").setPath("/mnt/pmem"),
                                region(MediumKind.DEVDAX)
                                        .setName("devdax")
                                        .setPath("/dev/dax0.0")
                                        .setSize(0),
                                region(MediumKind.NUMA).setName("numa").setNumaNodes(3, 1, 1),
                                region(MediumKind.CXL).setName("cxl").setPersistent(true))
                        .setNamespaces(
                                new NamespaceConfiguration().setDatabase(3).setDataRegion("cxl")),
                ignite);
        assertEquals(
                List.of("warm", "huge", "file", "fsdax", "devdax", "numa", "cxl"),
                settings.regions().stream()
                        .map(region -> region.request().name())
                        .toList());
        RegionDeclaration file = settings.regions().get(2);
        assertEquals(Path.of("/var/tmp"), file.request().path());
        assertEquals(List.of(1, 3), settings.regions().get(5).request().nodes());
        assertTrue(settings.regions().get(6).persistent());
    }

    @Test
    void check_names_areFreeAndNotIgnitesOwn() {
        String allowed = "1 to 64 of A-Z a-z 0-9 _ . -, a letter first, and none of Ignite's own";
        checkMistake(region(MediumKind.DRAM).setName(null), "regions[0].name=(unset), allowed: " + allowed);
        checkMistake(region(MediumKind.DRAM).setName("sysMemPlc"), "regions[0].name=sysMemPlc, allowed: " + allowed);
        checkMistake(region(MediumKind.DRAM).setName("1st"), "regions[0].name=1st, allowed: " + allowed);
        checkMistake(
                region(MediumKind.DRAM).setName("taken"),
                "regions[0].name=taken, allowed: a name that no other data region has");
        assertEquals(
                "regions[1].name",
                mistakes(region(MediumKind.DRAM), region(MediumKind.DRAM))
                        .get(0)
                        .name());
    }

    @Test
    void check_sizes_areInRange() {
        checkMistake(region(MediumKind.DRAM).setSize(0), "regions[0].size=0, allowed: 32mb to 64tb");
        checkMistake(
                region(MediumKind.CXL).setSize(1 << 20),
                "regions[0].size=1mb, allowed: 32mb to 64tb, or 0 for a whole device");
        checkMistake(region(MediumKind.DRAM).setSize(-1), "regions[0].size=-1b, allowed: 32mb to 64tb");
        checkMistake(region(MediumKind.DRAM).setSize(65L << 40), "regions[0].size=65tb, allowed: 32mb to 64tb");
    }

    @Test
    void check_propertiesOfOtherMedia_areMistakes() {
        checkMistake(
                region(MediumKind.DRAM).setPath("/tmp"),
                "regions[0].path=/tmp, allowed: unset: medium dram has no path");
        checkMistake(
                region(MediumKind.DRAM).setNumaNodes(1),
                "regions[0].numaNodes=[1], allowed: unset: they are for medium numa");
        checkMistake(
                region(MediumKind.DRAM).setHugePageSize(2L << 20),
                "regions[0].hugePageSize=2mb, allowed: unset: it is for medium huge-pages");
    }

    @Test
    void check_propertiesThatAreMissing_areMistakes() {
        checkMistake(region(MediumKind.FSDAX), "regions[0].path=(unset), allowed: a folder");
        checkMistake(region(MediumKind.DEVDAX), "regions[0].path=(unset), allowed: a device, as /dev/dax0.0");
        checkMistake(region(MediumKind.NUMA), "regions[0].numaNodes=[], allowed: numbers of NUMA nodes, 0 to 1023");
        checkMistake(
                region(MediumKind.NUMA).setNumaNodes(-1),
                "regions[0].numaNodes=[-1], allowed: numbers of NUMA nodes, 0 to 1023");
        checkMistake(
                region(MediumKind.HUGE_PAGES).setHugePageSize(3),
                "regions[0].hugePageSize=3b, allowed: 0 for transparent huge pages, or the page size of a pool, as 2mb");
    }

    @Test
    void check_severalMistakes_areListedTogetherWithThoseOfNamespaces() {
        List<Mistake> mistakes = new YggdrasilConfiguration()
                .setRegions(new RegionConfiguration().setName("far").setMedium(MediumKind.FILE))
                .setNamespaces(
                        new NamespaceConfiguration().setDatabase(1).setDataRegion("far"),
                        new NamespaceConfiguration().setDatabase(2).setDataRegion("further"))
                .mistakes(ignite);
        assertEquals(
                List.of("regions[0].size", "regions[0].path", "namespaces[1].dataRegion"),
                mistakes.stream().map(Mistake::name).toList());
        assertTrue(
                mistakes.get(2).allowed().contains("[default, taken, far]"),
                mistakes.get(2).allowed());
    }

    @Test
    void check_clientNode_hasNoRegions() {
        YggdrasilSettings settings = ConfigurationCheck.check(
                new YggdrasilConfiguration().setRegions(region(MediumKind.FILE)),
                new IgniteConfiguration().setClientMode(true));
        assertEquals(List.of(), settings.regions());
    }
}
