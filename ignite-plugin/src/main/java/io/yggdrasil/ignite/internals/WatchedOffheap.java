package io.yggdrasil.ignite.internals;

import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl;
import org.jspecify.annotations.Nullable;

/** The maker of data stores of an in-memory cache group: watched ones if the plugin binds the group's cache. */
final class WatchedOffheap extends IgniteCacheOffheapManagerImpl {
    private final WatchRegistry registry;
    private @Nullable GroupWatch watch;

    WatchedOffheap(WatchRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void start(GridCacheSharedContext ctx, CacheGroupContext group) throws IgniteCheckedException {
        watch = registry.attach(group);
        if (watch != null) {
            PageStatistics.disable(group);
        }
        super.start(ctx, group);
    }

    @Override
    protected CacheDataStore createCacheDataStore0(int partition) throws IgniteCheckedException {
        CacheDataStore made = super.createCacheDataStore0(partition);
        return watch == null ? made : new WatchedStore((CacheDataStoreImpl) made, grp, busyLock, log, watch);
    }

    /** Whatever the reason of the stop, the rows of an in-memory group are gone after it. */
    @Override
    public void stop() {
        if (watch == null) {
            super.stop();
            return;
        }
        List<WatchedPartition> partitions = WatchedPartition.of(cacheDataStores());
        partitions.forEach(WatchedPartition::beginAll);
        try {
            super.stop();
            partitions.forEach(WatchedPartition::reportGone);
        } finally {
            partitions.forEach(WatchedPartition::endAll);
        }
    }
}
