package io.yggdrasil.tier.region;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** CXL memory: the nodes that the system uses it as or, where it is left to devices, the largest of these. */
final class CxlMedium implements RegionMedium {
    private final SystemTree tree;

    CxlMedium(SystemTree tree) {
        this.tree = tree;
    }

    @Override
    public MediumKind kind() {
        return MediumKind.CXL;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        MemoryInventory inventory = MemoryInventory.read(tree);
        List<Integer> nodes = inventory.nodes().stream()
                .filter(NumaNode::isCxl)
                .map(NumaNode::id)
                .toList();
        if (!nodes.isEmpty() && request.bytes() > 0) {
            return new NumaMedium(tree).open(request, nodes);
        }
        Optional<DaxDevice> device = inventory.daxDevices().stream()
                .filter(one -> one.isCxl() && one.isMappable())
                .max(Comparator.comparingLong(DaxDevice::bytes));
        if (device.isPresent()) {
            DaxDevice one = device.get();
            return new DevdaxMedium(tree).open(one, Path.of(one.path()), request.bytes());
        }
        if (!nodes.isEmpty()) {
            throw RegionException.refused("cxl: node " + nodes.get(0) + " is one with others: set a size");
        }
        throw RegionException.absent("cxl: there is no CXL memory");
    }
}
