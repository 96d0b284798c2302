package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.Stamps;
import java.util.Collection;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheMapEntry;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl.CacheDataStoreImpl;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.DataRowCacheAware;
import org.apache.ignite.internal.processors.cache.tree.CacheDataRowStore;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.GridSpinBusyLock;
import org.apache.ignite.internal.util.lang.IgnitePredicateX;
import org.jspecify.annotations.Nullable;

/**
 * The watched store of one partition in an in-memory region.
 *
 * <p>It takes over the trees of the store that Ignite made, rather than wrapping it: that store is dropped at once, and
 * a call costs no second dispatch. Its twin for persistent regions is {@link WatchedPersistentStore}.
 */
final class WatchedStore extends CacheDataStoreImpl implements WatchedPartition {
    private final int partition;
    private final CacheGroupContext group;
    private final GroupWatch watch;
    private final Stamps stamps;
    private final PartitionExpiry expiry;
    private final PendingTree pending;
    private final RegionPages pages;
    private final RowHints hints;
    private final AtomicBoolean reportedGone = new AtomicBoolean();
    private @Nullable KnownEntries knownEntries;

    WatchedStore(
            CacheDataStoreImpl made,
            CacheGroupContext group,
            GridSpinBusyLock busyLock,
            IgniteLogger log,
            GroupWatch watch,
            RegionPages pages) {
        this(made, group, busyLock, log, watch, pages, new PendingTree(group, made.partId()));
    }

    private WatchedStore(
            CacheDataStoreImpl made,
            CacheGroupContext group,
            GridSpinBusyLock busyLock,
            IgniteLogger log,
            GroupWatch watch,
            RegionPages pages,
            PendingTree pending) {
        super(
                made.partId(),
                (CacheDataRowStore) made.rowStore(),
                made.tree(),
                pending::get,
                group,
                busyLock,
                log,
                null);
        this.pending = pending;
        this.expiry = new PartitionExpiry(true, group.sharedGroup());
        this.partition = made.partId();
        this.group = group;
        this.watch = watch;
        this.stamps = watch.stamps();
        this.pages = pages;
        this.hints = new RowHints(made.partId());
    }

    @Override
    public GroupWatch watch() {
        return watch;
    }

    /** Every row that an update stores is made here; one that the region has no room for is refused, before Ignite stops the node. */
    @Override
    public CacheDataRow createRow(
            GridCacheContext cctx,
            KeyCacheObject key,
            CacheObject value,
            GridCacheVersion version,
            long expireTime,
            @Nullable CacheDataRow oldRow)
            throws IgniteCheckedException {
        int bytes = key.valueBytesLength(cctx.cacheObjectContext()) + value.valueBytesLength(cctx.cacheObjectContext());
        if (pages.areNodesShort()) {
            awaitCopies(cctx, bytes);
        }
        requireTree(expireTime);
        pages.enter(bytes);
        try {
            return super.createRow(cctx, key, value, version, expireTime, oldRow);
        } finally {
            pages.leave(bytes);
        }
    }

    private void awaitCopies(GridCacheContext<?, ?> cctx, int bytes) throws IgniteCheckedException {
        AffinityTopologyVersion topology = cctx.affinity().affinityTopologyVersion();
        if (cctx.affinity().primaryByPartition(cctx.localNode(), partition, topology)) {
            pages.awaitCopies(cctx.topology().nodes(partition, topology), bytes);
        }
    }

    /** Rows that come with a partition that is being filled; each is then put with {@link #invoke}. */
    @Override
    public void insertRows(Collection<DataRowCacheAware> rows, IgnitePredicateX<CacheDataRow> initPredicate)
            throws IgniteCheckedException {
        int bytes = 0;
        for (DataRowCacheAware row : rows) {
            bytes += row.value() == null ? 0 : row.size();
            requireTree(row.expireTime());
        }
        pages.enter(bytes);
        try {
            super.insertRows(rows, initPredicate);
        } finally {
            pages.leave(bytes);
        }
    }

    @Override
    public PartitionExpiry expiry() {
        return expiry;
    }

    PendingTree pending() {
        return pending;
    }

    /** Where rows were found. */
    RowHints hints() {
        return hints;
    }

    /** Remembers where a row of a store was found: see {@link RowHints#note}. */
    void note(EntryStore of, int keyHash, long link) {
        int cacheId = of.context().cacheId();
        boolean large = of.isOfNodes();
        long rows = large && group.sharedGroup() ? cacheSize(cacheId) : fullSize();
        hints.note(cacheId, keyHash, link, rows, large ? RowHints.NODE_SLOTS_MAX : RowHints.SLOTS_MAX);
    }

    @Override
    public @Nullable CacheDataRow find(GridCacheContext cctx, KeyCacheObject key) throws IgniteCheckedException {
        CacheDataRow row = super.find(cctx, key);
        watch.read(partition, key.hashCode());
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
            hints.forget(cctx.cacheId(), keyHash);
            super.invoke(cctx, key, closure);
            watch.afterChange(cctx, partition, key, closure);
            watch.written(partition, keyHash);
            watch.counted(partition, closure);
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

    /**
     * The partition's heap entries of a cache; null while there are none. They are the same from the first to the stop of the
     * cache.
     */
    @Nullable
    ConcurrentMap<KeyCacheObject, GridCacheMapEntry> heapEntries(
            GridDhtLocalPartition of, GridCacheContext<?, ?> cctx) {
        KnownEntries known = knownEntries;
        if (known != null && known.cctx == cctx) {
            return known.map;
        }
        ConcurrentMap<KeyCacheObject, GridCacheMapEntry> map = HeapEntries.of(of, cctx.cacheIdBoxed());
        if (map != null) {
            knownEntries = new KnownEntries(cctx, map);
        }
        return map;
    }

    /** Replaces the value of a row in its page, with all that {@link #invoke} does around a change. */
    RowReplacement.Outcome replace(
            GridCacheContext<?, ?> cctx,
            RowReplacement replacement,
            ConcurrentMap<KeyCacheObject, GridCacheMapEntry> entries)
            throws IgniteCheckedException {
        int keyHash = replacement.hash();
        boolean inVain = false;
        stamps.begin(partition, keyHash);
        try {
            watch.beforeChange(cctx, replacement.key());
            RowReplacement.Outcome outcome = replacement.run(entries);
            inVain = outcome != RowReplacement.Outcome.DONE;
            if (!inVain) {
                watch.written(partition, keyHash);
            }
            return outcome;
        } finally {
            watch.endChange(partition, keyHash, inVain);
        }
    }

    /** Makes the tree of what expires before the first row that does. */
    private void requireTree(long expireTime) throws IgniteCheckedException {
        if (expireTime != 0 && group.config().isEagerTtl()) {
            pending.require();
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
        requireTree(expireTime);
        stamps.begin(partition, keyHash);
        try {
            watch.beforeChange(cctx, key);
            hints.forget(cctx.cacheId(), keyHash);
            CacheDataRow replaced = oldRow == null ? super.find(cctx, key) : oldRow;
            super.update(cctx, key, value, version, expireTime, oldRow);
            watch.updated(cctx, partition, key, keyHash, value, version, expireTime, replaced);
            expiry.note(expireTime);
        } finally {
            stamps.end(partition, keyHash);
        }
    }

    @Override
    public void remove(GridCacheContext cctx, KeyCacheObject key, int partId) throws IgniteCheckedException {
        int keyHash = key.hashCode();
        stamps.begin(partition, keyHash);
        try {
            watch.beforeChange(cctx, key);
            hints.forget(cctx.cacheId(), keyHash);
            RemoveClosure removal = new RemoveClosure(key);
            super.invoke(cctx, key, removal);
            watch.afterChange(cctx, partition, key, removal);
            watch.counted(partition, removal);
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
        hints.close();
        try {
            super.clear(cacheId);
            pending.clear(cacheId);
            watch.partitionChanged(MutationKind.CLEAR, cacheId, partition);
        } finally {
            hints.open();
            endAll();
        }
    }

    @Override
    public void destroy() throws IgniteCheckedException {
        beginAll();
        hints.close();
        try {
            super.destroy();
            pending.destroy();
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

    private record KnownEntries(GridCacheContext<?, ?> cctx, ConcurrentMap<KeyCacheObject, GridCacheMapEntry> map) {}
}
