package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.binary.BinaryObjectImpl;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.util.typedef.internal.LT;
import org.jspecify.annotations.Nullable;

/**
 * Frees the nodes of collections whose roots are gone: removed, replaced, expired or evicted, through whatever door. The
 * primary does it, in the background, in small scopes; its copies follow.
 *
 * <p>Threads: any may report; a daemon works.
 */
public final class NodeReaper {
    private static final int WAITING_MAX = 1 << 20;
    private static final int BATCH = 16;
    private static final long IDLE_MILLIS = 100;

    /** Rest between two partitions that are searched for what a node that died has left. */
    private static final long SEARCH_REST_MILLIS = 1;

    private static final int ATTEMPTS_MAX = 100;

    private final IgniteLogger log;
    private final LinkedBlockingQueue<Orphans> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private @Nullable Thread worker;
    private volatile @Nullable RootCodec codec;
    private volatile boolean stopped;

    /** Makes the reaper of a node. */
    public NodeReaper(IgniteLogger log) {
        this.log = log;
    }

    /** The nodes of a root that is gone. */
    private record Orphans(String cacheName, int partition, long owner, int ids) {}

    /** Called when a row was changed: looks whether it held a collection that is gone now. */
    void onChange(GridCacheContext<?, ?> cctx, int partition, OffheapInvokeClosure done) throws IgniteCheckedException {
        CacheDataRow old = done.oldRow();
        if (old == null || old.value() == null || old.value().cacheObjectType() != CacheObject.TYPE_BINARY) {
            return;
        }
        CacheDataRow now = done.newRow();
        byte[] root = root(old.value());
        if (root == null || Collection.ownerOf(root) == 0) {
            return;
        }
        byte[] next = now == null || now.value() == null ? null : root(now.value());
        if (next != null && Collection.ownerOf(next) == Collection.ownerOf(root)) {
            return;
        }
        if (cctx.affinity()
                .primaryByPartition(cctx.localNode(), partition, cctx.affinity().affinityTopologyVersion())) {
            reap(new Orphans(cctx.name(), partition, Collection.ownerOf(root), Collection.idsOf(root)));
        }
    }

    /** Frees the nodes of a root that is not stored. */
    void free(String cacheName, int partition, RootValue root) {
        reap(new Orphans(cacheName, partition, Collection.ownerOf(root.bytes()), Collection.idsOf(root.bytes())));
    }

    private byte @Nullable [] root(CacheObject value) {
        if (!(value instanceof BinaryObjectImpl object)) {
            return null;
        }
        RootCodec known = codec;
        RootValue root = known != null && known.isRoot(object) ? known.unwrap(object) : null;
        return root == null ? null : root.bytes();
    }

    private void reap(Orphans orphans) {
        if (!waiting.offer(orphans)) {
            LT.warn(log, "Too many collections went at once; the nodes of some take room until the node starts again");
        }
    }

    /** Starts to work. */
    public synchronized void start(Ignite ignite) {
        ExchangeEpoch epoch = ExchangeEpoch.start(ignite);
        Thread thread = new Thread(() -> work(ignite, epoch), "node-reaper-" + ignite.name());
        thread.setDaemon(true);
        thread.start();
        worker = thread;
    }

    /** Ends the thread and waits for it; to be called before the node's caches stop. */
    public synchronized void stop() {
        stopped = true;
        Thread thread = worker;
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Ignite ignite, ExchangeEpoch epoch) {
        EntryScope scope = new EntryScope();
        OrphanSearch search = new OrphanSearch(ignite, epoch);
        long pauseMillis = IDLE_MILLIS;
        while (!stopped) {
            try {
                if (codec == null && !prepared(ignite)) {
                    continue;
                }
                Orphans next = waiting.poll(pauseMillis, TimeUnit.MILLISECONDS);
                pauseMillis = next == null ? search(search) : free(ignite, epoch, next, scope);
            } catch (YggdrasilException | IgniteException | IllegalStateException e) {
                pauseMillis = IDLE_MILLIS;
                if (!(e instanceof YggdrasilException y) || y.kind() != YggdrasilException.Kind.RETRY) {
                    LT.warn(log, "The nodes of a collection that is gone could not be removed: " + e.getMessage());
                }
            } catch (InterruptedException e) {
                break;
            }
        }
        epoch.stop();
    }

    /** Looks for what a node that died has left; returns for how long to rest. */
    private long search(OrphanSearch search) {
        boolean more = search.step((cache, partition, owner, ids) -> reap(new Orphans(cache, partition, owner, ids)));
        return more ? SEARCH_REST_MILLIS : IDLE_MILLIS;
    }

    /** Removes nodes, now or later; returns for how long to rest. */
    private long free(Ignite ignite, ExchangeEpoch epoch, Orphans orphans, EntryScope scope) {
        try {
            remove(EntryStore.open(ignite, orphans.cacheName(), epoch).nodes(), orphans, scope);
            return 0;
        } catch (YggdrasilException e) {
            if (e.kind() == YggdrasilException.Kind.RETRY && ignite.cache(orphans.cacheName()) != null) {
                reap(orphans);
            }
            throw e;
        }
    }

    /** Before the grid is active there are no roots, and Ignite makes no objects of new types. */
    private boolean prepared(Ignite ignite) throws InterruptedException {
        if (!ignite.cluster().state().active()) {
            Thread.sleep(IDLE_MILLIS);
            return false;
        }
        codec = new RootCodec(((IgniteEx) ignite).context());
        return true;
    }

    private void remove(EntryStore nodes, Orphans orphans, EntryScope scope) {
        int attempts = 0;
        for (int id = orphans.ids() - 1; id >= 0 && !stopped; ) {
            int first = Math.max(0, id - BATCH + 1);
            if (removed(nodes, orphans, scope, first, id)) {
                id = first - 1;
            } else if (++attempts > ATTEMPTS_MAX) {
                return; // Its partition has another owner now.
            }
        }
    }

    private static boolean removed(EntryStore nodes, Orphans orphans, EntryScope scope, int first, int last) {
        for (int id = first; id <= last; id++) {
            scope.add(NodeKeys.key(nodes, orphans.partition(), orphans.owner(), id));
        }
        try {
            if (scope.open() != EntryScope.Opening.OPEN) {
                return false;
            }
            for (int i = 0; i <= last - first; i++) {
                scope.removeAny(i);
            }
            return true;
        } finally {
            scope.close();
            scope.takeAcks();
        }
    }
}
