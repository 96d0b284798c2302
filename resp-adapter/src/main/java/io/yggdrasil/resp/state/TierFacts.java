package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.statistics.CacheStatistics;
import io.yggdrasil.ignite.statistics.ReadTimes;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.tier.hot.HotStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ignite.DataRegionMetrics;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The lines of INFO tiers: the hot tier of this node and times of its reads; of each namespace its keys and copies in the hot
 * tier, its rows in page memory and times of reads; each region of page memory. {@code ./yggdrasil tiers} reads them.
 */
final class TierFacts {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double TOP = 99.9;

    private TierFacts() {}

    static Map<String, String> of(Grid grid, List<DataRegionConfiguration> regions) {
        Map<String, String> lines = new LinkedHashMap<>();
        Mutations mutations = Yggdrasil.of(grid.ignite()).mutations();
        HotTier hot = Yggdrasil.of(grid.ignite()).hotTier();
        lines.put("hot_bytes", String.valueOf(hot == null ? 0 : hot.bytes()));
        List<CacheStatistics> all = mutations.statistics();
        if (hot != null) {
            lines.put("hot", part(hot.statistics()));
            lines.put(
                    "hot_read_nanos",
                    times(ReadTimes.sum(
                            all.stream().map(CacheStatistics::hotReads).toList())));
        }
        lines.put(
                "warm_read_nanos",
                times(ReadTimes.sum(all.stream().map(CacheStatistics::warmReads).toList())));
        grid.forEachStarted((name, store, keys) -> namespace(lines, name, store, keys, mutations.watch(name), hot));
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

    private static void namespace(
            Map<String, String> lines,
            String name,
            EntryStore store,
            long keys,
            CacheWatch watch,
            @Nullable HotTier hot) {
        CacheStatistics statistics = watch.statistics();
        lines.put("namespace_" + name, "keys=" + keys + (hot == null ? "" : "," + part(hot.statistics(name))));
        lines.put("warm_rows_" + name, warm(store, watch));
        if (hot != null) {
            lines.put("hot_nanos_" + name, times(statistics.hotReads()));
        }
        lines.put("warm_nanos_" + name, times(statistics.warmReads()));
    }

    private static String part(HotStatistics hot) {
        return "hits=" + hot.hits() + ",misses=" + hot.lookUpsInVain() + ",entries=" + hot.entries() + ",bytes="
                + hot.usedBytes() + ",pinned_bytes=" + hot.pinnedBytes() + ",promotions=" + hot.inserts()
                + ",evictions=" + hot.pushedOut() + ",invalidations=" + hot.invalidated();
    }

    /** Bytes are told of rows in memory only: of those on disk as well nobody counts them. */
    private static String warm(EntryStore store, CacheWatch watch) {
        CacheStatistics rows = watch.statistics();
        return "hits=" + rows.hits() + ",misses=" + rows.misses() + ",entries=" + store.size()
                + (store.pages() == null ? "" : ",bytes=" + rows.rowBytes()) + ",evictions=" + rows.evicted()
                + ",expirations=" + watch.expiredCount();
    }

    /** Percentiles, and how many reads were timed of at most so many nanoseconds each, where there were any. */
    private static String times(ReadTimes times) {
        StringBuilder out = new StringBuilder();
        out.append("p50=").append(times.percentileNanos(MEDIAN));
        out.append(",p99=").append(times.percentileNanos(TAIL));
        out.append(",p99.9=").append(times.percentileNanos(TOP));
        long[] bounds = ReadTimes.boundsNanos();
        long[] histogram = times.histogram();
        for (int i = 0; i < histogram.length; i++) {
            if (histogram[i] > 0) {
                out.append(",le_")
                        .append(i < bounds.length ? String.valueOf(bounds[i]) : "inf")
                        .append('=')
                        .append(histogram[i]);
            }
        }
        return out.toString();
    }
}
