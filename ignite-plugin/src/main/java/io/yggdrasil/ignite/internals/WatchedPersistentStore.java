package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.Stamps;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheOffheapManager.GridCacheDataStore;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.GridSpinBusyLock;
import org.jspecify.annotations.Nullable;

/**
 * The watched store of one partition in a persistent region. Ignite casts such stores to {@code GridCacheDataStore}, so
 * it can be nothing else; apart from that it is the twin of {@link WatchedStore}.
 */
final class WatchedPersistentStore extends GridCacheDataStore implements WatchedPartition {
    private final int partition;
    private final CacheGroupContext group;
    private final GroupWatch watch;
    private final Stamps stamps;
    private final PartitionExpiry expiry;
    private final AtomicBoolean reportedGone = new AtomicBoolean();

    WatchedPersistentStore(
            CacheGroupContext group,
            int partition,
            boolean exists,
            GridSpinBusyLock busyLock,
            IgniteLogger log,
            GroupWatch watch) {
        super(group, partition, exists, busyLock, log);
        this.partition = partition;
        this.group = group;
        this.watch = watch;
        this.stamps = watch.stamps();
        this.expiry = new PartitionExpiry(false, group.sharedGroup());
    }

    @Override
    public GroupWatch watch() {
        return watch;
    }

    @Override
    public PartitionExpiry expiry() {
        return expiry;
    }

    @Override
    public @Nullable CacheDataRow find(GridCacheContext cctx, KeyCacheObject key) throws IgniteCheckedException {
        CacheDataRow row = super.find(cctx, key);
        watch.statistics().lookedUp(row != null);
        if (watch.hasAccessListeners()) {
            watch.found(cctx, partition, key, row);
        }
        return row;
    }

    @Override
    public void invoke(GridCacheContext cctx, KeyCacheObject key, OffheapInvokeClosure closure)
            throws IgniteCheckedException {
        int keyHash = key.hashCode();
        boolean inVain = false;
        stamps.begin(partition, keyHash);
        try {
            watch.beforeChange(cctx, key);
            super.invoke(cctx, key, closure);
            watch.afterChange(cctx, partition, key, closure);
            if (watch.hasMutationListeners()) {
                watch.invoked(cctx, partition, key, keyHash, closure);
            }
            if (closure.oldRowExpiredFlag()) {
                watch.expired(cctx, partition, key);
            }
            if (closure.newRow() != null) {
                expiry.note(closure.newRow().expireTime());
            }
            inVain = closure instanceof ExpireClosure && closure.oldRow() == null;
        } finally {
            watch.endChange(partition, keyHash, inVain);
        }
    }

    /** The way of recovery only, which does not know what row it replaces. */
    @Override
    public void update(
            GridCacheContext cctx,
            KeyCacheObject key,
            CacheObject value,
            GridCacheVersion version,
            long expireTime,
            @Nullable CacheDataRow oldRow)
            throws IgniteCheckedException {
        int keyHash = key.hashCode();
        stamps.begin(partition, keyHash);
        try {
            watch.beforeChange(cctx, key);
            if (watch.hasMutationListeners()) {
                CacheDataRow replaced = oldRow == null ? super.find(cctx, key) : oldRow;
                super.update(cctx, key, value, version, expireTime, oldRow);
                watch.updated(cctx, partition, key, keyHash, value, version, expireTime, replaced);
            } else {
                super.update(cctx, key, value, version, expireTime, oldRow);
            }
            expiry.note(expireTime);
        } finally {
            stamps.end(partition, keyHash);
        }
    }

    /** The way of recovery only: {@code start} is one less than what the update's record tells. */
    @Override
    public void updateInitialCounter(long start, long delta) {
        super.updateInitialCounter(LogBatch.counterOf(start + delta) - delta, delta);
    }

    @Override
    public void remove(GridCacheContext cctx, KeyCacheObject key, int partId) throws IgniteCheckedException {
        int keyHash = key.hashCode();
        stamps.begin(partition, keyHash);
        try {
            watch.beforeChange(cctx, key);
            RemoveClosure removal = new RemoveClosure(key);
            super.invoke(cctx, key, removal);
            watch.afterChange(cctx, partition, key, removal);
            if (watch.hasMutationListeners()) {
                watch.invoked(cctx, partition, key, keyHash, removal);
            }
            if (removal.oldRowExpiredFlag()) {
                watch.expired(cctx, partition, key);
            }
        } finally {
            stamps.end(partition, keyHash);
        }
    }

    @Override
    public void clear(int cacheId) throws IgniteCheckedException {
        beginAll();
        try {
            super.clear(cacheId);
            watch.partitionChanged(MutationKind.CLEAR, cacheId, partition);
        } finally {
            endAll();
        }
    }

    /** The end of a persistent partition: its file goes with the next checkpoint, its rows are out of reach now. */
    @Override
    public void markDestroyed() throws IgniteCheckedException {
        beginAll();
        try {
            super.markDestroyed();
            reportGone();
        } finally {
            endAll();
        }
    }

    @Override
    public void beginAll() {
        stamps.beginAll(partition);
    }

    @Override
    public void endAll() {
        stamps.endAll(partition);
    }

    @Override
    public void reportGone() {
        if (reportedGone.compareAndSet(false, true)) {
            watch.destroyed(group, partition);
        }
    }
}
