package io.yggdrasil.tier.region;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Anonymous memory on chosen NUMA nodes; in transparent huge pages where the system gives them. */
final class NumaMedium implements RegionMedium {
    private final SystemTree tree;

    NumaMedium(SystemTree tree) {
        this.tree = tree;
    }

    @Override
    public MediumKind kind() {
        return MediumKind.NUMA;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        return open(request, request.nodes());
    }

    MappedRegion open(RegionRequest request, List<Integer> nodes) throws RegionException {
        String medium = name(nodes);
        if (!SystemCalls.areSupported()) {
            throw RegionException.absent(medium + ": this system's way to place memory is not known");
        }
        long bytes = ByteSize.roundUp(request.bytes(), SystemCalls.UNIT_BYTES);
        requireMemory(MemoryInventory.read(tree), request.policy(), nodes, bytes);
        Span span;
        try {
            span = SystemCalls.mapAnonymous(bytes);
        } catch (SystemCallException e) {
            throw RegionException.refused(
                    medium + ": no memory of size " + ByteSize.text(bytes) + ": " + e.getMessage());
        }
        try {
            SystemCalls.adviseHugePages(span);
            SystemCalls.placeOnNodes(span, request.policy(), nodes);
            return new Mapping(span, medium + ", " + request.policy().label(), () -> fault(nodes), () -> {});
        } catch (SystemCallException e) {
            SystemCalls.unmap(span);
            String reason =
                    medium + ": memory of size " + ByteSize.text(bytes) + " cannot be placed there: " + e.getMessage();
            throw e.error() == LibC.ENOSYS ? RegionException.absent(reason) : RegionException.refused(reason);
        }
    }

    /** The system would end the process when a node that memory is bound to has no more of it. */
    private static void requireMemory(MemoryInventory inventory, NumaPolicy policy, List<Integer> nodes, long bytes)
            throws RegionException {
        long total = 0;
        long available = 0;
        for (int id : nodes) {
            NumaNode node = inventory
                    .node(id)
                    .orElseThrow(() -> RegionException.absent(name(nodes) + ": there is no node " + id
                            + " with memory; there is " + name(ids(inventory))));
            total += node.totalBytes();
            available += node.availableBytes();
        }
        if (policy == NumaPolicy.BIND && bytes > available) {
            throw RegionException.refused(name(nodes) + ": " + ByteSize.text(bytes) + " wanted, "
                    + ByteSize.text(available) + " available of " + ByteSize.text(total));
        }
        if (bytes > inventory.nodes().stream().mapToLong(NumaNode::totalBytes).sum()) {
            throw RegionException.refused(
                    name(nodes) + ": " + ByteSize.text(bytes) + " wanted, which all nodes together do not have");
        }
    }

    private static List<Integer> ids(MemoryInventory inventory) {
        return inventory.nodes().stream().map(NumaNode::id).toList();
    }

    private static String name(List<Integer> nodes) {
        return (nodes.size() == 1 ? "node " : "nodes ")
                + nodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** What was on a node that was taken away has been moved, or could not be taken away. */
    private @Nullable RegionFault fault(List<Integer> nodes) {
        Set<Integer> there = Set.copyOf(ids(MemoryInventory.read(tree)));
        List<Integer> missing =
                nodes.stream().filter(node -> !there.contains(node)).toList();
        return missing.isEmpty()
                ? null
                : new RegionFault(false, name(missing) + " has no memory any more: pages have been moved elsewhere");
    }
}
