package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.RootValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.IgniteInternalFuture;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheEntryRemovedException;
import org.apache.ignite.internal.processors.cache.GridCacheOperation;
import org.apache.ignite.internal.processors.cache.GridCacheUpdateAtomicResult;
import org.apache.ignite.internal.processors.cache.GridCacheUtils;
import org.apache.ignite.internal.processors.cache.IgniteInternalCache;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtCacheEntry;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtInvalidPartitionException;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.processors.dr.GridDrType;
import org.apache.ignite.internal.util.typedef.X;
import org.jspecify.annotations.Nullable;

/**
 * A short critical section over some entries of this node: while it is open no other writer of the node, whatever door
 * it came through, changes them, and they stay where they are.
 *
 * <p>It holds what Ignite's own atomic update holds, in the same order: checkpoint read lock, entry locks, topology
 * read locks. So a value read inside may be computed upon and written back. An update calls the entry itself, which is
 * what the atomic cache would end up doing; for a partition that has copies elsewhere {@link BackupWrites} carries it
 * there when the scope closes, and {@link #takeAcks} tells when the copies have it. Only an entry that near caches hold
 * is updated through the atomic cache, on this thread, inside the same locks (they are reentrant). Checked on Ignite
 * 2.17.0: {@code GridDhtAtomicCache.updateAllAsyncInternal0}.
 *
 * <p>Threads: one at a time; reused. A lock is waited for only when it is the only one; of several each is tried, and all
 * are given back when one is taken, so no order of keys can deadlock.
 */
public final class EntryScope implements AutoCloseable {
    /** How an attempt to open went. */
    public enum Opening {
        /** Open. */
        OPEN,
        /** Ownership is being decided, or has moved since the caller looked; ask again soon. */
        UNSETTLED
    }

    /** Expire time that leaves an entry's expiry as it is. */
    public static final long KEEP_EXPIRE_TIME = -1;

    private static final int LOCK_ATTEMPTS_MAX = 10_000;
    private static final int INDEXED_FROM = 16;

    private EntryStore[] stores = new EntryStore[4];
    private EntryKey[] keys = new EntryKey[4];
    private @Nullable GridDhtCacheEntry[] entries = new GridDhtCacheEntry[4];
    private GridDhtCacheEntry[] found = new GridDhtCacheEntry[4];
    private EntryRow[] rows = new EntryRow[4];
    private boolean[] read = new boolean[4];
    private boolean[] live = new boolean[4];
    private @Nullable GridCacheVersion[] deferredDeletes = new GridCacheVersion[4];
    private @Nullable GridCacheVersion[] versions = new GridCacheVersion[4];
    private final EntryIndex byKey = new EntryIndex();
    private final List<EntryStore> distinctStores = new ArrayList<>(2);
    private final List<PartitionView> views = new ArrayList<>(2);
    private final List<BackupWrites> backups = new ArrayList<>();
    private List<Ack> acks = new ArrayList<>();
    private int count;
    private int gatesHeld;
    private int topologiesHeld;
    private boolean checkpointHeld;
    private boolean open;
    private boolean written;
    private boolean usesReserve;
    private boolean evicting;
    private final HeldWrites held = new HeldWrites();
    private boolean holding;
    private boolean recovering;
    private Intents.@Nullable Announced announced;

    /** Makes a closed, empty scope. */
    public EntryScope() {}

    /** Adds an entry to the scope to be opened; returns its index. The same entry gets the same index. */
    public int add(EntryKey key) {
        if (open) {
            throw new IllegalStateException("scope is open");
        }
        int known = indexOf(key);
        if (known >= 0) {
            return known;
        }
        if (count == keys.length) {
            grow();
        }
        EntryStore store = key.store();
        stores[count] = store;
        keys[count] = key;
        read[count] = false;
        deferredDeletes[count] = null;
        versions[count] = null;
        if (!distinctStores.contains(store)) {
            distinctStores.add(store);
        }
        count++;
        if (count == INDEXED_FROM) {
            byKey.fill(keys, count);
        } else if (count > INDEXED_FROM) {
            byKey.add(keys, count);
        }
        return count - 1;
    }

    /**
     * Adds an entry of the nodes' store to the open scope and locks it; returns its index. Its lock is waited for while
     * others are held, which cannot deadlock: who writes nodes of a collection holds the lock of its root.
     */
    public int include(EntryKey key) {
        requireOpen();
        int known = indexOf(key);
        if (known >= 0) {
            return known;
        }
        EntryStore store = key.store();
        if (!distinctStores.contains(store)) {
            enter(store);
        }
        open = false;
        int index = add(key);
        open = true;
        entries[index] = lock(store, key);
        return index;
    }

    /** Enters the nodes' cache; it has the topology of its root's, which is locked already. */
    private void enter(EntryStore nodes) {
        PartitionView view = null;
        for (EntryStore store : distinctStores) {
            if (store.topology() == nodes.topology()) {
                view = viewOf(store);
            }
        }
        if (view == null || !nodes.context().gate().enterIfNotStopped()) {
            throw new YggdrasilException(YggdrasilException.Kind.RETRY, "cache " + nodes.name() + " is not open");
        }
        distinctStores.add(nodes);
        views.add(view);
        gatesHeld++;
    }

    private GridDhtCacheEntry lock(EntryStore store, EntryKey key) {
        while (true) {
            GridDhtCacheEntry entry;
            try {
                entry = store.cache().entryExx(key.object(), viewOf(store).topologyVersion());
            } catch (GridDhtInvalidPartitionException e) {
                throw moved();
            }
            entry.lockEntry();
            if (!entry.obsolete()) {
                return entry;
            }
            entry.unlockEntry();
        }
    }

    /** Index of an entry in the scope, or -1. */
    public int indexOf(EntryKey key) {
        if (count >= INDEXED_FROM) {
            return byKey.find(key, keys);
        }
        for (int i = 0; i < count; i++) {
            if (EntryIndex.isSame(keys[i], key)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the scope is open. */
    public boolean isOpen() {
        return open;
    }

    /** Opens the scope over what was added. When it is {@link Opening#UNSETTLED}, nothing is held. */
    public Opening open() {
        try {
            for (int attempt = 0; attempt < LOCK_ATTEMPTS_MAX; attempt++) {
                if (tryOpen()) {
                    if (open) {
                        return Opening.OPEN;
                    }
                    return Opening.UNSETTLED;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1, 50) * 1_000L);
            }
        } catch (IgniteCheckedException e) {
            release();
            throw EntryStore.failure("lock", e);
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
        return Opening.UNSETTLED;
    }

    /** Returns false when an entry lock was taken by someone else: everything is released, try again. */
    private boolean tryOpen() throws IgniteCheckedException {
        for (EntryStore store : distinctStores) {
            PartitionView view = recovering ? store.viewOfAll() : store.view();
            if (view == null) {
                release();
                return true;
            }
            views.add(view);
        }
        for (EntryStore store : distinctStores) {
            if (!store.context().gate().enterIfNotStopped()) {
                release();
                return true;
            }
            gatesHeld++;
        }
        EntryStore first = stores[0];
        first.context().shared().database().checkpointReadLock();
        checkpointHeld = true;
        for (EntryStore store : distinctStores) {
            store.context().shared().database().ensureFreeSpace(store.context().dataRegion());
        }
        if (!lockEntries()) {
            release();
            return false;
        }
        for (int i = 0; i < distinctStores.size(); i++) {
            EntryStore store = distinctStores.get(i);
            store.topology().readLock();
            topologiesHeld++;
            if (!isSettled(store, views.get(i))) {
                release();
                return true;
            }
        }
        open = true;
        return true;
    }

    /**
     * Finds all entries, then locks them: finding one takes its lock for a moment, which must not be waited for while
     * others are held. False when one is locked by someone else or was retired meanwhile.
     */
    private boolean lockEntries() {
        for (int i = 0; i < count; i++) {
            try {
                found[i] = stores[i]
                        .cache()
                        .entryExx(keys[i].object(), viewOf(stores[i]).topologyVersion());
            } catch (GridDhtInvalidPartitionException e) {
                release();
                throw moved();
            }
        }
        for (int i = 0; i < count; i++) {
            GridDhtCacheEntry entry = found[i];
            if (count == 1) {
                entry.lockEntry();
            } else if (!entry.tryLockEntry(0)) {
                return false;
            }
            entries[i] = entry;
            if (entry.obsolete()) {
                return false;
            }
        }
        return true;
    }

    private static YggdrasilException moved() {
        return new YggdrasilException(YggdrasilException.Kind.RETRY, "partition is not on this node");
    }

    private PartitionView viewOf(EntryStore store) {
        return views.get(distinctStores.indexOf(store));
    }

    private boolean isSettled(EntryStore store, PartitionView view) {
        if (!store.isSettled(view)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (stores[i] == store && !store.mayWrite(keys[i], view)) {
                return false;
            }
        }
        return true;
    }

    /** The entry at {@code index} as it stands now, earlier writes of this scope included. */
    public EntryRow row(int index, long nowMillis) {
        requireOpen();
        EntryRow row = rows[index];
        if (!read[index]) {
            stores[index].read(keys[index], nowMillis, row);
            read[index] = true;
        } else if (row.isPresent() && row.expireTime() > 0 && row.expireTime() <= nowMillis) {
            row.clear();
        }
        return row;
    }

    /**
     * Says whether the writes from now on add no data, but change what is there, as a new expire time does. They may take
     * place in a region that is too full for others.
     */
    public void useReserve(boolean may) {
        usesReserve = may;
    }

    /**
     * Stores a value.
     *
     * @param expireTime milliseconds since 1970, in the future; 0: never; {@link #KEEP_EXPIRE_TIME}
     */
    public void put(int index, Object value, long expireTime, long nowMillis) {
        requireOpen();
        EntryStore store = stores[index];
        store.requireIndexable(keys[index]);
        int bytes = bytesOf(value);
        int more = bytes + held.bytes();
        if (bytes >= 0 && (usesReserve ? store.isReserveUsed(more) : store.isFull(more))) {
            throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "data region is full");
        }
        long resolved = expireTime;
        if (expireTime == KEEP_EXPIRE_TIME) {
            EntryRow row = row(index, nowMillis);
            resolved = row.isPresent() ? row.expireTime() : 0;
        }
        if (holding && !store.isOfNodes()) {
            hold(index, value, resolved, Math.max(0, bytes));
        } else {
            update(index, GridCacheOperation.UPDATE, store.wrap(value), resolved, nowMillis, null);
        }
    }

    /** Length of a value, or -1 for those of Ignite's clients, which were stored before. */
    private static int bytesOf(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof RootValue root ? root.bytes().length : -1;
    }

    /**
     * The {@link EntryRow#version} that the entry got from the last write of this scope, or null when it is not known:
     * nothing was written, or through the cache. To be asked right behind the write.
     */
    public @Nullable Object versionOfWrite(int index) {
        requireOpen();
        return versions[index];
    }

    /** Removes the entry; returns whether there was one. */
    public boolean remove(int index, long nowMillis) {
        if (!row(index, nowMillis).isPresent()) {
            return false;
        }
        removeAny(index);
        return true;
    }

    /** Removes the entry as eviction does: a cache store behind the cache keeps it. */
    void evict(int index) {
        requireOpen();
        evicting = true;
        try {
            update(index, GridCacheOperation.DELETE, null, 0, 0, null);
        } finally {
            evicting = false;
        }
    }

    /** Removes the entry, expired or not, without looking at it first. */
    public void removeAny(int index) {
        requireOpen();
        if (!holding) {
            update(index, GridCacheOperation.DELETE, null, 0, 0, null);
        } else if (stores[index].isOfNodes()) {
            held.addRemovedNode(index);
        } else {
            hold(index, null, 0, 0);
        }
    }

    /** Has the scope open over partitions, too, that are kept from others until what it is to write is written. */
    void recover() {
        recovering = true;
    }

    /**
     * Has the writes from now on kept back until {@link #commit}: the open scope's own reads see them, nobody else. Nodes of
     * collections are written at once, as nothing reaches them yet. What is not committed when the scope is closed is not
     * done.
     */
    public void holdWrites() {
        requireOpen();
        holding = true;
    }

    /** Whether writes are kept back. */
    public boolean isHolding() {
        return holding;
    }

    /** The writes that are kept back, one an entry. */
    public List<HeldEntry> held() {
        List<HeldEntry> all = new ArrayList<>(held.writes().size());
        for (HeldWrites.Write write : held.writes()) {
            all.add(new HeldEntry(write.key(), write.value(), write.expireTime()));
        }
        return all;
    }

    /** Whether the id of a collection's node may be used again: nothing that is stored reaches it. */
    public boolean mayReuseNode(EntryKey root, long owner, int id) {
        int index = holding ? indexOf(root) : -1;
        return index < 0 || held.mayReuse(index, root, owner, id);
    }

    private void hold(int index, @Nullable Object value, long expireTime, int bytes) {
        BackupWrites copies = copiesOfHeld(index, null);
        GridCacheVersion version =
                copies == null ? stores[index].context().cache().nextVersion() : copies.version();
        hold(index, value, expireTime, bytes, version, copies);
    }

    /** Keeps back a write that another node has given its version. */
    void redo(int index, @Nullable Object value, long expireTime, GridCacheVersion version) {
        hold(index, value, expireTime, 0, version, copiesOfHeld(index, version));
    }

    private void hold(
            int index,
            @Nullable Object value,
            long expireTime,
            int bytes,
            GridCacheVersion version,
            @Nullable BackupWrites copies) {
        held.add(index, keys[index], value, expireTime, version, copies, bytes);
        if (value == null) {
            rows[index].clear();
        } else {
            rows[index].set(value, expireTime, version);
        }
        read[index] = true;
        versions[index] = version;
    }

    /** What takes a write of an entry to other nodes, with those of its store; null: no other node has the partition. */
    private @Nullable BackupWrites copiesOfHeld(int index, @Nullable GridCacheVersion version) {
        EntryStore store = stores[index];
        PartitionView view = viewOf(store);
        if (view.isSole(keys[index].partition())) {
            return null;
        }
        BackupWrites known = held.copies(store, version);
        if (known != null) {
            return known;
        }
        return version == null
                ? new BackupWrites(store.context(), view.topologyVersion())
                : new BackupWrites(store.context(), view.topologyVersion(), version);
    }

    /**
     * Applies the writes that were kept back; from now on writes are applied at once again. May wait for other nodes: see
     * {@link Intents#isNeeded}.
     *
     * @throws YggdrasilException {@code RETRY}: nothing is applied, since these nodes did not answer
     */
    public void commit(long nowMillis) {
        requireOpen();
        if (!holding) {
            return;
        }
        holding = false;
        boolean applied = false;
        try {
            if (held.writes().size() > 1) {
                announce();
                written |= LogBatch.log(held.writes());
            }
            for (HeldWrites.Write write : held.writes()) {
                CacheObject value = write.object();
                GridCacheOperation operation = value == null ? GridCacheOperation.DELETE : GridCacheOperation.UPDATE;
                update(write.index(), operation, value, write.expireTime(), nowMillis, write);
            }
            for (int node : held.removedNodes()) {
                update(node, GridCacheOperation.DELETE, null, 0, nowMillis, null);
            }
            applied = true;
        } finally {
            held.end(applied);
        }
    }

    private void announce() {
        List<EntryKey> all = new ArrayList<>();
        List<Intents.Write> writes = new ArrayList<>();
        for (HeldWrites.Write write : held.writes()) {
            all.add(write.key());
            writes.add(new Intents.Write(write.key(), write.value(), write.expireTime(), false, write.version()));
        }
        if (!recovering && Intents.isNeeded(all, this::viewOf)) {
            sendBackups(); // Who is told of a root must have its nodes.
            announced = stores[0].intents().announce(writes, this::viewOf);
        }
    }

    /** Applies one write; {@code given} is it if it was kept back, else null. */
    private void update(
            int index,
            GridCacheOperation operation,
            @Nullable CacheObject value,
            long expireTime,
            long nowMillis,
            HeldWrites.@Nullable Write given) {
        GridDhtCacheEntry entry = entries[index];
        read[index] = false;
        versions[index] = null;
        written = true;
        try {
            if (entry != null && !hasReaders(entry)) {
                updateEntry(index, entry, operation, value, expireTime, nowMillis, given);
            } else {
                updateThroughCache(index, operation, value, expireTime);
            }
        } catch (IgniteCheckedException e) {
            if (X.hasCause(e, RegionFullException.class)) {
                throw new YggdrasilException(YggdrasilException.Kind.RESOURCE, "data region is full", e);
            }
            throw EntryStore.failure("write", e);
        } catch (GridCacheEntryRemovedException e) {
            throw new AssertionError("entry became obsolete under its lock", e);
        }
        StepHook.reached(WriteSteps.Step.UPDATED);
    }

    /** Whether near caches of other nodes hold the entry and must be told of its update. */
    private static boolean hasReaders(GridDhtCacheEntry entry) {
        GridDhtCacheEntry.ReaderId[] readers = entry.readersLocked();
        return readers != null && readers.length > 0;
    }

    private void updateEntry(
            int index,
            GridDhtCacheEntry entry,
            GridCacheOperation operation,
            @Nullable CacheObject value,
            long expireTime,
            long nowMillis,
            HeldWrites.@Nullable Write given)
            throws IgniteCheckedException, GridCacheEntryRemovedException {
        EntryStore store = stores[index];
        GridCacheContext<Object, Object> context = store.context();
        PartitionView view = viewOf(store);
        int partition = keys[index].partition();
        BackupWrites backups = view.isSole(partition) ? null : given == null ? backups(index) : backups(given);
        boolean sendsPrevious = backups != null && !store.topology().rebalanceFinished(view.topologyVersion());
        long ttl = expireTime == 0 ? GridCacheUtils.TTL_ETERNAL : Math.max(1, expireTime - nowMillis);
        GridCacheVersion version = given != null
                ? given.version()
                : backups != null ? backups.version() : context.cache().nextVersion();
        versions[index] = version;
        GridCacheUpdateAtomicResult result = entry.innerUpdate(
                version,
                context.localNodeId(),
                context.localNodeId(),
                operation,
                value,
                null,
                context.writeThrough() && !evicting,
                false,
                sendsPrevious,
                true,
                null,
                true,
                true,
                true,
                false,
                false,
                view.topologyVersion(),
                null,
                context.isDrEnabled() ? GridDrType.DR_PRIMARY : GridDrType.DR_NONE,
                ttl,
                expireTime,
                null,
                false,
                context.config().getInterceptor() != null,
                null,
                null,
                null,
                backups,
                false);
        if (result.removeVersion() != null) {
            deferredDeletes[index] = result.removeVersion();
        }
        if (backups != null && result.sendToDht()) {
            backups.add(
                    entry, result, operation, store.topology().nodes(partition, view.topologyVersion()), sendsPrevious);
        }
    }

    /** Where a write of this entry is added for the partition's other copies. */
    private BackupWrites backups(int index) {
        EntryStore store = stores[index];
        // Only the last one may grow: a root must not come to a copy before the nodes that it reaches, nor after
        // others.
        BackupWrites last = backups.isEmpty() ? null : backups.get(backups.size() - 1);
        if (last != null && last.context() == store.context() && !last.contains(keys[index].object())) {
            return last;
        }
        BackupWrites fresh = new BackupWrites(store.context(), viewOf(store).topologyVersion());
        backups.add(fresh);
        return fresh;
    }

    /** The same for a write that was kept back: those travel together, behind the nodes that they reach. */
    private BackupWrites backups(HeldWrites.Write given) {
        BackupWrites together = Objects.requireNonNull(given.copies());
        if (!backups.contains(together)) {
            backups.add(together);
        }
        return together;
    }

    private void sendBackups() {
        for (BackupWrites writes : backups) {
            writes.send();
            if (writes.isAwaited()) {
                acks.add(new Ack(writes));
            }
        }
        backups.clear();
    }

    private void updateThroughCache(
            int index, GridCacheOperation operation, @Nullable CacheObject value, long expireTime)
            throws IgniteCheckedException {
        IgniteInternalCache<Object, Object> cache = stores[index].context().cache();
        IgniteInternalFuture<?> future;
        if (operation == GridCacheOperation.DELETE) {
            future = cache.removeAsync(keys[index].object());
        } else {
            future = cache.withExpiryPolicy(new FixedExpiry(expireTime, System.currentTimeMillis()))
                    .putAsync(keys[index].object(), value);
        }
        releaseEntry(index);
        if (future.isDone()) {
            future.get();
        } else {
            acks.add(new Ack(future));
        }
    }

    /** Ignite may have retired the heap entry behind our lock after its update; go on without it. */
    private void releaseEntry(int index) {
        GridDhtCacheEntry entry = entries[index];
        if (entry != null) {
            entries[index] = null;
            entry.unlockEntry();
        }
    }

    /** The updates that copies on other nodes have not acknowledged yet; the scope forgets them. */
    public List<Ack> takeAcks() {
        if (acks.isEmpty()) {
            return List.of();
        }
        List<Ack> taken = acks;
        acks = new ArrayList<>();
        return taken;
    }

    /** Whether updates wait for other nodes. */
    public boolean hasAcks() {
        return !acks.isEmpty();
    }

    /** Closes the scope and empties it; no effect when it is closed. */
    @Override
    public void close() {
        if (holding) {
            holding = false;
            held.end(false);
        }
        release();
        for (int i = 0; i < count; i++) {
            rows[i].clear();
        }
        count = 0;
        distinctStores.clear();
    }

    private void release() {
        open = false;
        for (int i = topologiesHeld - 1; i >= 0; i--) {
            distinctStores.get(i).topology().readUnlock();
        }
        topologiesHeld = 0;
        unlockEntries();
        try {
            if (written) {
                written = false;
                flushLog();
            }
        } finally {
            releaseNode();
        }
    }

    /** Gives back the rest. The copies are written to even when the log failed: an exchange would wait for them. */
    private void releaseNode() {
        if (checkpointHeld) {
            checkpointHeld = false;
            stores[0].context().shared().database().checkpointReadUnlock();
        }
        for (int i = 0; i < gatesHeld; i++) {
            distinctStores.get(i).context().gate().leave();
        }
        gatesHeld = 0;
        views.clear();
        sendBackups();
        Intents.Announced transaction = announced;
        if (transaction != null) {
            announced = null;
            transaction.done();
        }
    }

    /**
     * Gives all entry locks back, and only then lets Ignite retire the entries: that waits for an entry's lock, which
     * must not be waited for while others are held.
     */
    private void unlockEntries() {
        for (int i = 0; i < count; i++) {
            GridDhtCacheEntry entry = entries[i];
            if (entry != null) {
                live[i] = !entry.deleted() && !entry.obsolete();
                entry.unlockEntry();
            }
        }
        for (int i = 0; i < count; i++) {
            GridDhtCacheEntry entry = entries[i];
            if (entry != null) {
                entries[i] = null;
                retire(i, entry);
            }
        }
    }

    private void retire(int index, GridDhtCacheEntry entry) {
        entry.onUnlock();
        if (live[index]) {
            entry.touch();
        }
        GridCacheVersion removed = deferredDeletes[index];
        if (removed != null) {
            deferredDeletes[index] = null;
            stores[index].context().onDeferredDelete(entry, removed);
        }
    }

    private void flushLog() {
        var log = stores[0].context().shared().wal();
        if (log != null) {
            try {
                log.flush(null, false);
            } catch (IgniteCheckedException e) {
                throw EntryStore.failure("log flush", e);
            }
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("scope is not open");
        }
    }

    private void grow() {
        int grown = count * 2;
        stores = Arrays.copyOf(stores, grown);
        keys = Arrays.copyOf(keys, grown);
        entries = Arrays.copyOf(entries, grown);
        found = Arrays.copyOf(found, grown);
        read = Arrays.copyOf(read, grown);
        live = Arrays.copyOf(live, grown);
        deferredDeletes = Arrays.copyOf(deferredDeletes, grown);
        versions = Arrays.copyOf(versions, grown);
        rows = Arrays.copyOf(rows, grown);
        for (int i = count; i < grown; i++) {
            rows[i] = new EntryRow();
        }
    }

    {
        Arrays.setAll(rows, i -> new EntryRow());
    }

    /**
     * A write that is kept back.
     *
     * @param value what the entry is to be; null: it is to be removed
     * @param expireTime milliseconds since 1970; 0: never
     */
    public record HeldEntry(EntryKey key, @Nullable Object value, long expireTime) {}

    /** Gives an entry one expire time, whatever it had. */
    private static final class FixedExpiry implements ExpiryPolicy, java.io.Serializable {
        private static final long serialVersionUID = 0L;

        private final long expireTime;
        private final long nowMillis;

        FixedExpiry(long expireTime, long nowMillis) {
            this.expireTime = expireTime;
            this.nowMillis = nowMillis;
        }

        @Override
        public Duration getExpiryForCreation() {
            return expireTime == 0
                    ? Duration.ETERNAL
                    : new Duration(java.util.concurrent.TimeUnit.MILLISECONDS, Math.max(1, expireTime - nowMillis));
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return null;
        }

        @Override
        public Duration getExpiryForUpdate() {
            return getExpiryForCreation();
        }
    }
}
