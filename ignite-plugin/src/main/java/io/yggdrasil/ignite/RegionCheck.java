package io.yggdrasil.ignite;

import io.yggdrasil.ignite.ConfigurationException.Mistake;
import io.yggdrasil.ignite.region.RegionDeclaration;
import io.yggdrasil.tier.region.ByteSize;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.RegionRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the beans of regions into requests, or lists everything that is wrong with them. What is there is not asked here. */
final class RegionCheck {
    /** The partitions of a single namespace take some megabytes before they hold anything. */
    static final long SIZE_LEAST_BYTES = 32L << 20;

    static final long SIZE_MOST_BYTES = 64L << 40;

    private static final int NODE_MOST = 1023;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    /** What Ignite calls regions of its own, and what the configuration calls the defaults. */
    private static final Set<String> RESERVED =
            Set.of("sysmemplc", "txlog", "metastorememplc", "volatiledsmemplc", "defaults");

    private final List<Mistake> mistakes = new ArrayList<>();

    private final List<RegionDeclaration> declarations = new ArrayList<>();

    private final Set<String> names = new HashSet<>();

    private RegionCheck(Iterable<String> taken) {
        taken.forEach(names::add);
    }

    /**
     * Checks the regions of a node, adding what is wrong to the mistakes.
     *
     * @param taken names of the data regions that the node has besides
     */
    static List<RegionDeclaration> check(
            RegionConfiguration[] regions, Iterable<String> taken, List<Mistake> mistakes) {
        RegionCheck check = new RegionCheck(taken);
        for (int index = 0; index < regions.length; index++) {
            check.region("regions[" + index + "]", regions[index]);
        }
        mistakes.addAll(check.mistakes);
        return List.copyOf(check.declarations);
    }

    private void region(String at, RegionConfiguration region) {
        int before = mistakes.size();
        checkName(at, region.getName());
        checkSize(at, region);
        Path path = path(at, region);
        checkNodes(at, region);
        checkHugePages(at, region);
        if (mistakes.size() == before) {
            RegionRequest request = new RegionRequest(
                    String.valueOf(region.getName()),
                    region.getMedium(),
                    region.getSize(),
                    path,
                    Arrays.stream(region.getNumaNodes())
                            .boxed()
                            .distinct()
                            .sorted()
                            .toList(),
                    region.getNumaPolicy(),
                    region.getHugePageSize(),
                    region.getFallback());
            declarations.add(new RegionDeclaration(request, region.isPersistent()));
        }
    }

    private void checkName(String at, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            mistake(at + ".name", name, "1 to 64 of A-Z a-z 0-9 _ . -, a letter first, and none of Ignite's own");
        } else if (!names.add(name)) {
            mistake(at + ".name", name, "a name that no other data region has");
        }
    }

    private void checkSize(String at, RegionConfiguration region) {
        boolean mayBeWhole = region.getMedium() == MediumKind.DEVDAX || region.getMedium() == MediumKind.CXL;
        long size = region.getSize();
        boolean isWhole = size == 0 && mayBeWhole;
        if (!isWhole && (size < SIZE_LEAST_BYTES || size > SIZE_MOST_BYTES)) {
            mistake(
                    at + ".size",
                    size == 0 ? "0" : ByteSize.text(size),
                    ByteSize.text(SIZE_LEAST_BYTES) + " to " + ByteSize.text(SIZE_MOST_BYTES)
                            + (mayBeWhole ? ", or 0 for a whole device" : ""));
        }
    }

    private @Nullable Path path(String at, RegionConfiguration region) {
        String path = region.getPath();
        MediumKind medium = region.getMedium();
        if (!medium.hasPath()) {
            if (path != null) {
                mistake(at + ".path", path, "unset: medium " + medium.label() + " has no path");
            }
            return null;
        }
        try {
            if (path != null && !path.isEmpty()) {
                return Path.of(path).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            mistake(at + ".path", path, "a path: " + e.getReason());
            return null;
        }
        mistake(at + ".path", path, medium == MediumKind.DEVDAX ? "a device, as /dev/dax0.0" : "a folder");
        return null;
    }

    private void checkNodes(String at, RegionConfiguration region) {
        int[] nodes = region.getNumaNodes();
        boolean wanted = region.getMedium() == MediumKind.NUMA;
        boolean areNumbers = Arrays.stream(nodes).allMatch(node -> node >= 0 && node <= NODE_MOST);
        if (wanted ? nodes.length == 0 || !areNumbers : nodes.length > 0) {
            mistake(
                    at + ".numaNodes",
                    Arrays.toString(nodes),
                    wanted
                            ? "numbers of NUMA nodes, 0 to " + NODE_MOST
                            : "unset: they are for medium " + MediumKind.NUMA.label());
        }
    }

    private void checkHugePages(String at, RegionConfiguration region) {
        long bytes = region.getHugePageSize();
        boolean wanted = region.getMedium() == MediumKind.HUGE_PAGES;
        if (bytes != 0 && (!wanted || bytes < 4096 || Long.bitCount(bytes) != 1)) {
            mistake(
                    at + ".hugePageSize",
                    ByteSize.text(bytes),
                    wanted
                            ? "0 for transparent huge pages, or the page size of a pool, as 2mb"
                            : "unset: it is for medium " + MediumKind.HUGE_PAGES.label());
        }
    }

    private void mistake(String name, @Nullable String value, String allowed) {
        mistakes.add(new Mistake(name, value, allowed));
    }
}
