package io.yggdrasil.ignite.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.RegionConfiguration;
import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.RegionFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.failure.FailureContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A medium that goes while its region is in use: here a file that is cut behind the node's back. */
final class RegionLossTest {
    private static final int ENTRIES = 5_000;

    @TempDir
    private Path folder;

    @Test
    void cutFile_runningNode_failsOperationsAndTellsTheFailureHandlerWhy() throws Exception {
        RegionConfiguration region = TestRegions.of(TestRegions.Kind.FILE, folder);
        BlockingQueue<FailureContext> failures = new LinkedBlockingQueue<>();
        try (TestGrid grid = new TestGrid(
                plugin -> plugin.setRegions(region)
                        .setNamespaces(
                                new NamespaceConfiguration().setDatabase(3).setDataRegion("warm")),
                null)) {
            Ignite node = grid.start(grid.configuration().setFailureHandler((ignite, failure) -> {
                failures.add(failure);
                return false;
            }));
            IgniteCache<Object, Object> lost =
                    Yggdrasil.of(node).namespaces().database(3).cache();
            IgniteCache<Object, Object> kept =
                    Yggdrasil.of(node).namespaces().database(0).cache();
            for (int i = 0; i < ENTRIES; i++) {
                lost.put("key" + i, new byte[100]);
            }
            kept.put("key", new byte[] {1});
            cut(folder);

            assertThrows(Throwable.class, () -> lost.get("key1"));
            assertThrows(Throwable.class, () -> lost.put("key1", new byte[100]));
            assertArrayEquals(new byte[] {1}, (byte[]) kept.get("key"));
            String reason = "region warm: its file in " + folder + " has been cut from 64mb to 0b";
            assertEquals(
                    Optional.of(reason), RegionLoss.first(Yggdrasil.of(node).regions()));
            FailureContext failure = failures.poll(30, TimeUnit.SECONDS);
            while (failure != null && !reason.equals(failure.error().getMessage())) {
                failure = failures.poll(30, TimeUnit.SECONDS); // Threads of Ignite may have met it before.
            }
            assertNotNull(failure);
        }
    }

    /** Cuts the region's file, which has no name, through the process's open files. */
    private static void cut(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            found = descriptors.filter(path -> isRegionIn(folder, path)).toList();
        }
        assertEquals(1, found.size());
        try (FileChannel channel = FileChannel.open(found.get(0), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private static boolean isRegionIn(Path folder, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(folder + "/.yggdrasil-region-");
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }

    @Test
    void watch_faults_areToldOnceAndLossesReported() {
        List<RegionView> regions = new ArrayList<>(List.of(view(null)));
        List<String> reported = new ArrayList<>();
        try (RegionWatch watch = new RegionWatch(() -> regions, reported::add)) {
            watch.check();
            assertEquals(List.of(), reported);
            regions.set(0, view(new RegionFault(false, "node 1 has no memory any more")));
            watch.check();
            assertEquals(List.of(), reported);
            regions.set(0, view(new RegionFault(true, "the device /dev/dax0.0 is gone")));
            watch.check();
            watch.check();
            assertEquals(List.of("region warm: the device /dev/dax0.0 is gone"), reported);
        }
    }

    private static RegionView view(@Nullable RegionFault fault) {
        return new RegionView("warm", MediumKind.DEVDAX, MediumKind.DEVDAX, "", "/dev/dax0.0", 1, fault);
    }
}
