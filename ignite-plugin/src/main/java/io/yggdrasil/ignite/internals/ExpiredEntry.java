package io.yggdrasil.ignite.internals;

import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.events.EventType;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryRemovedException;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtCacheEntry;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.util.typedef.internal.U;

/**
 * Removes one entry whose time is over, under its lock.
 *
 * <p>Ignite's own way ({@code GridCacheMapEntry.onTtlExpired}) reads the row, removes it with a second search, and keeps
 * the heap entry for ten seconds as a tombstone, so that an update which was sent before cannot raise the entry from the
 * dead. With many entries these tombstones fill the heap: collecting the garbage around them stopped all commands for half
 * a second at a time. Here the row is removed with one search and leaves nothing. That is safe
 *
 * <ul>
 *   <li>on the primary, where no update can arrive that is older than the row;
 *   <li>on another copy when the row stays for those ten seconds after its time, being its own tombstone;
 *   <li>not while a copy is being filled: old rows may still arrive.
 * </ul>
 *
 * <p>It goes Ignite's way where the heap entry is in use or somebody wants to be told more than a continuous query is.
 * Checked on Ignite 2.17.0.
 */
final class ExpiredEntry {
    /** How long Ignite keeps a tombstone: {@code IGNITE_CACHE_REMOVED_ENTRIES_TTL}. */
    static final long COPY_GRACE_MILLIS = 10_000;

    private ExpiredEntry() {}

    /**
     * Removes the entry. The caller holds the checkpoint's read lock, has entered the cache's gate, has reserved the
     * partition, and knows that one of the cases above holds.
     *
     * @return whether it was there and its time was over; Ignite's clock is up to 10 ms late
     */
    static boolean remove(
            GridCacheContext<?, ?> context,
            GridDhtLocalPartition partition,
            KeyCacheObject key,
            AffinityTopologyVersion topology)
            throws IgniteCheckedException, GridCacheEntryRemovedException {
        GridDhtCacheEntry entry = context.dht().entryExx(key, topology);
        boolean plain = false;
        boolean removed = false;
        entry.lockEntry();
        try {
            plain = isPlain(context, entry);
            if (plain) {
                removed = removeRow(context, partition, entry);
            }
        } finally {
            entry.unlockEntry();
        }
        if (!plain) {
            removed = entry.onTtlExpired(context.cache().nextVersion());
        }
        entry.touch();
        return removed;
    }

    /** Whether the heap entry was made just now and knows nothing of the row. */
    private static boolean isPlain(GridCacheContext<?, ?> context, GridDhtCacheEntry entry) {
        return !entry.obsolete()
                && entry.isStartVersion()
                && context.atomic()
                && context.dumpListener() == null
                && !context.events().isRecordable(EventType.EVT_CACHE_OBJECT_EXPIRED);
    }

    private static boolean removeRow(
            GridCacheContext<?, ?> context, GridDhtLocalPartition partition, GridDhtCacheEntry entry)
            throws IgniteCheckedException {
        ExpireClosure removal = new ExpireClosure(entry.key(), U.currentTimeMillis());
        partition.dataStore().invoke(context, entry.key(), removal);
        CacheDataRow row = removal.oldRow();
        if (row == null) {
            return false;
        }
        context.continuousQueries().onEntryExpired(entry, entry.key(), row.value());
        if (context.statisticsEnabled()) {
            context.cache().metrics0().onEvict();
        }
        return true;
    }
}
