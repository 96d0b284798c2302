package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.mutation.AccessListener;
import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.DepartureListener;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import io.yggdrasil.ignite.mutation.Stamps;
import io.yggdrasil.ignite.mutation.UseCounter;
import io.yggdrasil.ignite.statistics.CacheStatistics;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.KeyCacheObjectImpl;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.CacheVersionIO;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.apache.ignite.internal.util.IgniteTree;
import org.apache.ignite.internal.util.typedef.internal.CU;
import org.apache.ignite.internal.util.typedef.internal.LT;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one cache group: translates what its data stores see into reports.
 *
 * <p>Listeners stand in arrays that are replaced, never changed; null is "nobody", so that the stores pay one volatile
 * read for them.
 */
final class GroupWatch implements CacheWatch {
    private static final int EXPIRE_TIME_BYTES = Long.BYTES;

    private final String name;
    private final IgniteLogger log;
    private final Stamps stamps = new Stamps();
    private final AtomicLong expired = new AtomicLong();
    private final CacheStatistics statistics = new CacheStatistics();
    private final @Nullable HotCopies copies;
    private final NodeReaper reaper;
    private final Intents intents;
    private volatile MutationListener @Nullable [] mutationListeners;
    private volatile AccessListener @Nullable [] accessListeners;
    private volatile DepartureListener @Nullable [] departureListeners;
    private volatile @Nullable UseCounter useCounter;

    GroupWatch(String name, @Nullable HotCopies copies, NodeReaper reaper, Intents intents, IgniteLogger log) {
        this.name = name;
        this.intents = intents;
        this.copies = copies;
        this.reaper = reaper;
        this.log = log;
    }

    /** The copies of the group's rows in the hot tier; null without one. */
    @Nullable
    HotCopies copies() {
        return copies;
    }

    /** Called when a change of a row was announced at the stamps, before it is made. */
    void beforeChange(GridCacheContext<?, ?> cctx, KeyCacheObject key) throws IgniteCheckedException {
        if (copies != null) {
            copies.beforeChange(cctx, key);
        }
    }

    /** Called when a row was changed, before the end of the change is announced. */
    void afterChange(GridCacheContext<?, ?> cctx, int partition, KeyCacheObject key, OffheapInvokeClosure done)
            throws IgniteCheckedException {
        reaper.onChange(cctx, partition, done);
        if (copies != null && done.operationType() == IgniteTree.OperationType.REMOVE) {
            copies.afterRemoval(cctx, key);
        }
    }

    Intents intents() {
        return intents;
    }

    /** Frees the nodes of a root that is not stored. */
    void freeNodes(String cacheName, int partition, RootValue root) {
        reaper.free(cacheName, partition, root);
    }

    /** Announces the end of a change of a row, or that there was none. */
    void endChange(int partition, int keyHash, boolean inVain) {
        if (inVain) {
            stamps.cancel(partition, keyHash);
        } else {
            stamps.end(partition, keyHash);
        }
    }

    @Override
    public String cacheName() {
        return name;
    }

    @Override
    public Stamps stamps() {
        return stamps;
    }

    @Override
    public CacheStatistics statistics() {
        return statistics;
    }

    @Override
    public long expiredCount() {
        return expired.get();
    }

    /** Counts and reports a row whose time was over, if this node is its primary: its other copies expire by themselves. */
    void expired(GridCacheContext<?, ?> cctx, int partition, KeyCacheObject key) {
        if (cctx.affinity()
                .primaryByPartition(cctx.localNode(), partition, cctx.affinity().affinityTopologyVersion())) {
            expired.incrementAndGet();
            report(cctx, key, DepartureListener::onExpired);
        }
    }

    /** Reports a row that was evicted by its primary, which this node is. */
    void evicted(GridCacheContext<?, ?> cctx, KeyCacheObject key) {
        report(cctx, key, DepartureListener::onEvicted);
    }

    private void report(
            GridCacheContext<?, ?> cctx, KeyCacheObject key, BiConsumer<DepartureListener, Object> departure) {
        DepartureListener[] listeners = departureListeners;
        if (listeners == null) {
            return;
        }
        Object plainKey = plain(key, cctx);
        for (DepartureListener listener : listeners) {
            try {
                departure.accept(listener, plainKey);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    @Override
    public synchronized void addDepartureListener(DepartureListener listener) {
        departureListeners = with(departureListeners, new DepartureListener[] {listener});
    }

    @Override
    public synchronized void removeDepartureListener(DepartureListener listener) {
        departureListeners = without(departureListeners, listener);
    }

    @Override
    public synchronized void addMutationListener(MutationListener listener) {
        mutationListeners = with(mutationListeners, new MutationListener[] {listener});
    }

    @Override
    public synchronized void removeMutationListener(MutationListener listener) {
        mutationListeners = without(mutationListeners, listener);
    }

    @Override
    public synchronized void addAccessListener(AccessListener listener) {
        accessListeners = with(accessListeners, new AccessListener[] {listener});
    }

    @Override
    public synchronized void removeAccessListener(AccessListener listener) {
        accessListeners = without(accessListeners, listener);
    }

    @Override
    public void countUses(@Nullable UseCounter counter) {
        useCounter = counter;
    }

    boolean countsUses() {
        return useCounter != null;
    }

    /** Tells the counter of uses of a look-up of a row by its key. */
    void read(int partition, int keyHash) {
        UseCounter counter = useCounter;
        if (counter != null) {
            counter.onRead(partition, keyHash);
        }
    }

    /** Counts a write of a row. */
    void written(int partition, int keyHash) {
        UseCounter counter = useCounter;
        if (counter != null) {
            counter.onWrite(partition, keyHash);
        }
    }

    boolean hasMutationListeners() {
        return mutationListeners != null;
    }

    boolean hasAccessListeners() {
        return accessListeners != null;
    }

    /** Reports a look-up by key. */
    void found(GridCacheContext<?, ?> cctx, int partition, KeyCacheObject key, @Nullable CacheDataRow row) {
        AccessListener[] listeners = accessListeners;
        if (listeners == null) {
            return;
        }
        Object plainKey = plain(key, cctx);
        int keyHash = key.hashCode();
        for (AccessListener listener : listeners) {
            try {
                listener.onAccess(cctx.cacheId(), partition, plainKey, keyHash, row != null);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    /** Counts the bytes of what a closure did to a row; one that was rewritten in place is as long as it was. */
    void counted(int partition, OffheapInvokeClosure done) throws IgniteCheckedException {
        IgniteTree.OperationType type = done.operationType();
        CacheDataRow newRow = type == IgniteTree.OperationType.PUT ? done.newRow() : null;
        CacheDataRow oldRow = done.oldRow();
        if (type == IgniteTree.OperationType.PUT || type == IgniteTree.OperationType.REMOVE) {
            statistics.rowGrew(partition, (newRow == null ? 0 : newRow.size()) - (oldRow == null ? 0 : oldRow.size()));
        }
    }

    /** Reports what a closure did to a row, if it did anything. */
    void invoked(GridCacheContext<?, ?> cctx, int partition, KeyCacheObject key, int keyHash, OffheapInvokeClosure done)
            throws IgniteCheckedException {
        CacheDataRow newRow = done.newRow();
        CacheDataRow oldRow = done.oldRow();
        int oldBytes = oldRow == null ? 0 : oldRow.size();
        switch (done.operationType()) {
            case PUT, IN_PLACE ->
                changed(MutationKind.PUT, cctx, partition, key, keyHash, newRow, newRow.size(), oldBytes);
            case REMOVE -> changed(MutationKind.REMOVE, cctx, partition, key, keyHash, oldRow, 0, oldBytes);
            case NOOP -> {
                // An atomic update that rewrote the row in place calls itself a no-op; it is known by the equal links.
                // A closure with a ready row that its predicate refused is a true no-op with a new row.
                if (newRow != null && oldRow != null && newRow.link() == oldRow.link()) {
                    changed(MutationKind.PUT, cctx, partition, key, keyHash, newRow, newRow.size(), oldBytes);
                }
            }
        }
    }

    private void changed(
            MutationKind kind,
            GridCacheContext<?, ?> cctx,
            int partition,
            KeyCacheObject key,
            int keyHash,
            CacheDataRow row,
            int bytes,
            int previousBytes) {
        changed(kind, cctx, partition, key, keyHash, row.version(), row.expireTime(), bytes, previousBytes);
    }

    /** Reports a row that was written without a closure. */
    void updated(
            GridCacheContext<?, ?> cctx,
            int partition,
            KeyCacheObject key,
            int keyHash,
            CacheObject value,
            GridCacheVersion version,
            long expireTime,
            @Nullable CacheDataRow oldRow)
            throws IgniteCheckedException {
        int bytes = key.valueBytesLength(cctx.cacheObjectContext())
                + value.valueBytesLength(cctx.cacheObjectContext())
                + CacheVersionIO.size(version, false)
                + EXPIRE_TIME_BYTES;
        int oldBytes = oldRow == null ? 0 : oldRow.size();
        statistics.rowGrew(partition, bytes - oldBytes);
        changed(MutationKind.PUT, cctx, partition, key, keyHash, version, expireTime, bytes, oldBytes);
    }

    private void changed(
            MutationKind kind,
            GridCacheContext<?, ?> cctx,
            int partition,
            KeyCacheObject key,
            int keyHash,
            GridCacheVersion version,
            long expireTime,
            int bytes,
            int previousBytes) {
        MutationListener[] listeners = mutationListeners;
        if (listeners == null) {
            return;
        }
        Object plainKey = plain(key, cctx);
        for (MutationListener listener : listeners) {
            try {
                listener.onMutation(
                        kind, cctx.cacheId(), partition, plainKey, keyHash, version, expireTime, bytes, previousBytes);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    /** Reports that a partition's store is gone, for the one cache of the group or for all of them. */
    void destroyed(CacheGroupContext group, int partition) {
        partitionChanged(
                MutationKind.DESTROY, group.sharedGroup() ? CU.UNDEFINED_CACHE_ID : group.groupId(), partition);
    }

    /** Reports that all rows of a partition went. */
    void partitionChanged(MutationKind kind, int cacheId, int partition) {
        statistics.partitionEmptied(partition);
        MutationListener[] listeners = mutationListeners;
        if (listeners == null) {
            return;
        }
        for (MutationListener listener : listeners) {
            try {
                listener.onPartitionMutation(kind, cacheId, partition);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    /** A listener's fault must not become the writer's: the row is already in place. Said once in a while, not each time. */
    private void failed(Object listener, RuntimeException e) {
        LT.error(log, e, "Listener of cache " + name + " threw; the report is lost to it: " + listener);
    }

    /**
     * The key without Ignite's wrapping, which only platform types have; binary objects are their own. Allocates nothing,
     * as a key that is in use is unmarshalled already. Asks for the class since the test for an interface that is not
     * there searches them all.
     */
    private static Object plain(KeyCacheObject key, GridCacheContext<?, ?> cctx) {
        return key instanceof KeyCacheObjectImpl wrapped ? wrapped.value(cctx.cacheObjectContext(), false) : key;
    }

    private static <T> T[] with(T @Nullable [] listeners, T[] added) {
        if (listeners == null) {
            return added;
        }
        T[] all = Arrays.copyOf(listeners, listeners.length + 1);
        all[listeners.length] = added[0];
        return all;
    }

    private static <T> T @Nullable [] without(T @Nullable [] listeners, T removed) {
        if (listeners == null) {
            return null;
        }
        for (int i = 0; i < listeners.length; i++) {
            if (listeners[i] == removed) {
                T[] rest = Arrays.copyOf(listeners, listeners.length - 1);
                System.arraycopy(listeners, i + 1, rest, i, rest.length - i);
                return rest.length == 0 ? null : rest;
            }
        }
        return listeners;
    }
}
