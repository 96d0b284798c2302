package io.yggdrasil.ignite.internals;

import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.DataRegion;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether a region in memory has the pages that the partitions of a new cache take. Ignite does not ask before it makes
 * them, and stops the node when they are not there. Checked on Ignite 2.17.0: two pages for the tree of each partition.
 */
public final class StartRoom {
    private static final int PAGES_PER_PARTITION = 2;

    /** What must be free besides, as for writes. */
    private static final int RESERVE = 512;

    private final DataRegion region;

    private StartRoom(DataRegion region) {
        this.region = region;
    }

    /** The room of a region of this node, by name or the default one; null where there is nothing to be asked. */
    public static @Nullable StartRoom of(Ignite ignite, @Nullable String regionName) {
        IgniteEx node = (IgniteEx) ignite;
        if (node.context().clientNode()) {
            return null;
        }
        IgniteCacheDatabaseSharedManager database =
                node.context().cache().context().database();
        DataRegion region;
        try {
            region = database.dataRegion(regionName);
        } catch (org.apache.ignite.IgniteCheckedException e) {
            return null; // Ignite itself will name the region that is not there.
        }
        return region == null || region.config().isPersistenceEnabled() ? null : new StartRoom(region);
    }

    /** Bytes of the pages that a cache of so many partitions takes. */
    public int bytes(int partitions) {
        return Math.multiplyExact(
                partitions * PAGES_PER_PARTITION, region.pageMemory().systemPageSize());
    }

    /** Whether the pages for a cache of so many partitions are free. */
    public boolean isEnough(int partitions) {
        long pages = region.config().getMaxSize() / region.pageMemory().systemPageSize();
        long inLists =
                region.metrics().getTotalAllocatedPages() - region.metrics().getTotalUsedPages();
        long free = pages - region.pageMemory().loadedPages() + inLists;
        return free >= (long) partitions * PAGES_PER_PARTITION + RESERVE;
    }
}
