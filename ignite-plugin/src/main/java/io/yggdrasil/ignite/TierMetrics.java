package io.yggdrasil.ignite;

import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.ignite.internals.NodeMetrics;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.statistics.CacheStatistics;
import io.yggdrasil.ignite.statistics.ReadTimes;
import io.yggdrasil.tier.hot.HotStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the tiers do among Ignite's metrics: the hot tier of the node in the registry {@value #NODE}, and each
 * namespace that runs here in one of its own, {@value #NAMESPACE} and its name.
 *
 * <p>Threads: any.
 */
public final class TierMetrics {
    /** The registry of the node. */
    public static final String NODE = "yggdrasil.hotTier";

    /** What the name of a namespace's registry begins with. */
    public static final String NAMESPACE = "yggdrasil.namespace.";

    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    private final Ignite ignite;
    private final Mutations mutations;
    private final @Nullable HotTier hot;

    /** For a node that holds data, with a hot tier or without. */
    TierMetrics(Ignite ignite, Mutations mutations, @Nullable HotTier hot) {
        this.ignite = ignite;
        this.mutations = mutations;
        this.hot = hot;
    }

    /** Shows the node's numbers, if it has a hot tier. */
    void register() {
        if (hot == null) {
            return;
        }
        Map<String, LongSupplier> numbers = new LinkedHashMap<>();
        addHot(numbers, "", hot::statistics);
        numbers.put("CapacityBytes", hot::bytes);
        Supplier<ReadTimes> hotReads = () -> sum(CacheStatistics::hotReads);
        Supplier<ReadTimes> warmReads = () -> sum(CacheStatistics::warmReads);
        addTimes(numbers, "HotRead", hotReads);
        addTimes(numbers, "WarmRead", warmReads);
        NodeMetrics.register(ignite, NODE, numbers, Map.of("HotReadNanos", hotReads, "WarmReadNanos", warmReads));
    }

    /** Shows the numbers of a namespace. */
    void add(String cacheName) {
        CacheStatistics warm = mutations.watch(cacheName).statistics();
        Map<String, LongSupplier> numbers = new LinkedHashMap<>();
        HotTier copies = hot;
        if (copies != null) {
            addHot(numbers, "Hot", () -> copies.statistics(cacheName));
            addTimes(numbers, "HotRead", warm::hotReads);
        }
        numbers.put("WarmHits", warm::hits);
        numbers.put("WarmMisses", warm::misses);
        numbers.put("WarmBytes", warm::rowBytes);
        numbers.put("WarmEvictions", warm::evicted);
        numbers.put("WarmExpirations", () -> mutations.watch(cacheName).expiredCount());
        addTimes(numbers, "WarmRead", warm::warmReads);
        NodeMetrics.register(
                ignite,
                NAMESPACE + cacheName,
                numbers,
                Map.of("HotReadNanos", warm::hotReads, "WarmReadNanos", warm::warmReads));
    }

    /** Ends what {@link #add} began. */
    void remove(String cacheName) {
        NodeMetrics.remove(ignite, NAMESPACE + cacheName);
    }

    private ReadTimes sum(Function<CacheStatistics, ReadTimes> part) {
        return ReadTimes.sum(mutations.statistics().stream().map(part).toList());
    }

    private static void addHot(Map<String, LongSupplier> numbers, String prefix, Supplier<HotStatistics> part) {
        numbers.put(prefix + "Hits", () -> part.get().hits());
        numbers.put(prefix + "Misses", () -> part.get().lookUpsInVain());
        numbers.put(prefix + "Promotions", () -> part.get().inserts());
        numbers.put(prefix + "Evictions", () -> part.get().pushedOut());
        numbers.put(prefix + "Invalidations", () -> part.get().invalidated());
        numbers.put(prefix + "Entries", () -> part.get().entries());
        numbers.put(prefix + "UsedBytes", () -> part.get().usedBytes());
        numbers.put(prefix + "PinnedBytes", () -> part.get().pinnedBytes());
    }

    private static void addTimes(Map<String, LongSupplier> numbers, String prefix, Supplier<ReadTimes> times) {
        numbers.put(prefix + "P50Nanos", () -> times.get().percentileNanos(MEDIAN));
        numbers.put(prefix + "P99Nanos", () -> times.get().percentileNanos(TAIL));
    }
}
