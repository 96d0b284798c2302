package io.yggdrasil.ignite.internals;

import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.GridKernalState;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheOffheapManager;
import org.jspecify.annotations.Nullable;

/** The maker of data stores of a persistent cache group: watched ones if the plugin binds the group's cache. */
final class WatchedPersistentOffheap extends GridCacheOffheapManager {
    private final WatchRegistry registry;
    private @Nullable GroupWatch watch;

    WatchedPersistentOffheap(WatchRegistry registry) {
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

    /** Makes a store; defragmentation asks with a group of its own, which nobody watches. */
    @Override
    public GridCacheDataStore createGridCacheDataStore(
            CacheGroupContext group, int partition, boolean exists, IgniteLogger log) {
        return watch == null || group != grp
                ? super.createGridCacheDataStore(group, partition, exists, log)
                : new WatchedPersistentStore(group, partition, exists, busyLock, log, watch);
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
