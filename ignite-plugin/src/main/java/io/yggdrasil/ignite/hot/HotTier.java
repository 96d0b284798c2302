package io.yggdrasil.ignite.hot;

import io.yggdrasil.ignite.internals.HotCopies;
import io.yggdrasil.tier.hot.HotAdmission;
import io.yggdrasil.tier.hot.HotArena;
import io.yggdrasil.tier.hot.HotArenaConfig;
import io.yggdrasil.tier.hot.HotStatistics;

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

    /** The part of one cache. */
    public HotStatistics statistics(String cacheName) {
        return arena.statistics(HotCopies.cacheId(cacheName));
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
