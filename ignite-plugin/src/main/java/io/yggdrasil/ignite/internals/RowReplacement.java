package io.yggdrasil.ignite.internals;

import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.apache.ignite.internal.pagemem.PageMemory;
import org.apache.ignite.internal.pagemem.PageUtils;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheMapEntry;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.CacheSearchRow;
import org.apache.ignite.internal.processors.cache.persistence.tree.BPlusTree;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.BPlusIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.CacheVersionIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.DataPageIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.DataPagePayload;
import org.apache.ignite.internal.processors.cache.tree.RowLinkIO;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.GridUnsafe;
import org.jspecify.annotations.Nullable;

/**
 * One replacement of the value of a row by another of the same length, in its page: see {@link InPlacePut}.
 *
 * <p>Locks, in this order: the key's bin of the map of heap entries, the leaf of the tree for reading, the row's page for
 * writing. Ignite takes the last two in the same order, and never asks for an entry while it has a page. Where the row was
 * found before ({@link RowHints}) the leaf is left out.
 *
 * <p>Checked on Ignite 2.17.0: row layout of {@code DataPageIO.writeRowData}, {@code AbstractDataPageIO.updateRow}.
 *
 * <p>Threads: one; used once.
 */
final class RowReplacement
        implements CacheSearchRow,
                BPlusTree.TreeRowClosure<CacheSearchRow, CacheDataRow>,
                BiFunction<KeyCacheObject, @Nullable GridCacheMapEntry, @Nullable GridCacheMapEntry> {
    /** How a replacement ended. */
    enum Outcome {
        /** The row has the new value. */
        DONE,
        /** There is no row, or none that can take the value; nothing was changed. */
        UNFIT,
        /** Someone works on the entry, or did lately, or has changed the row; nothing was changed. */
        HELD
    }

    /** A version that has no version of another cluster with it. */
    static final int VERSION_BYTES = 17;

    private final EntryStore store;
    private final GridCacheContext<?, ?> context;
    private final GridDhtLocalPartition partition;
    private final WatchedStore rows;
    private final AffinityTopologyVersion topology;
    private final KeyCacheObject key;
    private final byte[] value;
    private final boolean isRoot;
    private final @Nullable Object replaced;
    private final boolean heldToo;
    private Outcome outcome = Outcome.UNFIT;
    private @Nullable GridCacheVersion version;
    private @Nullable IgniteCheckedException failure;

    /**
     * The caller sees to it that this node stays the partition's primary, and is its only owner.
     *
     * @param value the bytes of a string, or of a root
     * @param replaced the version that the row must have, and it keeps its expire time; null: any, and it must have none
     * @param heldToo whether a heap entry of the key does not matter
     */
    RowReplacement(
            EntryStore store,
            GridDhtLocalPartition partition,
            WatchedStore rows,
            AffinityTopologyVersion topology,
            KeyCacheObject key,
            byte[] value,
            boolean isRoot,
            @Nullable Object replaced,
            boolean heldToo) {
        this.store = store;
        this.context = store.context();
        this.isRoot = isRoot;
        this.replaced = replaced;
        this.heldToo = heldToo;
        this.partition = partition;
        this.rows = rows;
        this.topology = topology;
        this.key = key;
        this.value = value;
    }

    /** Replaces the value, if there is no heap entry of the key. */
    Outcome run(ConcurrentMap<KeyCacheObject, GridCacheMapEntry> entries) throws IgniteCheckedException {
        entries.compute(key, this);
        if (failure != null) {
            throw failure;
        }
        return outcome;
    }

    /** The version that the row has got; null unless the outcome is {@link Outcome#DONE}. */
    @Nullable
    GridCacheVersion version() {
        return version;
    }

    /** Called by the map, which keeps others from making an entry meanwhile. */
    @Override
    public @Nullable GridCacheMapEntry apply(KeyCacheObject same, @Nullable GridCacheMapEntry entry) {
        if (entry != null && !heldToo) {
            outcome = Outcome.HELD;
            return entry;
        }
        try {
            long hint = rows.hints().find(context.cacheId(), hash());
            if (hint == 0 || !replaceAt(hint, true)) {
                rows.tree().findOne(this, this, null);
            }
        } catch (IgniteCheckedException e) {
            failure = e;
        }
        return entry;
    }

    /** Called by the tree on the leaf that refers to the row. */
    @Override
    public boolean apply(
            BPlusTree<CacheSearchRow, CacheDataRow> searched, BPlusIO<CacheSearchRow> io, long leaf, int index)
            throws IgniteCheckedException {
        replaceAt(((RowLinkIO) io).getLink(leaf, index), false);
        return false;
    }

    /**
     * Replaces the value of the row under a link.
     *
     * @param hinted whether the link is a hint, so that it may be out of date or of another key
     * @return whether the row is the key's
     */
    private boolean replaceAt(long link, boolean hinted) throws IgniteCheckedException {
        int group = context.groupId();
        long pageId = PageIdUtils.pageId(link);
        PageMemory memory = context.dataRegion().pageMemory();
        long page = memory.acquirePage(group, pageId);
        try {
            long address = memory.writeLock(group, pageId, page);
            if (address == 0) {
                return false;
            }
            try {
                if (hinted && !rows.hints().has(context.cacheId(), hash(), link)) {
                    return false;
                }
                DataPageIO io = DataPageIO.VERSIONS.forPage(address);
                DataPagePayload row = io.readPayload(address, PageIdUtils.itemId(link), memory.realPageSize(group));
                if (hinted
                        && (row.nextLink() != 0
                                || !RowKey.isAt(
                                        address + row.offset() + RowKey.offset(context),
                                        key.valueBytes(context.cacheObjectContext())))) {
                    return false;
                }
                outcome = row.nextLink() == 0 ? replace(address + row.offset()) : Outcome.UNFIT;
                if (!hinted && outcome == Outcome.DONE) {
                    rows.note(store, hash(), link);
                }
            } finally {
                memory.writeUnlock(group, pageId, page, Boolean.FALSE, outcome == Outcome.DONE);
            }
        } finally {
            memory.releasePage(group, pageId, page);
        }
        context.dataRegion().evictionTracker().touchPage(pageId);
        return true;
    }

    /** A row: [cache id,] key length, key type, key, value length, value type, value, version, expire time. */
    private Outcome replace(long row) throws IgniteCheckedException {
        long at = row + RowKey.offset(context);
        at += RowKey.HEADER_BYTES + PageUtils.getInt(at, 0);
        int head = isRoot ? store.rootHeaderBytes() : 0;
        byte type = isRoot ? CacheObject.TYPE_BINARY : CacheObject.TYPE_BYTE_ARR;
        if (PageUtils.getInt(at, 0) != head + value.length || PageUtils.getByte(at, Integer.BYTES) != type) {
            return Outcome.UNFIT;
        }
        long valueAt = at + RowKey.HEADER_BYTES;
        long versionAt = valueAt + head + value.length;
        if (isRoot && !store.isRoot(valueAt) || CacheVersionIO.readSize(versionAt, false) != VERSION_BYTES) {
            return Outcome.UNFIT;
        }
        if (replaced == null && PageUtils.getLong(versionAt + VERSION_BYTES, 0) != 0) {
            return Outcome.UNFIT;
        }
        if (replaced != null && !replaced.equals(CacheVersionIO.read(versionAt, false))) {
            return Outcome.HELD;
        }
        GridCacheVersion next = context.cache().nextVersion();
        partition.nextUpdateCounter(context.cacheId(), topology, true, false, null);
        GridUnsafe.copyHeapOffheap(value, GridUnsafe.BYTE_ARR_OFF, valueAt + head, value.length);
        CacheVersionIO.write(versionAt, next, false);
        version = next;
        return Outcome.DONE;
    }

    @Override
    public KeyCacheObject key() {
        return key;
    }

    @Override
    public long link() {
        throw new IllegalStateException("a search row has no link");
    }

    @Override
    public int hash() {
        return key.hashCode();
    }

    @Override
    public int cacheId() {
        return context.group().sharedGroup() ? context.cacheId() : 0;
    }
}
