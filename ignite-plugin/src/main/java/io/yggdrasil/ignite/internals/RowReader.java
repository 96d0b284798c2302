package io.yggdrasil.ignite.internals;

import io.yggdrasil.tier.hot.HotSink;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.apache.ignite.internal.pagemem.PageMemory;
import org.apache.ignite.internal.pagemem.PageUtils;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.CacheObjectValueContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.CacheDataStore;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.KeyCacheObjectImpl;
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
 * Reads the bytes of a string from its page straight into the caller's array, without making key, row, version and value
 * objects: of what a read through {@link EntryStore#read} allocates, nothing is left but the tree's own cursor.
 *
 * <p>Mechanism: the look-up's search row is this object; its key is a reused one whose marshalled form and hash are
 * computed from the wire's bytes. Where the tree has found the row it calls {@link #apply}, with the leaf still locked,
 * which copies the value and tells the tree that it needs no row. What it cannot handle (a key that is not ASCII, a
 * large value, one that is not a byte array, a listener of reads) it leaves to the ordinary way.
 *
 * <p>Checked on Ignite 2.17.0: row layout of {@code CacheDataRowAdapter.readFullRow}; order of {@code CacheDataTree}.
 *
 * <p>Threads: one.
 */
public final class RowReader implements CacheSearchRow, BPlusTree.TreeRowClosure<CacheSearchRow, CacheDataRow> {
    /** How a read ended. */
    public enum Outcome {
        /** The value was handed to the sink. */
        FOUND,
        /** What the sink was handed is the root of a collection; only by {@link RowReader#readWithRoots}. */
        ROOT,
        /** There is no such entry. */
        MISSING,
        /** There is none but one whose time is over. */
        EXPIRED,
        /** Nothing was read: take the ordinary way. */
        UNSUPPORTED
    }

    private static final int KEY_HEADER_BYTES = 5;
    private static final int KEYS_KEPT = 256;

    /** The leaf is locked while a value is copied: longer ones are left to the ordinary way. */
    private static final int FRAGMENTED_BYTES_MAX = 128 << 10;

    private final byte[][] keysByLength = new byte[KEYS_KEPT][];
    private final LookupKey key = new LookupKey();
    private final FragmentedRow fragments = new FragmentedRow(FRAGMENTED_BYTES_MAX);
    private @Nullable EntryStore store;
    private @Nullable HotSink sink;
    private long nowMillis;
    private Outcome outcome = Outcome.MISSING;
    private long link;
    private long stamp;
    private long expireTime;
    private @Nullable GridCacheVersion version;
    private boolean takesRoots;
    private @Nullable WatchedStore noting;
    private boolean isSplit;

    /** Makes a reader for one thread. */
    public RowReader() {}

    /** As {@link #read}, but takes roots of collections too, and notes the {@link #version}. */
    public Outcome readWithRoots(
            EntryStore from, byte[] bytes, int offset, int length, int partition, long now, HotSink out) {
        takesRoots = true;
        version = null;
        try {
            return read(from, bytes, offset, length, partition, now, out);
        } finally {
            takesRoots = false;
        }
    }

    /**
     * Reads a string.
     *
     * @param from the store
     * @param bytes array with the key's bytes from {@code offset} on
     * @param partition the key's partition
     */
    public Outcome read(EntryStore from, byte[] bytes, int offset, int length, int partition, long now, HotSink out) {
        if (!prepareKey(bytes, offset, length, partition)) {
            return Outcome.UNSUPPORTED;
        }
        GridDhtLocalPartition local = from.topology().localPartition(partition);
        if (local == null || !local.reserve()) {
            return Outcome.UNSUPPORTED;
        }
        from.context().shared().database().checkpointReadLock();
        try {
            CacheDataStore rows = local.dataStore();
            boolean watched = isWatched(rows, partition, key.hashCode());
            stamp = from.stamps().read(partition, key.hashCode());
            return watched || rows.tree() == null ? Outcome.UNSUPPORTED : read(from, rows, now, out);
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("read", e);
        } finally {
            from.context().shared().database().checkpointReadUnlock();
            local.release();
        }
    }

    /** The hash of the key that was read last, as Ignite computes it. */
    int keyHash() {
        return key.hashCode();
    }

    /** The stamp of the key that was read last, from before its row was read. */
    long stamp() {
        return stamp;
    }

    /** Tells whether the row that was read last was changed since. */
    public RowStamp rowStamp() {
        return new RowStamp(key.partition(), key.hashCode(), stamp);
    }

    /** When the value that was found last expires in milliseconds since 1970; 0: never. */
    public long expireTime() {
        return expireTime;
    }

    /** The {@link EntryRow#version} of what {@link #readWithRoots} found last; null: not known, as it is in several pages. */
    public @Nullable Object version() {
        return version;
    }

    /** Whether someone listens to reads; a counter of uses is told here. */
    private static boolean isWatched(CacheDataStore rows, int partition, int keyHash) {
        if (!(rows instanceof WatchedPartition watched)) {
            return false;
        }
        GroupWatch watch = watched.watch();
        if (watch.hasAccessListeners()) {
            return true;
        }
        watch.read(partition, keyHash);
        return false;
    }

    private Outcome read(EntryStore from, CacheDataStore rows, long now, HotSink out) throws IgniteCheckedException {
        store = from;
        sink = out;
        nowMillis = now;
        outcome = Outcome.MISSING;
        link = 0;
        noting = rows instanceof WatchedStore watched && !from.context().group().persistenceEnabled() ? watched : null;
        if (noting == null || !readHinted(from, noting)) {
            rows.tree().findOne(this, this, null);
        }
        if (outcome != Outcome.UNSUPPORTED) {
            from.statistics().lookedUp(outcome == Outcome.FOUND || outcome == Outcome.ROOT);
        }
        if (link != 0) {
            from.context().dataRegion().evictionTracker().touchPage(link);
        }
        return outcome;
    }

    /** The leaf is locked: see {@link RowHints}. */
    private void note(EntryStore from, WatchedStore rows) {
        rows.note(from, key.hashCode(), link);
        if (!from.stamps().stands(key.partition(), key.hashCode(), stamp)) {
            rows.hints().forget(from.context().cacheId(), key.hashCode());
        }
    }

    /** Reads the row where it was found last; false when it may be elsewhere, or is in several pages. */
    private boolean readHinted(EntryStore from, WatchedStore rows) throws IgniteCheckedException {
        RowHints hints = rows.hints();
        int cacheId = from.context().cacheId();
        long hint = hints.find(cacheId, key.hashCode());
        if (hint == 0) {
            return false;
        }
        int group = from.context().groupId();
        long pageId = PageIdUtils.pageId(hint);
        PageMemory memory = from.context().dataRegion().pageMemory();
        long page = memory.acquirePage(group, pageId);
        try {
            long address = memory.readLock(group, pageId, page);
            if (address == 0) {
                return false;
            }
            try {
                if (!hints.has(cacheId, key.hashCode(), hint)) {
                    return false;
                }
                DataPagePayload row = DataPageIO.VERSIONS
                        .forPage(address)
                        .readPayload(address, PageIdUtils.itemId(hint), memory.realPageSize(group));
                long at = address + row.offset();
                if (row.nextLink() != 0 || !RowKey.isAt(at + RowKey.offset(from.context()), key.valBytes())) {
                    return false;
                }
                link = hint;
                outcome = copy(from, at);
                return true;
            } finally {
                memory.readUnlock(group, pageId, page);
            }
        } finally {
            memory.releasePage(group, pageId, page);
        }
    }

    private boolean prepareKey(byte[] bytes, int offset, int length, int partition) {
        int total = KEY_HEADER_BYTES + length;
        byte[] marshalled = total < KEYS_KEPT ? keysByLength[total] : new byte[total];
        if (marshalled == null) {
            marshalled = new byte[total];
            keysByLength[total] = marshalled;
        }
        int hash = 0;
        int any = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[offset + i];
            hash = 31 * hash + b;
            any |= b;
            marshalled[KEY_HEADER_BYTES + i] = b;
        }
        if (any < 0) {
            return false;
        }
        marshalled[0] = GridBinaryMarshaller.STRING;
        marshalled[1] = (byte) length;
        marshalled[2] = (byte) (length >>> 8);
        marshalled[3] = (byte) (length >>> 16);
        marshalled[4] = (byte) (length >>> 24);
        key.set(marshalled, hash, partition);
        return true;
    }

    /** Called by the tree on the leaf that holds the row. */
    @Override
    public boolean apply(
            BPlusTree<CacheSearchRow, CacheDataRow> tree, BPlusIO<CacheSearchRow> io, long pageAddress, int index)
            throws IgniteCheckedException {
        EntryStore from = store;
        if (from == null) {
            throw new IllegalStateException("no read is under way");
        }
        link = ((RowLinkIO) io).getLink(pageAddress, index);
        outcome = readRow(from, link);
        WatchedStore rows = noting;
        if (rows != null && !isSplit) {
            note(from, rows);
        }
        return false;
    }

    private Outcome readRow(EntryStore from, long first) throws IgniteCheckedException {
        int group = from.context().groupId();
        PageMemory memory = from.context().dataRegion().pageMemory();
        Outcome result = null;
        long at = first;
        while (result == null) {
            if (at == 0) {
                throw new IllegalStateException("row ends before its value does");
            }
            long pageId = PageIdUtils.pageId(at);
            long page = memory.acquirePage(group, pageId);
            try {
                long address = memory.readLock(group, pageId, page);
                try {
                    DataPageIO data = DataPageIO.VERSIONS.forPage(address);
                    DataPagePayload payload =
                            data.readPayload(address, PageIdUtils.itemId(at), memory.realPageSize(group));
                    isSplit = at != first || payload.nextLink() != 0;
                    result = isSplit
                            ? takeFragment(from, address, payload, at == first)
                            : copy(from, address + payload.offset());
                    at = payload.nextLink();
                } finally {
                    memory.readUnlock(group, pageId, page);
                }
            } finally {
                memory.releasePage(group, pageId, page);
            }
        }
        return result;
    }

    private @Nullable Outcome takeFragment(EntryStore from, long address, DataPagePayload payload, boolean first) {
        HotSink out = sink;
        if (out == null) {
            throw new IllegalStateException("no read is under way");
        }
        if (first) {
            fragments.begin(RowKey.offset(from.context()) + RowKey.HEADER_BYTES + key.bytes());
        }
        Outcome taken = fragments.take(address + payload.offset(), payload.payloadSize(), nowMillis, out);
        expireTime = fragments.expireTime();
        return taken;
    }

    /** A row: [cache id,] key length, key type, key, value length, value type, value, version, expire time. */
    private Outcome copy(EntryStore from, long row) throws IgniteCheckedException {
        long at = row + RowKey.offset(from.context());
        at += RowKey.HEADER_BYTES + PageUtils.getInt(at, 0);
        int length = PageUtils.getInt(at, 0);
        byte type = PageUtils.getByte(at, Integer.BYTES);
        long value = at + RowKey.HEADER_BYTES;
        boolean root = takesRoots && type == CacheObject.TYPE_BINARY && from.isRoot(value);
        if (!root && type != CacheObject.TYPE_BYTE_ARR) {
            return Outcome.UNSUPPORTED;
        }
        long versionAt = value + length;
        expireTime = PageUtils.getLong(versionAt + CacheVersionIO.readSize(versionAt, false), 0);
        if (expireTime > 0 && expireTime <= nowMillis) {
            return Outcome.EXPIRED;
        }
        int head = root ? from.rootHeaderBytes() : 0;
        if (takesRoots) {
            version = CacheVersionIO.read(versionAt, false);
        }
        HotSink out = sink;
        if (out != null) {
            int target = out.open(length - head);
            GridUnsafe.copyOffheapHeap(value + head, out.array(), GridUnsafe.BYTE_ARR_OFF + target, length - head);
        }
        return root ? Outcome.ROOT : Outcome.FOUND;
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
        EntryStore from = store;
        return from != null && from.context().group().sharedGroup()
                ? from.context().cacheId()
                : 0;
    }

    /** A key that is only compared: by hash, then by its marshalled bytes. */
    private static final class LookupKey extends KeyCacheObjectImpl {
        private static final long serialVersionUID = 0L;

        private int hash;

        LookupKey() {
            super("", new byte[0], 0);
        }

        void set(byte[] marshalled, int keyHash, int partition) {
            valBytes = marshalled;
            hash = keyHash;
            partition(partition);
        }

        int bytes() {
            return valBytes.length;
        }

        byte[] valBytes() {
            return valBytes;
        }

        @Override
        public byte[] valueBytes(CacheObjectValueContext context) {
            return valBytes;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }
}
