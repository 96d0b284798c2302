package io.yggdrasil.ignite.internals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRowAdapter.RowData;
import org.apache.ignite.internal.processors.cache.persistence.CacheSearchRow;
import org.apache.ignite.internal.processors.cache.persistence.tree.BPlusTree;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.BPlusIO;
import org.apache.ignite.internal.processors.cache.tree.CacheDataTree;
import org.apache.ignite.internal.processors.cache.tree.PendingEntriesTree;
import org.apache.ignite.internal.processors.cache.tree.PendingRow;
import org.apache.ignite.internal.processors.cache.tree.PendingRowIO;
import org.apache.ignite.internal.processors.cache.tree.RowLinkIO;
import org.apache.ignite.internal.processors.cache.tree.SearchRow;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.lang.GridCursor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at some rows of a store: those behind a place in a partition's tree, or those that expire behind a point of time.
 * Of each it reads key, size and expire time, not the value.
 *
 * <p>Mechanism: a closure of the tree's cursor takes what it needs while the leaf is locked, so that the row behind a link
 * is there; it turns all rows down but the last, so that the cursor makes no row objects and stops there.
 *
 * <p>Checked on Ignite 2.17.0: {@code BPlusTree.find}, {@code PendingEntriesTree}.
 *
 * <p>Threads: one; reused.
 */
public final class RowSampler {
    /** What {@link #sample} returns when the tree has ended. */
    public static final long END = Long.MAX_VALUE;

    private static final int KEY_HEAD_BYTES = 5;
    private static final int VALUE_HEAD_BYTES = 5;
    private static final int EXPIRE_TIME_BYTES = 8;
    private static final int VERSION_BYTES_MAX = 33;
    private static final int VERSION_BYTES = 17;
    private static final int HEAD_BYTES = 256;
    private static final int KEY_BYTES_MAX = 1 << 20;

    private byte[] head = new byte[HEAD_BYTES];
    private final byte[] tail = new byte[VERSION_BYTES_MAX];

    /** Makes a sampler for one thread. */
    public RowSampler() {}

    /**
     * Looks at rows of a partition in the order of their keys' hashes.
     *
     * @param fromHash where to begin: {@link Integer#MIN_VALUE}, or what the call before returned
     * @param count most rows to look at
     * @param versions whether their versions are wanted
     * @param out where they are added
     * @return the hash to go on with; {@link #END} when the partition has ended, or is not here
     */
    public long sample(
            EntryStore store, int partition, int fromHash, int count, boolean versions, List<SampledRow> out) {
        GridDhtLocalPartition local = store.topology().localPartition(partition);
        if (local == null || !local.reserve()) {
            return END;
        }
        store.context().shared().database().checkpointReadLock();
        try {
            CacheDataTree tree = local.dataStore().tree();
            DataLeaf leaf = new DataLeaf(store, partition, count, versions, out);
            CacheSearchRow lower = fromHash == Integer.MIN_VALUE
                    ? null
                    : new SearchRow(leaf.cacheId, new HashBound(fromHash, partition));
            if (lower == null && leaf.cacheId != 0) {
                lower = new SearchRow(leaf.cacheId);
            }
            CacheSearchRow upper = leaf.cacheId == 0 ? null : new SearchRow(leaf.cacheId);
            GridCursor<CacheDataRow> cursor = tree.find(lower, upper, leaf, RowData.KEY_ONLY);
            boolean more = cursor.next();
            return more && leaf.lastHash != Integer.MAX_VALUE ? leaf.lastHash + 1L : END;
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("sample", e);
        } finally {
            store.context().shared().database().checkpointReadUnlock();
            local.release();
        }
    }

    /**
     * Looks at rows of a partition that expire, in the order of their expire times.
     *
     * @param fromTime where to begin in milliseconds since 1970: 1 or more
     * @param count most rows to look at
     * @param versions whether their versions are wanted
     * @param out where they are added
     * @return the time to go on with; {@link #END} when there are no more, or the partition is not here
     */
    public long sampleExpiring(
            EntryStore store, int partition, long fromTime, int count, boolean versions, List<SampledRow> out) {
        GridDhtLocalPartition local = store.topology().localPartition(partition);
        if (local == null || !local.reserve()) {
            return END;
        }
        store.context().shared().database().checkpointReadLock();
        try {
            PendingEntriesTree tree = local.dataStore().pendingTree();
            if (tree == null) {
                return END;
            }
            PendingLeaf leaf = new PendingLeaf(store, partition, count, versions, out);
            PendingRow upper = leaf.cacheId == 0 ? null : new PendingRow(leaf.cacheId, Long.MAX_VALUE, 0);
            GridCursor<PendingRow> cursor =
                    tree.find(new PendingRow(leaf.cacheId, fromTime, 0), upper, leaf, PendingEntriesTree.WITHOUT_KEY);
            boolean more = cursor.next();
            return more ? Math.max(leaf.lastTime, fromTime + 1) : END;
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("sample", e);
        } finally {
            store.context().shared().database().checkpointReadUnlock();
            local.release();
        }
    }

    /** Whether a partition of this node has rows that expire. */
    public boolean hasExpiring(EntryStore store, int partition) {
        GridDhtLocalPartition local = store.topology().localPartition(partition);
        if (local == null || !local.reserve()) {
            return false;
        }
        store.context().shared().database().checkpointReadLock();
        try {
            PendingEntriesTree tree = local.dataStore().pendingTree();
            return tree != null && !tree.isEmpty();
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("sample", e);
        } finally {
            store.context().shared().database().checkpointReadUnlock();
            local.release();
        }
    }

    /**
     * Looks at all rows of the page that a row begins in.
     *
     * @param stores the stores that they may be in
     * @return false when one of them is in none of the stores, or cannot be had: the page cannot be emptied
     */
    public boolean samplePage(SampledRow row, List<EntryStore> stores, List<SampledRow> out) {
        EntryStore any = row.store();
        any.context().shared().database().checkpointReadLock();
        try {
            for (long link : PageLinks.of(any, row.link())) {
                SampledRow found = find(link, stores);
                if (found == null) {
                    return false;
                }
                out.add(found);
            }
            return true;
        } catch (IgniteCheckedException | RuntimeException | AssertionError e) {
            return false; // The page was changed under us: nothing holds its rows here.
        } finally {
            any.context().shared().database().checkpointReadUnlock();
        }
    }

    /** A page does not tell whose rows it has: the one whose tree has the key with this link. */
    private @Nullable SampledRow find(long link, List<EntryStore> stores) throws IgniteCheckedException {
        for (EntryStore store : stores) {
            SampledRow row = read(store, link, -1, true);
            if (row != null && PageLinks.isAt(row)) {
                return row;
            }
        }
        return null;
    }

    private static int cacheId(EntryStore store) {
        return store.context().group().sharedGroup() ? store.context().cacheId() : 0;
    }

    /** Reads what there is to know of a row; null when it cannot be had. */
    private @Nullable SampledRow read(EntryStore store, long link, int partition, boolean version)
            throws IgniteCheckedException {
        RowBytes row = new RowBytes(store);
        if (!row.open(link)) {
            return null;
        }
        int base = store.context().group().storeCacheIdInDataPage() ? Integer.BYTES : 0;
        int keyBytes = keyBytes(row, link, base);
        if (keyBytes < 0) {
            return null;
        }
        int keyEnd = base + KEY_HEAD_BYTES + keyBytes;
        int valueHead = keyEnd + (row.isFragmented() ? EXPIRE_TIME_BYTES : 0);
        if (row.copy(link, 0, head(valueHead + VALUE_HEAD_BYTES), keyEnd) < keyEnd) {
            return null;
        }
        EntryKey key = key(store, base + KEY_HEAD_BYTES, keyEnd, partition);
        long stamp = store.stamp(key); // Before the rest: while it stands, the rest is true.
        int headBytes = valueHead + VALUE_HEAD_BYTES;
        if (row.copy(link, 0, head, headBytes) < headBytes) {
            return null;
        }
        long versionAt = (long) headBytes + ints().getInt(valueHead);
        long expireTime = row.isFragmented() ? ints().getLong(keyEnd) : expireTime(row, link);
        long size = row.isFragmented() ? versionAt + VERSION_BYTES : row.firstBytes();
        return new SampledRow(
                store,
                key,
                link,
                (int) Math.min(size, Integer.MAX_VALUE),
                expireTime,
                stamp,
                version ? version(row, link, versionAt) : null);
    }

    /** The key whose bytes are in {@code head}, its type before them. */
    private EntryKey key(EntryStore store, int from, int to, int partition) throws IgniteCheckedException {
        KeyCacheObject object = store.context()
                .kernalContext()
                .cacheObjects()
                .toKeyCacheObject(
                        store.context().cacheObjectContext(), head[from - 1], Arrays.copyOfRange(head, from, to));
        int owner = partition >= 0 ? partition : store.context().affinity().partition(object);
        object.partition(owner);
        return new EntryKey(store, object, owner);
    }

    private int keyBytes(RowBytes row, long link, int base) throws IgniteCheckedException {
        if (row.copy(link, base, head, Integer.BYTES) < Integer.BYTES) {
            return -1;
        }
        int bytes = ints().getInt(0);
        return bytes <= KEY_BYTES_MAX ? bytes : -1;
    }

    private long expireTime(RowBytes row, long link) throws IgniteCheckedException {
        row.copy(link, row.firstBytes() - EXPIRE_TIME_BYTES, tail, EXPIRE_TIME_BYTES);
        return ByteBuffer.wrap(tail).order(ByteOrder.nativeOrder()).getLong(0);
    }

    /** See {@code CacheVersionIO}: protocol 1, topology 4, node order and data center 4, order 8. */
    private @Nullable Object version(RowBytes row, long link, long at) throws IgniteCheckedException {
        if (row.copy(link, at, tail, VERSION_BYTES) < VERSION_BYTES || tail[0] != 1) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(tail).order(ByteOrder.nativeOrder());
        return new GridCacheVersion(in.getInt(1), in.getInt(5), in.getLong(9));
    }

    private byte[] head(int bytes) {
        if (head.length < bytes) {
            head = new byte[bytes];
        }
        return head;
    }

    private ByteBuffer ints() {
        return ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
    }

    /** Takes rows that a tree shows, one leaf entry after the other. */
    private abstract class Leaf<L, T extends L> implements BPlusTree.TreeRowClosure<L, T> {
        final int cacheId;
        private final EntryStore store;
        private final int partition;
        private final boolean versions;
        private final List<SampledRow> out;
        int left;

        Leaf(EntryStore store, int partition, int count, boolean versions, List<SampledRow> out) {
            this.store = store;
            this.partition = partition;
            this.left = count;
            this.versions = versions;
            this.out = out;
            this.cacheId = cacheId(store);
        }

        /** Remembers where to go on behind this entry; returns the link of its row. */
        abstract long pass(BPlusIO<L> io, long address, int index);

        @Override
        public boolean apply(BPlusTree<L, T> tree, BPlusIO<L> io, long address, int index)
                throws IgniteCheckedException {
            if (left == 0) {
                return false;
            }
            left--;
            SampledRow row = read(store, pass(io, address, index), partition, versions);
            if (row != null) {
                out.add(row);
            }
            return left == 0;
        }
    }

    /** Takes rows of a data tree. */
    private final class DataLeaf extends Leaf<CacheSearchRow, CacheDataRow> {
        private int lastHash;

        DataLeaf(EntryStore store, int partition, int count, boolean versions, List<SampledRow> out) {
            super(store, partition, count, versions, out);
        }

        @Override
        long pass(BPlusIO<CacheSearchRow> io, long address, int index) {
            lastHash = ((RowLinkIO) io).getHash(address, index);
            return ((RowLinkIO) io).getLink(address, index);
        }
    }

    /** Takes rows of a tree of expire times. */
    private final class PendingLeaf extends Leaf<PendingRow, PendingRow> {
        private long lastTime;

        PendingLeaf(EntryStore store, int partition, int count, boolean versions, List<SampledRow> out) {
            super(store, partition, count, versions, out);
        }

        @Override
        long pass(BPlusIO<PendingRow> io, long address, int index) {
            lastTime = ((PendingRowIO) io).getExpireTime(address, index);
            return ((PendingRowIO) io).getLink(address, index);
        }
    }
}
