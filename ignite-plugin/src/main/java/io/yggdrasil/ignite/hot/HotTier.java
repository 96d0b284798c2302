package io.yggdrasil.ignite.hot;

import io.yggdrasil.ignite.internals.HotCopies;
import io.yggdrasil.ignite.internals.NodeMetrics;
import io.yggdrasil.ignite.internals.ReadTimes;
import io.yggdrasil.tier.hot.HotAdmission;
import io.yggdrasil.tier.hot.HotArena;
import io.yggdrasil.tier.hot.HotArenaConfig;
import io.yggdrasil.tier.hot.HotStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.ignite.Ignite;

/**
 * The hot tier of one node: an arena of copies of strings, filled by reads and emptied by changes.
 *
 * <p>It takes a string that is read twice in short order on its primary node, if its key is ASCII text and its value a
 * {@code byte[]} of at most a quarter of a segment. All other reads find their rows as if there were no hot tier.
 *
 * <p>Threads: any.
 */
public final class HotTier implements AutoCloseable {
    /** The smallest hot tier. */
    public static final long BYTES_LEAST = 1L << 20;

    /** The registry of Ignite's metrics that has this tier's. */
    public static final String METRICS = "yggdrasil.hotTier";

    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    private final HotArena arena;
    private final HotCopies copies;

    /**
     * Reserves the memory.
     *
     * @param bytes memory for copies and their index, at least {@link #BYTES_LEAST}
     */
    public HotTier(long bytes) {
        arena = new HotArena(HotArenaConfig.of(bytes), HotAdmission.READ_SINCE);
        copies = new HotCopies(arena);
    }

    /** The copies, as those see them who change rows. */
    public HotCopies copies() {
        return copies;
    }

    /** What the tier did since the node's start, and what it holds. */
    public HotStatistics statistics() {
        return arena.statistics();
    }

    /** The part of one cache, by Ignite's cache id. */
    public HotStatistics statistics(int cacheId) {
        return arena.statistics(cacheId);
    }

    /** How long reads took that this tier answered: one in 256 of them. */
    public ReadTimes hotTimes() {
        return copies.hotTimes();
    }

    /** How long reads took that page memory answered: one in 256 of them. */
    public ReadTimes warmTimes() {
        return copies.warmTimes();
    }

    /** Shows the statistics among Ignite's metrics of a node, as {@code yggdrasil.hotTier}. */
    public void register(Ignite node) {
        Map<String, LongSupplier> metrics = new LinkedHashMap<>();
        metrics.put("Hits", () -> statistics().hits());
        metrics.put(
                "Misses",
                () -> statistics().misses()
                        + statistics().stale()
                        + statistics().expired());
        metrics.put("Promotions", () -> statistics().inserts());
        metrics.put("Evictions", () -> statistics().fallenOut() + statistics().displaced());
        metrics.put("Invalidations", () -> statistics().invalidated());
        metrics.put("Entries", () -> statistics().entries());
        metrics.put("UsedBytes", () -> statistics().usedBytes());
        metrics.put("PinnedBytes", () -> statistics().pinnedBytes());
        metrics.put("CapacityBytes", this::bytes);
        metrics.put("HotReadP50Nanos", () -> hotTimes().percentileNanos(MEDIAN));
        metrics.put("HotReadP99Nanos", () -> hotTimes().percentileNanos(TAIL));
        metrics.put("WarmReadP50Nanos", () -> warmTimes().percentileNanos(MEDIAN));
        metrics.put("WarmReadP99Nanos", () -> warmTimes().percentileNanos(TAIL));
        NodeMetrics.register(node, METRICS, metrics);
    }

    /** Memory for copies and their index. */
    public long bytes() {
        return arena.config().capacityBytes();
    }

    /** Releases the memory; reads go to the rows from now on. */
    @Override
    public void close() {
        arena.close();
    }
}
