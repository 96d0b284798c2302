package io.yggdrasil.ignite.region;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.ignite.RegionConfiguration;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.MemoryInventory;
import io.yggdrasil.tier.region.NumaNode;
import io.yggdrasil.tier.region.NumaPolicy;
import io.yggdrasil.tier.region.RegionFallback;
import java.nio.file.Path;
import java.util.List;

/** A region of each kind that tests can have on this machine. Those that it lacks skip the test, with the reason. */
public final class TestRegions {
    public static final long BYTES = 64L << 20;

    private static final long PAGE_BYTES = 2L << 20;

    private TestRegions() {}

    /** What regions can be made of. */
    public enum Kind {
        DRAM,
        TRANSPARENT_HUGE_PAGES,
        HUGE_PAGE_POOL,
        FILE,
        FSDAX,
        DEVDAX,
        NUMA_BIND,
        NUMA_PREFERRED,
        NUMA_INTERLEAVE,
        CXL
    }

    /**
     * A region named warm.
     *
     * @param folder for a plain file
     */
    public static RegionConfiguration of(Kind kind, Path folder) {
        RegionConfiguration region =
                new RegionConfiguration().setName("warm").setSize(BYTES).setFallback(RegionFallback.FAIL);
        return switch (kind) {
            case DRAM -> region;
            case TRANSPARENT_HUGE_PAGES -> transparentHugePages(region);
            case HUGE_PAGE_POOL -> pool(region);
            case FILE -> region.setMedium(MediumKind.FILE).setPath(folder.toString());
            case FSDAX -> region.setMedium(MediumKind.FSDAX).setPath(device("YGGDRASIL_TEST_FSDAX"));
            case DEVDAX -> region.setMedium(MediumKind.DEVDAX).setPath(device("YGGDRASIL_TEST_DEVDAX"));
            case NUMA_BIND -> numa(region, NumaPolicy.BIND);
            case NUMA_PREFERRED -> numa(region, NumaPolicy.PREFERRED);
            case NUMA_INTERLEAVE -> numa(region, NumaPolicy.INTERLEAVE);
            case CXL -> cxl(region);
        };
    }

    private static RegionConfiguration transparentHugePages(RegionConfiguration region) {
        assumeTrue(MemoryInventory.read().hasTransparentHugePages(), "this system gives no transparent huge pages");
        return region.setMedium(MediumKind.HUGE_PAGES);
    }

    private static RegionConfiguration pool(RegionConfiguration region) {
        boolean hasPages = MemoryInventory.read().pools().stream()
                .anyMatch(pool -> pool.pageBytes() == PAGE_BYTES && pool.freePages() * PAGE_BYTES >= BYTES);
        assumeTrue(hasPages, "too few huge pages of 2 MB are reserved on this machine");
        return region.setMedium(MediumKind.HUGE_PAGES).setHugePageSize(PAGE_BYTES);
    }

    /** Nobody else's data must be there, so it is named by who runs the tests. */
    private static String device(String variable) {
        String value = System.getenv(variable);
        assumeTrue(value != null && !value.isEmpty(), variable + " names no device for tests");
        return String.valueOf(value);
    }

    /** The last node, without processors where there is one; interleaved over all. */
    private static RegionConfiguration numa(RegionConfiguration region, NumaPolicy policy) {
        List<Integer> nodes = MemoryInventory.read().nodes().stream()
                .filter(node -> !node.isCxl())
                .map(NumaNode::id)
                .toList();
        assumeFalse(nodes.isEmpty(), "this kernel tells of no NUMA nodes");
        int[] chosen = policy == NumaPolicy.INTERLEAVE
                ? nodes.stream().mapToInt(Integer::intValue).toArray()
                : new int[] {nodes.get(nodes.size() - 1)};
        return region.setMedium(MediumKind.NUMA).setNumaPolicy(policy).setNumaNodes(chosen);
    }

    private static RegionConfiguration cxl(RegionConfiguration region) {
        MemoryInventory inventory = MemoryInventory.read();
        assumeTrue(
                inventory.nodes().stream().anyMatch(NumaNode::isCxl)
                        || inventory.daxDevices().stream().anyMatch(device -> device.isCxl() && device.isMappable()),
                "this machine has no CXL memory");
        return region.setMedium(MediumKind.CXL);
    }
}
