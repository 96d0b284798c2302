package io.yggdrasil.resp.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.RegionConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.RegionEntry;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.NumaPolicy;
import io.yggdrasil.tier.region.RegionFallback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegionConfigurationTest {
    private static final long GB = 1L << 30;

    @TempDir
    private Path folder;

    private ConfigurationSources sources(String text) throws IOException {
        Path file = folder.resolve("some.conf");
        Files.writeString(file, text);
        return new ConfigurationSources().file(file);
    }

    private static List<String> mistakes(ConfigurationSources sources) {
        return assertThrows(InvalidConfigurationException.class, sources::read).mistakes().stream()
                .map(Mistake::toString)
                .toList();
    }

    @Test
    void regions_ofAFile_inheritTheDefaults() throws IOException {
        ServerConfiguration configuration = sources("""
                        region {
                          defaults { size = 2gb, fallback = fail }
                          warm { medium = fsdax, path = /mnt/pmem }
                          far { medium = numa, numa-nodes = [1, 3], numa-policy = interleave, size = 3gb, fallback = dram }
                          big { medium = huge-pages, huge-page-size = 2mb }
                        }
                        namespace { db3 { region = warm }, users { prefix = "u:", region = far } }
                        """).read();
        assertEquals(
                List.of(
                        new RegionEntry(
                                "big",
                                MediumKind.HUGE_PAGES,
                                "",
                                2 * GB,
                                List.of(),
                                NumaPolicy.BIND,
                                2 << 20,
                                RegionFallback.FAIL),
                        new RegionEntry(
                                "far",
                                MediumKind.NUMA,
                                "",
                                3 * GB,
                                List.of(1, 3),
                                NumaPolicy.INTERLEAVE,
                                0,
                                RegionFallback.DRAM),
                        new RegionEntry(
                                "warm",
                                MediumKind.FSDAX,
                                "/mnt/pmem",
                                2 * GB,
                                List.of(),
                                NumaPolicy.BIND,
                                0,
                                RegionFallback.FAIL)),
                configuration.regions());
        RegionConfiguration[] beans = PluginBean.of(configuration).getRegions();
        assertEquals("/mnt/pmem", beans[2].getPath());
        assertNull(beans[0].getPath());
        NamespaceConfiguration[] namespaces = PluginBean.of(configuration).getNamespaces();
        assertEquals(List.of("warm", "far"), List.of(namespaces[0].getDataRegion(), namespaces[1].getDataRegion()));
    }

    @Test
    void region_ofANamespace_mayBeTheDefaultOneAgain() throws IOException {
        ServerConfiguration configuration = sources(
                        "region.warm.size = 1gb, namespace { defaults.region = warm, db0.region = default }")
                .read();
        assertEquals("warm", PluginBean.of(configuration).getDefaults().getDataRegion());
        assertEquals("default", PluginBean.of(configuration).getNamespaces()[0].getDataRegion());
        assertNull(
                PluginBean.of(new ConfigurationSources().read()).getDefaults().getDataRegion());
    }

    @Test
    void regions_withData_areKeptThere() throws IOException {
        ServerConfiguration configuration =
                sources("region.warm.size = 1gb").set("data=" + folder).read();
        assertTrue(PluginBean.of(configuration).getRegions()[0].isPersistent());
    }

    @Test
    void environment_keysOfARegion_areFoundByTheirLongestName() throws IOException {
        ServerConfiguration configuration = sources("region.Big-One.medium = huge-pages")
                .environment(Map.of(
                        "YGGDRASIL_REGION_BIG_ONE_HUGE_PAGE_SIZE", "2mb",
                        "YGGDRASIL_REGION_BIG_ONE_SIZE", "1gb",
                        "YGGDRASIL_REGION_WARM_SIZE", "2gb"))
                .read();
        assertEquals(
                List.of("Big-One 2097152 1073741824", "warm 0 2147483648"),
                configuration.regions().stream()
                        .map(region -> region.name() + " " + region.hugePageBytes() + " " + region.bytes())
                        .toList());
    }

    @Test
    void mistakes_ofRegions_areToldTogetherInTheWordsOfTheFile() throws IOException {
        assertEquals(
                List.of(
                        "region.far.medium = tape  (some.conf:2): allowed is dram, huge-pages, file, fsdax, devdax, numa,"
                                + " cxl",
                        "region.warm.medum = dram  (some.conf:1): there is no such key; did you mean medium?",
                        "region = 7  (--set): this is a group of keys, as region.defaults.medium",
                        "region.9  (some.conf:5): as a name, allowed is 1 to 64 of A-Z a-z 0-9 _ . -, a letter first, and"
                                + " none of Ignite's own",
                        "region.file.size = 0  (some.conf:3): allowed is 32mb to 64tb",
                        "region.file.path = (not set)  (some.conf:3): allowed is a folder",
                        "region.nodes.path = /tmp  (some.conf:4): allowed is unset: medium numa has no path",
                        "region.nodes.numa-nodes = []  (some.conf:4): allowed is numbers of NUMA nodes, 0 to 1023",
                        "namespace.db3.region = elsewhere  (some.conf:6): allowed is a data region of this node:"
                                + " [default, 9, far, file, nodes, warm]"),
                mistakes(sources("""
                                region.warm { medum = dram, size = 1gb }
                                region.far { medium = tape, size = 1gb }
                                region.file { medium = file }
                                region.nodes { medium = numa, size = 1gb, path = /tmp }
                                region."9" { size = 1gb }
                                namespace.db3.region = elsewhere
                                """).set("region=7")));
    }

    @Test
    void print_regions_canBeReadBack() throws IOException {
        ConfigurationSources sources =
                sources("region { far { medium = numa, numa-nodes = [1, 3], size = 3gb }, w { size = 64mb } }");
        ServerConfiguration configuration = sources.read();
        assertEquals(configuration.regions(), sources(sources.print()).read().regions());
    }
}
