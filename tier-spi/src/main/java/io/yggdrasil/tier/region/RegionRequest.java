package io.yggdrasil.tier.region;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region that is asked for.
 *
 * @param name its name, for messages
 * @param kind the medium
 * @param bytes how much of it; 0 for all that a devdax device has
 * @param path the folder of the file, or the device; null for the media that have no path
 * @param nodes NUMA nodes, for {@link MediumKind#NUMA}
 * @param policy how pages are placed on nodes, for NUMA and CXL
 * @param hugePageBytes page size of the pool to take, for {@link MediumKind#HUGE_PAGES}; 0 for transparent huge pages
 * @param fallback what to do where the machine has nothing of that medium
 */
public record RegionRequest(
        String name,
        MediumKind kind,
        long bytes,
        @Nullable Path path,
        List<Integer> nodes,
        NumaPolicy policy,
        long hugePageBytes,
        RegionFallback fallback) {
    public RegionRequest {
        nodes = List.copyOf(nodes);
        require(bytes >= 0, "bytes=" + bytes);
        require(hugePageBytes >= 0 && Long.bitCount(hugePageBytes) <= 1, "hugePageBytes=" + hugePageBytes);
        require((path != null) == kind.hasPath(), "path=" + path + " kind=" + kind);
        require(nodes.isEmpty() == (kind != MediumKind.NUMA), "nodes=" + nodes + " kind=" + kind);
        require(bytes > 0 || kind == MediumKind.DEVDAX || kind == MediumKind.CXL, "bytes=0 kind=" + kind);
    }

    /** Ordinary memory. */
    public static RegionRequest dram(String name, long bytes) {
        return of(name, MediumKind.DRAM, bytes, null);
    }

    /** A medium that is described by its path, or by nothing. */
    public static RegionRequest of(String name, MediumKind kind, long bytes, @Nullable Path path) {
        return new RegionRequest(name, kind, bytes, path, List.of(), NumaPolicy.BIND, 0, RegionFallback.DRAM);
    }

    /** Memory of NUMA nodes. */
    public static RegionRequest numa(String name, long bytes, NumaPolicy policy, List<Integer> nodes) {
        return new RegionRequest(name, MediumKind.NUMA, bytes, null, nodes, policy, 0, RegionFallback.DRAM);
    }

    /** Huge pages of a pool; 0 for transparent ones. */
    public static RegionRequest hugePages(String name, long bytes, long hugePageBytes) {
        return new RegionRequest(
                name,
                MediumKind.HUGE_PAGES,
                bytes,
                null,
                List.of(),
                NumaPolicy.BIND,
                hugePageBytes,
                RegionFallback.DRAM);
    }

    /** The same with another fallback. */
    public RegionRequest withFallback(RegionFallback other) {
        return new RegionRequest(name, kind, bytes, path, nodes, policy, hugePageBytes, other);
    }

    /** The path of a medium that has one. */
    Path requiredPath() {
        if (path == null) {
            throw new IllegalStateException("path=null kind=" + kind);
        }
        return path;
    }

    private static void require(boolean condition, String values) {
        if (!condition) {
            throw new IllegalArgumentException(values);
        }
    }
}
