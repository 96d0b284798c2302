package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the system uses CXL memory as that of a node. As a device it is what DevdaxMediumTest tries. */
final class CxlMediumTest extends RegionMediumContract {
    private List<Integer> nodes = List.of();

    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
        nodes = MemoryInventory.read().nodes().stream()
                .filter(NumaNode::isCxl)
                .map(NumaNode::id)
                .toList();
        assumeFalse(nodes.isEmpty(), "no node of this machine is CXL memory");
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.of("warm", MediumKind.CXL, bytes, null);
    }

    @Override
    String place() {
        return "node " + nodes.get(0);
    }

    @Test
    void open_anySize_placesPagesOnTheCxlNode() throws RegionException {
        try (MappedRegion region = open(BYTES)) {
            for (long offset = 0; offset < BYTES; offset += 4096) {
                new Pointer(region.address() + offset).setByte(0, (byte) 1);
            }
            List<String> placement = Maps.placement(region.address());
            assertEquals(BYTES / 4096, Maps.pagesOn(placement, nodes.get(0)), placement.toString());
        }
    }
}
