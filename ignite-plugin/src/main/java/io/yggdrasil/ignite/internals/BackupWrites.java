package io.yggdrasil.ignite.internals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheOperation;
import org.apache.ignite.internal.processors.cache.GridCacheUpdateAtomicResult;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtCacheEntry;
import org.apache.ignite.internal.processors.cache.distributed.dht.atomic.GridDhtAtomicAbstractUpdateFuture;
import org.apache.ignite.internal.processors.cache.distributed.dht.atomic.GridDhtAtomicAbstractUpdateRequest;
import org.apache.ignite.internal.processors.cache.distributed.dht.atomic.GridDhtAtomicUpdateRequest;
import org.apache.ignite.internal.processors.cache.distributed.dht.atomic.GridNearAtomicSingleUpdateRequest;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.jspecify.annotations.Nullable;

/**
 * Writes that were applied to entries of this primary and must reach the partitions' other copies: what Ignite's atomic
 * cache does behind its own updates, in the same messages, for updates that a scope makes under locks of its own. The
 * cache's own doors cannot be used there: after an update they retire the entry, which its lock's holder must not see.
 *
 * <p>All writes have one version, as a {@code putAll} has; a key is written once. The exchange of a new topology waits
 * for this future, like for Ignite's, before partitions move. Copies are asked to answer at once: Ignite lets them gather
 * answers for half a second, because there a second answer goes from the copy to the caller.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridDhtAtomicCache.updateSingle}, {@code processDhtAtomicUpdateRequest},
 * {@code GridDhtAtomicAbstractUpdateFuture.sendDhtRequests}.
 *
 * <p>Threads: filled and sent by one; answered by any.
 */
final class BackupWrites extends GridDhtAtomicAbstractUpdateFuture {
    /** {@code GridDhtAtomicAbstractUpdateRequest.DHT_ATOMIC_REPLY_WITHOUT_DELAY}, which is private. */
    static final int REPLY_WITHOUT_DELAY = 0x10;

    private final GridCacheContext<Object, Object> context;
    private final AffinityTopologyVersion topologyVersion;
    private final CacheWriteSynchronizationMode mode;
    private final Set<KeyCacheObject> keys = new HashSet<>();

    BackupWrites(GridCacheContext<Object, Object> context, AffinityTopologyVersion topologyVersion) {
        this(context, topologyVersion, context.cache().nextVersion());
    }

    /** The same with a version that another node has given the writes. */
    BackupWrites(
            GridCacheContext<Object, Object> context,
            AffinityTopologyVersion topologyVersion,
            GridCacheVersion version) {
        super(context, version, new Origin(topologyVersion));
        this.context = context;
        this.topologyVersion = topologyVersion;
        this.mode = context.config().getWriteSynchronizationMode();
        this.mappings = new HashMap<>(2);
    }

    GridCacheContext<Object, Object> context() {
        return context;
    }

    /** The version of all these writes. */
    GridCacheVersion version() {
        return writeVer;
    }

    boolean contains(KeyCacheObject key) {
        return keys.contains(key);
    }

    /** Whether a client may be told that its write is done only after the copies have it. */
    boolean isAwaited() {
        return mode == CacheWriteSynchronizationMode.FULL_SYNC && !isDone();
    }

    /** Adds a write that was applied here; the caller holds the entry's lock and the topology's read lock. */
    void add(
            GridDhtCacheEntry entry,
            GridCacheUpdateAtomicResult result,
            GridCacheOperation operation,
            List<ClusterNode> owners,
            boolean sendsPrevious) {
        keys.add(entry.key());
        UUID local = context.localNodeId();
        boolean first = mappings.isEmpty();
        for (ClusterNode owner : owners) {
            if (!owner.id().equals(local)) {
                mappings.computeIfAbsent(owner.id(), node -> new Request(node, this))
                        .addWriteValue(
                                entry.key(),
                                result.newValue(),
                                null,
                                result.newTtl(),
                                result.conflictExpireTime(),
                                null,
                                sendsPrevious,
                                result.oldValue(),
                                result.updateCounter(),
                                operation);
            }
        }
        if (first && !mappings.isEmpty()) {
            context.mvcc().addAtomicFuture(futId, this);
        }
    }

    /** Sends the writes; holds no lock. */
    void send() {
        if (mappings.isEmpty()) {
            onDone();
            return;
        }
        for (Map.Entry<UUID, GridDhtAtomicAbstractUpdateRequest> copy : List.copyOf(mappings.entrySet())) {
            try {
                context.io().send(copy.getKey(), copy.getValue(), context.ioPolicy());
                StepHook.reached(WriteSteps.Step.SENT);
            } catch (IgniteCheckedException | IgniteException e) {
                // The node has left or is being dropped: as in Ignite, the copy counts as answered.
                onNodeLeft(copy.getKey());
            }
        }
    }

    @Override
    protected boolean sendAllToDht() {
        return true;
    }

    @Override
    protected void addDhtKey(KeyCacheObject key, List<ClusterNode> nodes) {
        throw new UnsupportedOperationException("writes are added by add()");
    }

    @Override
    protected void addNearKey(KeyCacheObject key, GridDhtCacheEntry.ReaderId[] readers) {
        throw new UnsupportedOperationException("near copies are updated by the cache");
    }

    @Override
    protected GridDhtAtomicAbstractUpdateRequest createRequest(
            UUID node,
            long future,
            GridCacheVersion version,
            CacheWriteSynchronizationMode synchronization,
            AffinityTopologyVersion topology,
            long ttl,
            long expireTime,
            @Nullable GridCacheVersion conflictVersion,
            boolean readRepair) {
        throw new UnsupportedOperationException("writes are added by add()");
    }

    /** What the future wants to know of the operation behind it: in which topology it is done. */
    private static final class Origin extends GridNearAtomicSingleUpdateRequest {
        private static final long serialVersionUID = 0L;

        Origin(AffinityTopologyVersion topologyVersion) {
            this.topVer = topologyVersion;
        }
    }

    /** The message to one copy, answered at once when the client waits. */
    private static final class Request extends GridDhtAtomicUpdateRequest {
        private static final long serialVersionUID = 0L;

        Request(UUID node, BackupWrites writes) {
            super(
                    writes.context.cacheId(),
                    node,
                    writes.futId,
                    writes.writeVer,
                    writes.mode,
                    writes.topologyVersion,
                    0,
                    null,
                    writes.context.deploymentEnabled(),
                    true,
                    false,
                    false,
                    false);
            setFlag(writes.mode == CacheWriteSynchronizationMode.FULL_SYNC, REPLY_WITHOUT_DELAY);
        }
    }
}
