package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryEx;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.lang.IgniteInClosure2X;
import org.jspecify.annotations.Nullable;

/** The maker of data stores of an in-memory cache group: watched ones if the plugin binds the group's cache. */
final class WatchedOffheap extends IgniteCacheOffheapManagerImpl implements Watching {
    private final WatchRegistry registry;
    private @Nullable GroupWatch watch;
    private @Nullable RegionPages pages;

    WatchedOffheap(WatchRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable GroupWatch watch() {
        return watch;
    }

    @Override
    public void start(GridCacheSharedContext ctx, CacheGroupContext group) throws IgniteCheckedException {
        watch = registry.attach(group);
        if (watch != null) {
            PageStatistics.disable(group);
            // A client node has the group, too, but no region.
            pages = group.affinityNode() ? registry.pages(group) : null;
        }
        super.start(ctx, group);
    }

    @Override
    protected CacheDataStore createCacheDataStore0(int partition) throws IgniteCheckedException {
        CacheDataStore made = super.createCacheDataStore0(partition);
        GroupWatch told = watch;
        RegionPages region = pages;
        return told == null || region == null
                ? made
                : new WatchedStore((CacheDataStoreImpl) made, grp, busyLock, log, told, region);
    }

    /** The pages of the group's region; null when nobody watches the group. */
    @Nullable
    RegionPages pages() {
        return pages;
    }

    /** No tree for all partitions: each has its own, see {@link PendingTree}. */
    @Override
    protected void initPendingTree(GridCacheContext<?, ?> cache) throws IgniteCheckedException {
        if (watch == null) {
            super.initPendingTree(cache);
        } else if (cache.affinityNode() && cache.ttl().eagerTtlEnabled()) {
            registry.expiry().add(cache);
        }
    }

    /** Ignite's rounds find nothing to do: {@link ActiveExpiry} removes what expires. */
    @Override
    public boolean expire(
            GridCacheContext cache, IgniteInClosure2X<GridCacheEntryEx, GridCacheVersion> remover, int entriesMax)
            throws IgniteCheckedException {
        return watch == null && super.expire(cache, remover, entriesMax);
    }

    @Override
    public long expiredSize() throws IgniteCheckedException {
        long size = super.expiredSize();
        for (PendingTree pending : pendingTrees()) {
            size += pending.size();
        }
        return size;
    }

    @Override
    public boolean hasEntriesPendingExpire(int cacheId) throws IgniteCheckedException {
        for (PendingTree pending : pendingTrees()) {
            if (pending.has(cacheId)) {
                return true;
            }
        }
        return super.hasEntriesPendingExpire(cacheId);
    }

    private List<PendingTree> pendingTrees() {
        List<PendingTree> trees = new ArrayList<>();
        for (CacheDataStore store : cacheDataStores()) {
            if (store instanceof WatchedStore watched) {
                trees.add(watched.pending());
            }
        }
        return trees;
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
        List<PendingTree> trees = pendingTrees();
        try {
            super.stop();
            trees.forEach(PendingTree::close);
            partitions.forEach(WatchedPartition::reportGone);
        } finally {
            partitions.forEach(WatchedPartition::endAll);
        }
    }
}
