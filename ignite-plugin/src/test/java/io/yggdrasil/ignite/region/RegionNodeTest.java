package io.yggdrasil.ignite.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.RegionConfiguration;
import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.tier.region.MediumKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes whose namespace is in a region of each kind. */
final class RegionNodeTest {
    private static final int ENTRIES = 3_000;
    private static final int VALUE_BYTES_MAX = 20_000;

    @TempDir
    private Path folder;

    private TestGrid grid(RegionConfiguration region) {
        return new TestGrid(
                plugin -> plugin.setRegions(region)
                        .setNamespaces(
                                new NamespaceConfiguration().setDatabase(3).setDataRegion("warm")),
                null);
    }

    @ParameterizedTest
    @EnumSource(TestRegions.Kind.class)
    void entries_inARegionOfEachKind_areReadAsWritten(TestRegions.Kind kind) {
        RegionConfiguration region = TestRegions.of(kind, folder);
        for (int start = 0; start < 2; start++) { // A stopped node leaves the medium to the next one.
            try (TestGrid grid = grid(region)) {
                Ignite node = grid.startServer();
                RegionView view = Yggdrasil.of(node).regions().get(0);
                assertEquals(region.getMedium(), view.chosen(), view.toString());
                assertNull(view.fault());
                putAndRead(node);
                long bytes = node.dataRegionMetrics("warm").getTotalAllocatedSize();
                assertTrue(bytes > ENTRIES * VALUE_BYTES_MAX / 3, "bytes=" + bytes);
            }
        }
    }

    private static void putAndRead(Ignite node) {
        IgniteCache<Object, Object> cache =
                Yggdrasil.of(node).namespaces().database(3).cache();
        assertEquals(0, cache.size());
        for (int i = 0; i < ENTRIES; i++) {
            cache.put("key" + i, value(i));
        }
        for (int i = 0; i < ENTRIES; i++) {
            assertArrayEquals(value(i), (byte[]) cache.get("key" + i));
        }
    }

    private static byte[] value(int i) {
        Random random = new Random(i);
        byte[] value = new byte[random.nextInt(VALUE_BYTES_MAX)];
        random.nextBytes(value);
        return value;
    }

    @Test
    void start_mediumThatIsNotThere_takesDramAndTellsWhy() {
        RegionConfiguration region = new RegionConfiguration()
                .setName("warm")
                .setMedium(MediumKind.DEVDAX)
                .setPath("/dev/dax97.0")
                .setSize(TestRegions.BYTES);
        try (TestGrid grid = grid(region)) {
            Ignite node = grid.startServer();
            RegionView view = Yggdrasil.of(node).regions().get(0);
            assertEquals(MediumKind.DEVDAX, view.wanted());
            assertEquals(MediumKind.DRAM, view.chosen());
            assertTrue(view.reason().contains("/dev/dax97.0: there is no such device"), view.reason());
            putAndRead(node);
        }
    }

    @Test
    void start_mediumThatIsDemanded_failsWithOneLineAndLeavesTheConfiguration() {
        RegionConfiguration region = TestRegions.of(TestRegions.Kind.FILE, folder.resolve("none"));
        try (TestGrid grid = grid(region)) {
            IgniteConfiguration configuration = grid.configuration();
            YggdrasilException failure = cause(assertThrows(Exception.class, () -> grid.start(configuration)));
            assertEquals(
                    "region warm: file in " + folder.resolve("none") + ": there is no such folder",
                    failure.getMessage());
            DataStorageConfiguration storage = configuration.getDataStorageConfiguration();
            assertNull(storage.getDataRegionConfigurations());
        }
    }

    @Test
    void start_persistentRegionThatIsTooSmall_failsWithTheSizeThatIsEnough() {
        RegionConfiguration region = new RegionConfiguration()
                .setName("warm")
                .setSize(TestRegions.BYTES)
                .setPersistent(true);
        try (TestGrid grid = new TestGrid(plugin -> plugin.setRegions(region), folder)) {
            IgniteConfiguration configuration = grid.configuration();
            configuration.getDataStorageConfiguration().setConcurrencyLevel(100);
            YggdrasilException failure = cause(assertThrows(Exception.class, () -> grid.start(configuration)));
            assertEquals("region warm: 64mb are too few for 100 processors: 200mb are enough", failure.getMessage());
        }
    }

    private static YggdrasilException cause(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof YggdrasilException known)) {
            cause = cause.getCause();
            if (cause == null) {
                throw new AssertionError(failure);
            }
        }
        return known;
    }

    @Test
    void configuration_afterAStop_isAsBefore() {
        try (TestGrid grid = grid(new RegionConfiguration().setName("warm").setSize(TestRegions.BYTES))) {
            IgniteConfiguration configuration = grid.configuration();
            Ignite node = grid.start(configuration);
            DataStorageConfiguration storage = configuration.getDataStorageConfiguration();
            assertEquals(
                    "warm",
                    Arrays.stream(storage.getDataRegionConfigurations())
                            .findFirst()
                            .orElseThrow()
                            .getName());
            grid.stop(node);
            assertNull(storage.getDataRegionConfigurations());
        }
    }

    @Test
    void entries_inAPersistentRegion_outliveTheNode() {
        RegionConfiguration region =
                TestRegions.of(TestRegions.Kind.FILE, folder).setPersistent(true);
        for (int start = 0; start < 2; start++) {
            try (TestGrid grid = new TestGrid(
                    plugin -> plugin.setRegions(region)
                            .setNamespaces(
                                    new NamespaceConfiguration().setDatabase(3).setDataRegion("warm")),
                    folder.resolve("data"))) {
                Ignite node = grid.startServer();
                node.cluster().state(ClusterState.ACTIVE);
                if (start == 0) {
                    putAndRead(node);
                }
                IgniteCache<Object, Object> cache =
                        Yggdrasil.of(node).namespaces().database(3).cache();
                assertEquals(ENTRIES, cache.size());
                assertArrayEquals(value(7), (byte[]) cache.get("key7"));
            }
        }
    }
}
