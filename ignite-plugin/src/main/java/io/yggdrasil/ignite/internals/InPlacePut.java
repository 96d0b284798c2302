package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.collection.RootValue;
import java.util.concurrent.ConcurrentMap;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.events.EventType;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheMapEntry;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stores a string, or a root, where one of the same length is: value and version are replaced in the row's page. It does to
 * such a row what {@link EntryScope#put} does, or nothing.
 *
 * <p>Two things cost most of an update through the entry: the heap entry, which is made, locked, put into a map and taken
 * out again, and Ignite's update of the tree, which makes objects of the row before. Here the tree is searched as for a
 * read, and the row is written to under the lock of its page ({@link RowReplacement}).
 *
 * <p>Who else changes a row, or reads it for good, holds the lock of its heap entry. So the replacement runs within {@link
 * ConcurrentMap#compute} of the map of heap entries, which lets nobody put one there meanwhile, and only if there is none.
 * It also holds what holds off changes of ownership and new continuous queries, as an update through the entry does.
 *
 * <p>A value that was made of the one before is stored if the row still has the version that was read. So such a change needs
 * no lock from the read to the write.
 *
 * <p>It is for rows that are in memory only and have no other copy, while nobody wants to hear of updates but those whom {@link WatchedStore#replace} tells: no listener, continuous query, interceptor, cache store, event,
 * statistics, index, dump or log. Where most rows are new or of another length it is tried seldom.
 *
 * <p>A run of puts may hold these locks from the first to the last ({@link #stay}): taking them costs as much as an eighth
 * of a put. Whoever does so must let go of them ({@link #leave}) before it takes any other lock that it waits for, and soon.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridCacheMapEntry.innerUpdate}, {@code GridCacheMapEntry.lockListenerReadLock}.
 *
 * <p>Threads: one.
 */
public final class InPlacePut {
    /** Attempts in vain are followed by 1, 2, 4 and so on puts without an attempt, at most this many. */
    private static final int REST_MAX = 64;

    private int rest;
    private int restLeft;
    private @Nullable Object version;
    private boolean staying;
    private @Nullable EntryStore entered;
    private @Nullable PartitionView enteredAt;

    /** Makes one for one thread. */
    public InPlacePut() {}

    /** The {@link EntryRow#version} that the last put gave its entry. */
    public @Nullable Object version() {
        return version;
    }

    /**
     * Stores a value that never expires, if that can be done in place.
     *
     * @param view who owns what, as it was when the key was found to be here
     * @return whether it was done; if not, nothing was changed
     */
    public boolean put(EntryKey key, Object value, PartitionView view) {
        return value instanceof byte[] bytes && mayTry(key, view) && put(key, bytes, false, null, view);
    }

    /**
     * Stores a root in place of the one that has a version, whose expire time it keeps, if that can be done in place. The root
     * before must have the same owner of nodes, or none: nobody is told that its nodes are free.
     *
     * @param replaced the {@link EntryRow#version} of the root before
     * @param view who owns what, as it was when the key was found to be here
     * @return whether it was done; if not, nothing was changed
     */
    public boolean putRoot(EntryKey key, RootValue root, Object replaced, PartitionView view) {
        return put(key, root.bytes(), true, replaced, view);
    }

    /** As {@link #putRoot}, for a string in place of one. */
    public boolean putString(EntryKey key, byte[] value, Object replaced, PartitionView view) {
        return put(key, value, false, replaced, view);
    }

    /**
     * Whether {@link #overwrite} is possible in a partition.
     *
     * @param keyBytes length of the longest key
     * @param valueBytes length of the values
     */
    public static boolean mayOverwrite(
            EntryStore store, int partition, PartitionView view, int keyBytes, int valueBytes) {
        GridCacheContext<?, ?> context = store.context();
        return view.isSole(partition)
                && isUnobserved(context)
                && context.continuousQueries().updateListeners(false, false) == null
                && !store.hasMutationListeners()
                && RowBytes.isInOnePage(context, keyBytes, valueBytes);
    }

    /** Takes what {@link #overwrite} needs, to be held until {@link #leave}; false: it cannot be had now. */
    public boolean beginOverwrite(EntryStore store, PartitionView view) {
        staying = true;
        return isEntered(store, view);
    }

    /**
     * Stores a value that never expires in the row of the key, where one of the same length is, though others may have a heap
     * entry of it: nobody but the caller's like writes or keeps such rows, and the caller keeps them out. No effect if there is
     * no row.
     */
    public void overwrite(EntryKey key, byte[] value, PartitionView view) {
        EntryStore store = key.store();
        if (entered != store || enteredAt != view) {
            throw new IllegalStateException("not begun");
        }
        try {
            putEntered(store, key, value, false, null, view, true);
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("write", e);
        }
    }

    /** Whether it is worth an attempt to store at the key; an attempt is to follow then. */
    public boolean mayTry(EntryKey key, PartitionView view) {
        if (restLeft > 0) {
            restLeft--;
            return false;
        }
        return view.isSole(key.partition()) && !key.store().context().group().persistenceEnabled();
    }

    private boolean put(EntryKey key, byte[] value, boolean isRoot, @Nullable Object replaced, PartitionView view) {
        EntryStore store = key.store();
        if (store.isFull(value.length)) {
            return false;
        }
        try {
            if (!isEntered(store, view)) {
                backOff();
                return false;
            }
            return store.mayWrite(key, view) && putEntered(store, key, value, isRoot, replaced, view, false);
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("write", e);
        } finally {
            if (!staying) {
                leave();
            }
        }
    }

    /**
     * Says whether the locks may be kept from one put to the next, on this thread; if not, they are given back. While they
     * are kept nobody becomes or ceases to be the owner of a partition of the cache.
     */
    public void stay(boolean may) {
        staying = may;
        if (!may) {
            leave();
        }
    }

    /** Gives back what is held; no effect when that is nothing. */
    public void leave() {
        EntryStore store = entered;
        if (store != null) {
            entered = null;
            enteredAt = null;
            store.context().group().listenerLock().readLock().unlock();
            store.topology().readUnlock();
            store.context().gate().leave();
        }
    }

    private boolean isEntered(EntryStore store, PartitionView view) {
        if (entered == store && enteredAt == view) {
            return true;
        }
        leave();
        return isUnobserved(store.context()) && enter(store, view);
    }

    private boolean enter(EntryStore store, PartitionView view) {
        GridCacheContext<?, ?> context = store.context();
        if (!context.gate().enterIfNotStopped()) {
            return false;
        }
        store.topology().readLock();
        context.group().listenerLock().readLock().lock();
        entered = store;
        enteredAt = view;
        if (store.isSettled(view) && context.continuousQueries().updateListeners(false, false) == null) {
            return true;
        }
        leave();
        return false;
    }

    /** Whether nobody is to be told of updates but the plugin's own watchers. */
    private static boolean isUnobserved(GridCacheContext<?, ?> context) {
        return !context.queries().enabled()
                && !context.statisticsEnabled()
                && !context.writeThrough()
                && !context.isDrEnabled()
                && context.dumpListener() == null
                && !context.group().persistenceEnabled()
                && !context.group().logDataRecords()
                && context.config().getInterceptor() == null
                && context.config().getPlatformCacheConfiguration() == null
                && !context.events().isRecordable(EventType.EVT_CACHE_OBJECT_PUT);
    }

    private boolean putEntered(
            EntryStore store,
            EntryKey key,
            byte[] value,
            boolean isRoot,
            @Nullable Object replaced,
            PartitionView view,
            boolean heldToo)
            throws IgniteCheckedException {
        GridCacheContext<?, ?> context = store.context();
        GridDhtLocalPartition partition = store.topology().localPartition(key.partition());
        if (partition == null || !(partition.dataStore() instanceof WatchedStore rows)) {
            return false;
        }
        ConcurrentMap<KeyCacheObject, GridCacheMapEntry> entries = rows.heapEntries(partition, context);
        if (entries == null || rows.watch().hasMutationListeners()) {
            return false;
        }
        RowReplacement replacement = new RowReplacement(
                store, partition, rows, view.topologyVersion(), key.object(), value, isRoot, replaced, heldToo);
        return note(rows.replace(context, replacement, entries), replacement);
    }

    private boolean note(RowReplacement.Outcome outcome, RowReplacement done) {
        version = done.version();
        switch (outcome) {
            case DONE -> rest = 0;
            case UNFIT -> backOff();
            case HELD -> {}
        }
        return outcome == RowReplacement.Outcome.DONE;
    }

    private void backOff() {
        rest = Math.min(REST_MAX, Math.max(1, rest * 2));
        restLeft = rest;
    }
}
