package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import io.yggdrasil.ignite.mutation.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ignite.internal.processors.cache.GridCacheEntryEx;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.CacheDataStore;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl.CacheDataStoreImpl;
import org.apache.ignite.internal.processors.cache.persistence.freelist.AbstractFreeList;
import org.apache.ignite.internal.processors.cache.persistence.tree.BPlusTree;

/**
 * Evicts entries of which this node is the primary, each only if it is still what it was when it was chosen.
 *
 * <p>An eviction is a removal in a scope of its own, with all that Ignite does for a removal: it is ordered with the
 * writes of the entry by the entry's lock, the partition's other copies get it with its version in the same messages, so
 * they neither fill up nor bring the entry back when they become primaries, and a write that comes later is later
 * everywhere. What Ignite offers for evictions ({@code evictInternal}, {@code localClear}) leaves the copies behind, and
 * checks no version.
 *
 * <p>Threads: one; reused. Never to be used by a thread that holds an {@link EntryScope}.
 */
public final class EntryEviction {
    private final EntryScope scope = new EntryScope();
    private final AtomicInteger unacknowledged;
    private final int[] indexes;

    /**
     * Makes the evictor of one thread.
     *
     * @param rowsMax most rows at a time
     * @param unacknowledged counts the evictions that other nodes have not applied yet
     */
    public EntryEviction(int rowsMax, AtomicInteger unacknowledged) {
        this.indexes = new int[rowsMax];
        this.unacknowledged = unacknowledged;
    }

    static List<Hook> hooks() {
        return List.of(
                Hook.method("look at rows to evict", CacheDataStore.class, "pendingTree"),
                Hook.method(
                        "look at rows to evict",
                        BPlusTree.class,
                        "find",
                        Object.class,
                        Object.class,
                        BPlusTree.TreeRowClosure.class,
                        Object.class),
                Hook.method("measure what rows take", AbstractFreeList.class, "freeSpace"),
                Hook.method("measure what rows take", AbstractFreeList.class, "emptyDataPages"),
                Hook.method(
                        "refuse rows before a region is full",
                        CacheDataStoreImpl.class,
                        "createRow",
                        org.apache.ignite.internal.processors.cache.GridCacheContext.class,
                        org.apache.ignite.internal.processors.cache.KeyCacheObject.class,
                        org.apache.ignite.internal.processors.cache.CacheObject.class,
                        org.apache.ignite.internal.processors.cache.version.GridCacheVersion.class,
                        long.class,
                        org.apache.ignite.internal.processors.cache.persistence.CacheDataRow.class));
    }

    /**
     * Evicts rows, different ones, of one store. Rows that were written since they were looked at stay, and those whose
     * partition is elsewhere now.
     *
     * @return those that were evicted
     */
    public List<SampledRow> evict(List<SampledRow> chosen) {
        List<SampledRow> rows =
                chosen.stream().filter(row -> !isInUse(row.key())).toList();
        try {
            for (int i = 0; i < rows.size(); i++) {
                indexes[i] = scope.add(rows.get(i).key());
            }
            boolean open = !rows.isEmpty() && scope.open() == EntryScope.Opening.OPEN;
            return open ? evictOpen(rows) : List.of();
        } catch (YggdrasilException e) {
            if (e.kind() == YggdrasilException.Kind.RETRY) {
                return List.of();
            }
            throw e;
        } finally {
            scope.close();
            for (Ack ack : scope.takeAcks()) {
                unacknowledged.incrementAndGet();
                ack.onDone(done -> unacknowledged.decrementAndGet());
            }
        }
    }

    /**
     * Whether someone holds the entry's lock: a writer, perhaps, that waits for the very room that is being made. To wait for
     * its lock would be to wait for each other.
     */
    private static boolean isInUse(EntryKey key) {
        GridCacheEntryEx entry = key.store().cache().peekEx(key.object());
        if (entry == null) {
            return false;
        }
        if (!entry.tryLockEntry(0)) {
            return true;
        }
        entry.unlockEntry();
        return false;
    }

    /** Looks at all first: an eviction moves the stamps of other keys, too. */
    private List<SampledRow> evictOpen(List<SampledRow> rows) {
        List<SampledRow> unchanged = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (isUnchanged(rows.get(i), indexes[i])) {
                indexes[unchanged.size()] = indexes[i];
                unchanged.add(rows.get(i));
            }
        }
        for (int i = 0; i < unchanged.size(); i++) {
            scope.evict(indexes[i]);
            unchanged.get(i).store().onEvicted(unchanged.get(i).key());
        }
        return unchanged;
    }

    private boolean isUnchanged(SampledRow row, int index) {
        Object version = row.version();
        if (version != null) {
            return version.equals(scope.row(index, 0).version());
        }
        return Stamps.isStable(row.stamp()) && row.store().stamp(row.key()) == row.stamp();
    }
}
