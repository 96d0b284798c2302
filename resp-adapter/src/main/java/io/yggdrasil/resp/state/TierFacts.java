package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.ignite.internals.ReadTimes;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.tier.hot.HotStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ignite.DataRegionMetrics;
import org.apache.ignite.configuration.DataRegionConfiguration;

/**
 * The lines of INFO tiers: the hot tier of this node, each namespace's part of it and keys, and each region of page
 * memory. {@code ./yggdrasil tiers} reads them.
 */
final class TierFacts {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double TOP = 99.9;

    private TierFacts() {}

    static Map<String, String> of(Grid grid, List<DataRegionConfiguration> regions) {
        Map<String, String> lines = new LinkedHashMap<>();
        HotTier hot = Yggdrasil.of(grid.ignite()).hotTier();
        lines.put("hot_bytes", String.valueOf(hot == null ? 0 : hot.bytes()));
        if (hot != null) {
            lines.put("hot", part(hot.statistics()));
            lines.put("hot_read_nanos", times(hot.hotTimes()));
            lines.put("warm_read_nanos", times(hot.warmTimes()));
        }
        grid.forEachStarted((name, store, keys) -> lines.put(
                "namespace_" + name, "keys=" + keys + (hot == null ? "" : "," + part(hot.statistics(store.id())))));
        for (DataRegionConfiguration region : regions) {
            DataRegionMetrics metrics = grid.ignite().dataRegionMetrics(region.getName());
            if (metrics != null) {
                lines.put(
                        "region_" + region.getName(),
                        "used_bytes=" + metrics.getTotalUsedSize() + ",allocated_bytes="
                                + metrics.getTotalAllocatedSize() + ",max_bytes=" + region.getMaxSize());
            }
        }
        return lines;
    }

    private static String part(HotStatistics hot) {
        return "hits=" + hot.hits() + ",misses=" + (hot.misses() + hot.stale() + hot.expired()) + ",entries="
                + hot.entries() + ",bytes=" + hot.usedBytes() + ",pinned_bytes=" + hot.pinnedBytes() + ",promotions="
                + hot.inserts() + ",evictions=" + (hot.fallenOut() + hot.displaced()) + ",invalidations="
                + hot.invalidated();
    }

    private static String times(ReadTimes times) {
        return "p50=" + times.percentileNanos(MEDIAN) + ",p99=" + times.percentileNanos(TAIL) + ",p99.9="
                + times.percentileNanos(TOP);
    }
}
