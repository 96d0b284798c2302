package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.mutation.Stamps;
import io.yggdrasil.ignite.slot.Keys;
import io.yggdrasil.ignite.statistics.CacheStatistics;
import java.util.BitSet;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.binary.BinaryObjectImpl;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.processors.affinity.AffinityAssignment;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.CacheObjectByteArrayImpl;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryRemovedException;
import org.apache.ignite.internal.processors.cache.IgniteInternalCache;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.KeyCacheObjectImpl;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtCacheAdapter;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtInvalidPartitionException;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionTopology;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRowAdapter;
import org.apache.ignite.internal.util.lang.GridCursor;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache on this node, read straight from page memory.
 *
 * <p>What Ignite's API does around a read (future, deployment, result objects) costs more than the read itself; here
 * only the tree look-up is left. Checked on Ignite 2.17.0: {@code GridDhtLocalPartition.dataStore().find},
 * {@code GridDhtCacheAdapter.entryExx}, {@code GridCacheMapEntry.innerUpdate}. Writes go through an {@link EntryScope}.
 * Skipped, because RESP does each itself or does not need it: security, interceptor on read, read-through.
 *
 * <p>Threads: any. A read takes no lock but the pages' own.
 */
public final class EntryStore {
    /** What the name of the cache of nodes ends with. */
    public static final String NODES_SUFFIX = ":nodes";

    private final GridCacheContext<Object, Object> context;
    private final GridDhtCacheAdapter<Object, Object> cache;
    private final GridDhtPartitionTopology topology;
    private final ExchangeEpoch epoch;
    private final @Nullable RegionPages pages;
    private final boolean indexed;
    private final GroupWatch watch;
    private final RootCodec roots;
    private volatile @Nullable EntryStore nodes;
    private volatile @Nullable PartitionView view;

    private EntryStore(GridCacheContext<Object, Object> context, ExchangeEpoch epoch) {
        this.context = context;
        this.roots = new RootCodec(context.kernalContext());
        this.watch = watchOf(context);
        this.cache = context.dht();
        this.topology = context.topology();
        this.epoch = epoch;
        this.pages = context.group().offheap() instanceof WatchedOffheap watched ? watched.pages() : null;
        this.indexed = !context.config().getQueryEntities().isEmpty();
    }

    /** Reports an eviction. */
    void onEvicted(EntryKey key) {
        watch.evicted(context, key.object());
    }

    /** What lets transactions outlive the nodes that run them. */
    Intents intents() {
        return watch.intents();
    }

    /** Whether the entries are on disk too. */
    boolean isPersistent() {
        return context.group().persistenceEnabled();
    }

    /** Frees the nodes of a root that is not stored, in the background. */
    void freeNodes(int partition, RootValue root) {
        watch.freeNodes(name(), partition, root);
    }

    private static GroupWatch watchOf(GridCacheContext<?, ?> context) {
        GroupWatch watch = context.group().offheap() instanceof Watching watching ? watching.watch() : null;
        if (watch == null) {
            throw new IllegalArgumentException("cache=" + context.name() + " is not watched: it is no namespace's");
        }
        return watch;
    }

    /** Opens the cache's store on this node. The cache must be started here, atomic and partitioned. */
    public static EntryStore open(Ignite ignite, String cacheName, ExchangeEpoch epoch) {
        IgniteInternalCache<Object, Object> cache = ((IgniteEx) ignite).cachex(cacheName);
        if (cache == null) {
            throw new YggdrasilException(YggdrasilException.Kind.RETRY, "cache " + cacheName + " is not started");
        }
        return new EntryStore(cache.context(), epoch);
    }

    /**
     * Where the nodes of this store's collections are: partitions have the same number and the same owners. A {@code RETRY}
     * error while that cache is being started, which may be a moment after this one.
     */
    public EntryStore nodes() {
        EntryStore store = nodes;
        return store == null || store.isStopped() ? openNodes() : store;
    }

    private synchronized EntryStore openNodes() {
        EntryStore store = nodes;
        if (store == null || store.isStopped()) {
            store = open(context.kernalContext().grid(), name() + NODES_SUFFIX, epoch);
            nodes = store;
        }
        return store;
    }

    /** Whether the entries are nodes of collections. */
    public boolean isOfNodes() {
        return name().endsWith(NODES_SUFFIX);
    }

    /** The cache's id, which is the same on every node. */
    public int id() {
        return context.cacheId();
    }

    /** Counts a read of an entry that was answered without looking it up here; the key is ASCII. */
    void countRead(byte[] bytes, int offset, int length, int partition) {
        if (watch.countsUses()) {
            int hash = 0;
            for (int i = offset; i < offset + length; i++) {
                hash = 31 * hash + bytes[i];
            }
            watch.read(partition, hash);
        }
    }

    /** The cache's name. */
    public String name() {
        return context.name();
    }

    /** Whether the cache was stopped or destroyed since. */
    public boolean isStopped() {
        return context.gate().isStopped() || topology.stopping();
    }

    /**
     * Who owns what, or null while that is being decided. A view is good as long as {@link #isCurrent} says so.
     */
    public @Nullable PartitionView view() {
        PartitionView known = view;
        return known != null && known.epoch() == epoch.current() ? known : refresh();
    }

    /** Whether the binary object at an address is the root of a collection. */
    boolean isRoot(long address) {
        return roots.isRoot(address);
    }

    /** Bytes of such an object before those of the root. */
    int rootHeaderBytes() {
        return roots.headerBytes();
    }

    /** Whether ownership has not changed since the view was made. */
    public boolean isCurrent(PartitionView seen) {
        return seen.epoch() == epoch.current();
    }

    /** Whether ownership is what a view tells, and stays so while the caller holds the topology's read lock. */
    boolean isSettled(PartitionView seen) {
        return !topology.stopping()
                && isCurrent(seen)
                && topology.topologyVersionFuture().isDone();
    }

    /** Whether an entry is to be written here, by a settled view; {@code RESOURCE} when Ignite refuses it. */
    boolean mayWrite(EntryKey key, PartitionView settled) {
        if (!settled.isLocal(key.partition())) {
            return false;
        }
        Exception invalid = topology.topologyVersionFuture().validateCache(context, false, false, key.object(), null);
        if (invalid != null) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.RESOURCE, String.valueOf(invalid.getMessage()), invalid);
        }
        return true;
    }

    private @Nullable PartitionView refresh() {
        PartitionView fresh = view(watch.intents().undecidedPartitions(id()));
        if (fresh != null && !fresh.isFilling()) {
            view = fresh; // A copy that is being filled becomes whole without an exchange.
        }
        return fresh;
    }

    /** As {@link #view}, but with the partitions that are kept from others until {@link IntentRedo} has seen to them. */
    @Nullable
    PartitionView viewOfAll() {
        return view(null);
    }

    /** {@code withheld} partitions count as those that are being filled. */
    private @Nullable PartitionView view(@Nullable BitSet withheld) {
        long before = epoch.current();
        if (!epoch.isSettled() || topology.stopping()) {
            return null;
        }
        AffinityTopologyVersion version;
        topology.readLock();
        try {
            if (!topology.topologyVersionFuture().isDone()) {
                return null;
            }
            version = topology.topologyVersionFuture().topologyVersion();
        } finally {
            topology.readUnlock();
        }
        AffinityAssignment assignment = context.affinity().assignment(version);
        BitSet lost = new BitSet();
        topology.lostPartitions().forEach(lost::set);
        BitSet local = new BitSet();
        BitSet filling = new BitSet();
        for (int partition : assignment.primaryPartitions(context.localNodeId())) {
            if (!lost.get(partition)) {
                boolean isOpen = isWhole(partition) && (withheld == null || !withheld.get(partition));
                (isOpen ? local : filling).set(partition);
            }
        }
        BitSet sole = new BitSet();
        for (int p = local.nextSetBit(0); p >= 0; p = local.nextSetBit(p + 1)) {
            sole.set(p, topology.nodes(p, version).size() == 1);
        }
        PartitionView fresh = new PartitionView(before, assignment, local, sole, filling, lost);
        return before == epoch.current() ? fresh : null;
    }

    private boolean isWhole(int partition) {
        GridDhtLocalPartition local = topology.localPartition(partition);
        return local != null && local.state() == GridDhtPartitionState.OWNING;
    }

    /** The form of the key that reads and writes of this store take. */
    public EntryKey key(byte[] bytes, int offset, int length, int partition) {
        if (isAscii(bytes, offset, length)) {
            @SuppressWarnings("deprecation") // the one constructor that makes a Latin-1 string without decoding
            String text = new String(bytes, 0, offset, length);
            return new EntryKey(
                    this, new KeyCacheObjectImpl(text, marshalled(bytes, offset, length), partition), partition);
        }
        return key(Keys.key(bytes, offset, length), partition);
    }

    /** The same for a key object that a scan found. */
    public EntryKey key(Object key, int partition) {
        KeyCacheObject object = context.toCacheKeyObject(key);
        object.partition(partition);
        return new EntryKey(this, object, partition);
    }

    private static boolean isAscii(byte[] bytes, int offset, int length) {
        int any = 0;
        for (int i = offset; i < offset + length; i++) {
            any |= bytes[i];
        }
        return any >= 0;
    }

    /** What Ignite's binary marshaller makes of an ASCII string: type, length in little endian, bytes. */
    private static byte[] marshalled(byte[] bytes, int offset, int length) {
        byte[] out = new byte[5 + length];
        out[0] = GridBinaryMarshaller.STRING;
        out[1] = (byte) length;
        out[2] = (byte) (length >>> 8);
        out[3] = (byte) (length >>> 16);
        out[4] = (byte) (length >>> 24);
        System.arraycopy(bytes, offset, out, 5, length);
        return out;
    }

    /**
     * Reads an entry.
     *
     * @return false when the partition is not here; {@code out} is then empty
     */
    public boolean read(EntryKey key, long nowMillis, EntryRow out) {
        GridDhtLocalPartition partition = topology.localPartition(key.partition());
        if (partition == null || !partition.reserve()) {
            out.clear();
            return false;
        }
        context.shared().database().checkpointReadLock();
        try {
            out.set(this, partition.dataStore().find(context, key.object()), nowMillis);
            return true;
        } catch (IgniteCheckedException e) {
            throw failure("read", e);
        } finally {
            context.shared().database().checkpointReadUnlock();
            partition.release();
        }
    }

    /**
     * Whether a row that was read here is still the same, which then counts as one more read that found it. False also where
     * that cannot be told, or someone wants to hear of reads.
     */
    public boolean findAgain(RowStamp row) {
        boolean found = topology.localPartition(row.partition()) != null
                && !watch.hasAccessListeners()
                && stamps().stands(row.partition(), row.keyHash(), row.stamp());
        if (found) {
            watch.read(row.partition(), row.keyHash());
            statistics().lookedUp(true);
        }
        return found;
    }

    /**
     * Removes an entry of a partition that this node is primary of, if its time is over; its other copies go by themselves.
     * No effect when the entry is not there, not here or not over. Ignite's clock is up to 10 ms late.
     *
     * @return whether it was removed
     */
    public boolean expire(EntryKey key) {
        PartitionView owners = view();
        if (owners == null
                || !owners.isLocal(key.partition())
                || !context.gate().enterIfNotStopped()) {
            return false;
        }
        GridDhtLocalPartition partition = topology.localPartition(key.partition());
        boolean here = partition != null && partition.reserve();
        context.shared().database().checkpointReadLock();
        try {
            return here && ExpiredEntry.remove(context, partition, key.object(), owners.topologyVersion());
        } catch (GridDhtInvalidPartitionException | GridCacheEntryRemovedException e) {
            // It left this node or was removed meanwhile: nothing is to be done.
            return false;
        } catch (IgniteCheckedException e) {
            throw failure("expire", e);
        } finally {
            context.shared().database().checkpointReadUnlock();
            if (here) {
                partition.release();
            }
            context.gate().leave();
        }
    }

    /**
     * A number that moves with every change of an entry, and sometimes with changes of others: see {@link
     * io.yggdrasil.ignite.mutation.Stamps}. Differs after a change of owner, too, in all likelihood.
     */
    public long stamp(EntryKey key) {
        GridDhtLocalPartition local = topology.localPartition(key.partition());
        return local == null ? -1 : stamps().read(key.partition(), key.order());
    }

    /**
     * The same for a row that was found missing, once the change that may have taken it away is over: it would move the
     * number again when it ends.
     */
    public long settledStamp(EntryKey key) {
        GridDhtLocalPartition local = topology.localPartition(key.partition());
        return local == null ? -1 : stamps().readSettled(key.partition(), key.order());
    }

    /** Number of entries in a partition of this node; expired ones that were not purged yet count. */
    public long size(int partition) {
        GridDhtLocalPartition local = topology.localPartition(partition);
        return local == null ? 0 : local.dataStore().cacheSize(context.cacheId());
    }

    /** Number of entries of this node, primaries and backups; expired ones that were not purged yet count. */
    public long size() {
        long sum = 0;
        for (GridDhtLocalPartition local : topology.currentLocalPartitions()) {
            sum += local.dataStore().cacheSize(context.cacheId());
        }
        return sum;
    }

    /** Number of entries of this node that have an expiry, the expired ones that were not purged yet included. */
    public long expiringCount() {
        try {
            return context.ttl().pendingSize();
        } catch (IgniteCheckedException e) {
            throw failure("count", e);
        }
    }

    /**
     * Visits the entries of a local partition in the order of their keys' hashes.
     *
     * @param fromHash the lowest hash to visit
     * @return false when the partition is not here
     */
    public boolean scan(int partition, int fromHash, EntryVisitor visitor) {
        GridDhtLocalPartition local = topology.localPartition(partition);
        if (local == null || !local.reserve()) {
            return false;
        }
        context.shared().database().checkpointReadLock();
        try {
            KeyCacheObject lower = fromHash == Integer.MIN_VALUE ? null : new HashBound(fromHash, partition);
            GridCursor<? extends CacheDataRow> cursor = local.dataStore().cursor(context.cacheId(), lower, null);
            while (cursor.next()) {
                CacheDataRow row = cursor.get();
                if (!visit(row, visitor)) {
                    return true;
                }
            }
            return true;
        } catch (IgniteCheckedException e) {
            throw failure("scan", e);
        } finally {
            context.shared().database().checkpointReadUnlock();
            local.release();
        }
    }

    private boolean visit(CacheDataRow row, EntryVisitor visitor) {
        return visitor.visit(unwrap(row.key()), row.key().hashCode(), unwrap(row.value()), row.expireTime());
    }

    /**
     * Visits the keys of a local partition as {@link #scan} does, without reading anything else of their entries.
     *
     * @return false when the partition is not here
     */
    public boolean scanKeys(int partition, KeyVisitor visitor) {
        GridDhtLocalPartition local = topology.localPartition(partition);
        if (local == null || !local.reserve()) {
            return false;
        }
        context.shared().database().checkpointReadLock();
        try {
            GridCursor<? extends CacheDataRow> cursor =
                    local.dataStore().cursor(context.cacheId(), null, null, CacheDataRowAdapter.RowData.KEY_ONLY);
            boolean goOn = true;
            while (goOn && cursor.next()) {
                goOn = visitor.visit(unwrap(cursor.get().key()));
            }
            return true;
        } catch (IgniteCheckedException e) {
            throw failure("scan", e);
        } finally {
            context.shared().database().checkpointReadUnlock();
            local.release();
        }
    }

    /**
     * The object that a client stored, or the {@link RootValue} of a collection. Other objects of classes stay as they are
     * in the pages: this node may not have the class, and nobody here looks into them.
     */
    Object unwrap(CacheObject object) {
        if (object instanceof BinaryObjectImpl binary && roots.isRoot(binary)) {
            return roots.unwrap(binary);
        }
        boolean plain = object.cacheObjectType() == CacheObject.TYPE_BYTE_ARR || isPlain(object);
        return plain ? object.value(context.cacheObjectContext(), false) : object;
    }

    private boolean isPlain(CacheObject object) {
        if (object instanceof BinaryObject) {
            return false;
        }
        try {
            byte[] bytes = object.valueBytes(context.cacheObjectContext());
            return bytes.length > 0 && bytes[0] >= GridBinaryMarshaller.BYTE && bytes[0] <= GridBinaryMarshaller.STRING;
        } catch (IgniteCheckedException e) {
            throw failure("read", e);
        }
    }

    CacheObject wrap(Object value) {
        if (value instanceof byte[] bytes) {
            return new CacheObjectByteArrayImpl(bytes);
        }
        return value instanceof RootValue root ? roots.wrap(root) : context.toCacheObject(value);
    }

    /**
     * Whether a write of {@code bytes} more could exhaust the region. Ignite stops the node when that happens, so it is
     * asked before; the reserve covers writers that asked at the same time.
     */
    public boolean isFull(int bytes) {
        RegionPages region = pages;
        return region != null && region.isFull(bytes);
    }

    /** As {@link #isFull}, for a write that adds no data: it may use most of what is kept free from those that do. */
    boolean isReserveUsed(int bytes) {
        RegionPages region = pages;
        return region != null && region.isReserveUsed(bytes);
    }

    /** The pages of the region that the entries are in; null where they are on disk as well, or nobody watches them. */
    public @Nullable RegionPages pages() {
        return pages;
    }

    /** Refuses a key that the cache's SQL table cannot hold; Ignite would store the row and then fail to index it. */
    void requireIndexable(EntryKey key) {
        if (indexed && !key.isText()) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.USER,
                    "keys of namespace " + context.name() + " must be UTF-8 text: it is an SQL table");
        }
    }

    /** Whether someone wants to hear of every change. */
    boolean hasMutationListeners() {
        return watch.hasMutationListeners();
    }

    Stamps stamps() {
        return watch.stamps();
    }

    /** What happened to the entries since the node's start. */
    public CacheStatistics statistics() {
        return watch.statistics();
    }

    /** The copies of this store's rows in the hot tier; null without one. */
    @Nullable
    HotCopies copies() {
        return watch.copies();
    }

    GridCacheContext<Object, Object> context() {
        return context;
    }

    GridDhtCacheAdapter<Object, Object> cache() {
        return cache;
    }

    GridDhtPartitionTopology topology() {
        return topology;
    }

    static YggdrasilException failure(String what, Exception cause) {
        return new YggdrasilException(YggdrasilException.Kind.FATAL, what + " failed: " + cause.getMessage(), cause);
    }

    /** Told of keys; see {@link #scanKeys}. */
    @FunctionalInterface
    public interface KeyVisitor {
        /** Returns whether to go on. */
        boolean visit(Object key);
    }

    /** Told of entries; see {@link #scan}. */
    @FunctionalInterface
    public interface EntryVisitor {
        /** Returns whether to go on. */
        boolean visit(Object key, int hash, Object value, long expireTime);
    }
}
