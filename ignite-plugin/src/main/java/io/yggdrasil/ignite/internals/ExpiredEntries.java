package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.PageMemory;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryRemovedException;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtInvalidPartitionException;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;
import org.apache.ignite.internal.processors.cache.persistence.DataRegion;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheDatabaseSharedManager;
import org.apache.ignite.internal.processors.cache.persistence.tree.BPlusTree;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.BPlusIO;
import org.apache.ignite.internal.processors.cache.tree.PendingEntriesTree;
import org.apache.ignite.internal.processors.cache.tree.PendingRow;
import org.apache.ignite.internal.util.lang.GridCursor;
import org.apache.ignite.internal.util.typedef.internal.CU;
import org.apache.ignite.internal.util.typedef.internal.U;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache on this node whose time is over, by partition and in the order of their times.
 *
 * <p>Threads: any, each partition by one at a time.
 */
final class ExpiredEntries {
    /** What {@link #purge} answers when nothing is due. */
    static final long NONE = -1;

    /** How many entries are removed at most while checkpoints and the cache's stop have to wait. */
    private static final int BATCH = 16;

    /** Room is scarce when less than one in so many pages is free. */
    private static final int SCARCE_PART = 8;

    private final GridCacheContext<?, ?> context;
    private final int cacheId;

    ExpiredEntries(GridCacheContext<?, ?> context) {
        this.context = context;
        this.cacheId = context.group().sharedGroup() ? context.cacheId() : CU.UNDEFINED_CACHE_ID;
    }

    int partitions() {
        return context.affinity().partitions();
    }

    /** Whether the cache is stopped for good. */
    boolean isStopped() {
        return context.gate().isStopped();
    }

    /**
     * Whether an in-memory region is nearly full: writes will soon be refused or entries evicted, for want of the room that
     * expired ones take.
     */
    boolean isRoomScarce() {
        DataRegion region = context.dataRegion();
        if (region.config().isPersistenceEnabled()) {
            return false;
        }
        PageMemory memory = region.pageMemory();
        long pages = region.config().getMaxSize() / memory.systemPageSize();
        long free = region.metrics().getTotalAllocatedPages() - region.metrics().getTotalUsedPages();
        return memory.loadedPages() - free > pages - pages / SCARCE_PART;
    }

    /**
     * Whether this node is writing changed pages to disk. Until they are there, a page that is changed is copied first and
     * goes into the log as a whole, and the threads that write want the processors.
     */
    boolean isCheckpointing() {
        return context.shared().database() instanceof GridCacheDatabaseSharedManager database
                && Checkpoints.isRunning(database);
    }

    /**
     * Removes some entries of a partition whose time is over, the longest ago first.
     *
     * @return for how many milliseconds the first one could have been removed, or {@link #NONE}
     */
    long purge(int partition) throws IgniteCheckedException {
        GridDhtLocalPartition local = context.topology().localPartition(partition);
        if (local == null
                || local.state() != GridDhtPartitionState.OWNING
                || !(local.dataStore() instanceof WatchedPartition watched)) {
            return NONE;
        }
        long now = U.currentTimeMillis();
        if (!watched.expiry().isDue(now)) {
            return NONE;
        }
        AffinityTopologyVersion topology = context.affinity().affinityTopologyVersion();
        if (!context.topology().initialized() || topology.topologyVersion() <= 0) {
            return NONE; // The node is starting.
        }
        boolean primary = context.affinity().primaryByPartition(context.localNode(), partition, topology);
        long until = primary ? now : now - ExpiredEntry.COPY_GRACE_MILLIS;
        return watched.expiry().isDue(until) ? purge(local, watched.expiry(), until, topology) : NONE;
    }

    private long purge(
            GridDhtLocalPartition partition, PartitionExpiry expiry, long until, AffinityTopologyVersion topology)
            throws IgniteCheckedException {
        if (!context.gate().enterIfNotStopped()) {
            return NONE;
        }
        try {
            if (!partition.reserve()) {
                return NONE;
            }
            context.shared().database().checkpointReadLock();
            try {
                // It may have begun to be filled or cleared since it was asked, but not from here on.
                return partition.state() == GridDhtPartitionState.OWNING
                        ? purgeReserved(partition, expiry, until, topology)
                        : NONE;
            } finally {
                context.shared().database().checkpointReadUnlock();
                partition.release();
            }
        } finally {
            context.gate().leave();
        }
    }

    private long purgeReserved(
            GridDhtLocalPartition partition, PartitionExpiry expiry, long until, AffinityTopologyVersion topology)
            throws IgniteCheckedException {
        expiry.forget();
        long next = until;
        try {
            PendingEntriesTree tree = partition.dataStore().pendingTree();
            if (tree == null) {
                next = Long.MAX_VALUE;
                return NONE;
            }
            List<PendingRow> due = first(tree, until, BATCH, null);
            for (PendingRow row : due) {
                row.key.partition(partition.id());
                remove(partition, tree, row, topology);
            }
            next = due.size() < BATCH ? firstTime(tree) : until;
            return due.isEmpty() ? NONE : until - due.get(0).expireTime;
        } finally {
            expiry.note(next);
        }
    }

    /** The first rows up to a time. */
    private List<PendingRow> first(PendingEntriesTree tree, long until, int rowsMax, @Nullable Object form)
            throws IgniteCheckedException {
        List<PendingRow> rows = new ArrayList<>(rowsMax);
        GridCursor<PendingRow> cursor = tree.find(
                new PendingRow(cacheId, Long.MIN_VALUE, 0),
                new PendingRow(cacheId, until, 0),
                new Limit(rowsMax),
                form);
        while (rows.size() < rowsMax && cursor.next()) {
            rows.add(cursor.get());
        }
        return rows;
    }

    /** When the first of those that are left expires. */
    private long firstTime(PendingEntriesTree tree) throws IgniteCheckedException {
        List<PendingRow> left = first(tree, Long.MAX_VALUE, 1, PendingEntriesTree.WITHOUT_KEY);
        return left.isEmpty() ? Long.MAX_VALUE : left.get(0).expireTime;
    }

    private void remove(
            GridDhtLocalPartition partition, PendingEntriesTree tree, PendingRow row, AffinityTopologyVersion topology)
            throws IgniteCheckedException {
        try {
            if (!ExpiredEntry.remove(context, partition, row.key, topology)) {
                // The entry was changed or removed since the tree was read, and its old row is not there any more; or a
                // crash left this behind, and it would come first for ever. No other row can have come with that time.
                tree.removex(new PendingRow(cacheId, row.expireTime, row.link));
            }
        } catch (GridDhtInvalidPartitionException | GridCacheEntryRemovedException e) {
            return; // Somebody else removes it or moves it away; if not, it is found again.
        }
    }

    /** Takes no more rows off a page of the tree than are wanted: taking one reads the entry's key from another page. */
    private static final class Limit implements BPlusTree.TreeRowClosure<PendingRow, PendingRow> {
        private int left;

        Limit(int rows) {
            left = rows;
        }

        @Override
        public boolean apply(
                BPlusTree<PendingRow, PendingRow> tree, BPlusIO<PendingRow> io, long pageAddress, int index) {
            return left-- > 0;
        }
    }
}
