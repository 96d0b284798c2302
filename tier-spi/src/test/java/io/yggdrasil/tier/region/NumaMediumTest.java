package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.Pointer;
import io.yggdrasil.tier.region.RegionException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** On the last node of this machine: that without processors, where there is one. */
final class NumaMediumTest extends RegionMediumContract {
    @TempDir
    private Path root;

    private List<NumaNode> nodes = List.of();

    @Override
    void assumeThere() {
        TestDevices.assumeLinux();
        nodes = MemoryInventory.read().nodes();
        assumeFalse(nodes.isEmpty(), "this kernel tells of no NUMA nodes");
    }

    @Override
    RegionRequest request(long bytes) {
        return RegionRequest.numa(
                "warm",
                bytes,
                NumaPolicy.BIND,
                List.of(nodes.get(nodes.size() - 1).id()));
    }

    @Override
    String place() {
        return "node " + nodes.get(nodes.size() - 1).id();
    }

    /** Each policy on each node, and on all of them; the system tells where the pages are. */
    @TestFactory
    List<DynamicTest> open_eachPolicyOnEachNode_placesPagesThere() {
        List<List<Integer>> sets = new ArrayList<>();
        nodes.forEach(node -> sets.add(List.of(node.id())));
        if (nodes.size() > 1) {
            sets.add(nodes.stream().map(NumaNode::id).toList());
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (NumaPolicy policy : NumaPolicy.values()) {
            for (List<Integer> set : sets) {
                tests.add(DynamicTest.dynamicTest(policy.label() + " " + set, () -> checkPlacement(policy, set)));
            }
        }
        return tests;
    }

    private static void checkPlacement(NumaPolicy policy, List<Integer> set) throws RegionException {
        RegionRequest request = RegionRequest.numa("warm", BYTES, policy, set);
        try (MappedRegion region = RegionMedia.of(MediumKind.NUMA).open(request)) {
            for (long offset = 0; offset < BYTES; offset += 4096) {
                new Pointer(region.address() + offset).setByte(0, (byte) 1);
            }
            List<String> placement = Maps.placement(region.address());
            String word = policy == NumaPolicy.PREFERRED ? "prefer" : policy.label();
            String words = String.join(" ", placement);
            assertTrue(words.startsWith(word), words);
            assertTrue(words.contains(":" + list(set) + " "), words);
            long pages = 0;
            for (int node : set) {
                long onNode = Maps.pagesOn(placement, node);
                if (policy == NumaPolicy.INTERLEAVE) {
                    assertTrue(onNode > 0, placement.toString());
                }
                pages += onNode;
            }
            assertEquals(BYTES / 4096, pages, placement.toString());
        }
    }

    /** As the kernel writes a set: 0-1,3. */
    private static String list(List<Integer> set) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < set.size(); i++) {
            int first = i;
            while (i + 1 < set.size() && set.get(i + 1) == set.get(i) + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(set.get(first));
            if (i > first) {
                text.append('-').append(set.get(i));
            }
        }
        return text.toString();
    }

    @Test
    void open_nodeThatIsNotThere_isAbsent() {
        RegionRequest request = RegionRequest.numa("warm", BYTES, NumaPolicy.BIND, List.of(999));
        RegionException absent = assertThrows(
                RegionException.class, () -> RegionMedia.of(MediumKind.NUMA).open(request));
        assertEquals(Reason.ABSENT, absent.reason());
        assertTrue(absent.getMessage().startsWith("node 999: there is no node 999 with memory; there is node"));
    }

    @Test
    void open_moreThanIsAvailable_isRefusedWhenBound() throws IOException {
        FakeTree tree = new FakeTree(root).online("0-1").node(0, "0", 64).node(1, "", 16);
        RegionRequest bound = RegionRequest.numa("warm", 32L << 20, NumaPolicy.BIND, List.of(1));
        RegionException refused = assertThrows(
                RegionException.class,
                () -> RegionMedia.of(MediumKind.NUMA, tree.tree()).open(bound));
        assertEquals("node 1: 32mb wanted, 16mb available of 16mb", refused.getMessage());
        assertEquals(Reason.REFUSED, refused.reason());
    }

    @Test
    void fault_nodeThatWentOffline_isToldAndNothingIsLost() throws IOException, RegionException {
        int there = nodes.get(0).id();
        FakeTree tree = new FakeTree(root).online(Integer.toString(there)).node(there, "0", 64);
        RegionRequest request = RegionRequest.numa("warm", BYTES, NumaPolicy.PREFERRED, List.of(there));
        try (MappedRegion region = RegionMedia.of(MediumKind.NUMA, tree.tree()).open(request)) {
            assertNull(region.fault());
            tree.online("");
            RegionFault fault = region.fault();
            assertNotNull(fault);
            assertEquals(
                    new RegionFault(
                            false, "node " + there + " has no memory any more: pages have been moved elsewhere"),
                    fault);
        }
    }
}
