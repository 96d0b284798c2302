package io.yggdrasil.ignite.internals;

import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.GridKernalState;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryEx;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheOffheapManager;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.lang.IgniteInClosure2X;
import org.jspecify.annotations.Nullable;

/** The maker of data stores of a persistent cache group: watched ones if the plugin binds the group's cache. */
final class WatchedPersistentOffheap extends GridCacheOffheapManager implements Watching {
    private final WatchRegistry registry;
    private @Nullable GroupWatch watch;

    WatchedPersistentOffheap(WatchRegistry registry) {
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
        }
        super.start(ctx, group);
    }

    /** Makes a store; defragmentation asks with a group of its own, which nobody watches. */
    @Override
    public GridCacheDataStore createGridCacheDataStore(
            CacheGroupContext group, int partition, boolean exists, IgniteLogger log) {
        return watch == null || group != grp
                ? super.createGridCacheDataStore(group, partition, exists, log)
                : new WatchedPersistentStore(group, partition, exists, busyLock, log, watch);
    }

    @Override
    public void onCacheStarted(GridCacheContext cache) throws IgniteCheckedException {
        super.onCacheStarted(cache);
        if (watch != null && cache.affinityNode() && cache.ttl().eagerTtlEnabled()) {
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

    /** The rows of a persistent group survive its stop on disk, unless its cache is being destroyed. */
    @Override
    public void stop() {
        if (watch == null || !grp.affinityNode()) {
            super.stop();
            return;
        }
        List<WatchedPartition> partitions = WatchedPartition.of(cacheDataStores());
        partitions.forEach(WatchedPartition::beginAll);
        try {
            super.stop();
            if (isDestroyed()) {
                partitions.forEach(WatchedPartition::reportGone);
            }
        } finally {
            partitions.forEach(WatchedPartition::endAll);
        }
    }

    /** Whether a group that stops is destroyed: neither the node stops nor the cluster is deactivated. */
    private boolean isDestroyed() {
        GridKernalContext kernal = ctx.kernalContext();
        return kernal.gateway().getState() != GridKernalState.STOPPING
                && kernal.state().clusterState().state() != ClusterState.INACTIVE;
    }
}
