package io.yggdrasil.ignite.internals;

import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.preloader.GridDhtPartitionsExchangeFuture;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionTopology;

/**
 * Tells whether this node may leave without taking data with it: while partitions are still being copied after a change
 * of the topology, this node may be the only one that has them.
 *
 * <p>Ignite has this as its graceful shutdown policy, but that waits without an end, for a last node as well. Checked on
 * Ignite 2.17.0.
 */
public final class PartitionCopies {
    private static final String REASON = "to leave a grid only when others have copies";

    private PartitionCopies() {}

    static List<InternalsCheck.Hook> hooks() {
        return List.of(
                InternalsCheck.Hook.method(REASON, GridDhtPartitionTopology.class, "owners", int.class),
                InternalsCheck.Hook.method(REASON, GridDhtPartitionTopology.class, "currentLocalPartitions"),
                InternalsCheck.Hook.method(REASON, CacheGroupContext.class, "topology"));
    }

    /** Whether other nodes own a copy of each partition that this node owns, of every cache with backups. */
    public static boolean areElsewhere(Ignite ignite) {
        GridCacheSharedContext<?, ?> shared =
                ((IgniteEx) ignite).context().cache().context();
        GridDhtPartitionsExchangeFuture exchange = shared.exchange().lastTopologyFuture();
        if (exchange != null && !exchange.isDone()) {
            return false;
        }
        for (CacheGroupContext group : ((IgniteEx) ignite).context().cache().cacheGroups()) {
            boolean copied = !group.systemCache()
                    && group.affinityNode()
                    && group.config().getBackups() > 0;
            if (copied && !areElsewhere(group.topology())) {
                return false;
            }
        }
        return true;
    }

    private static boolean areElsewhere(GridDhtPartitionTopology topology) {
        for (GridDhtLocalPartition partition : topology.currentLocalPartitions()) {
            boolean owned = partition.state() == GridDhtPartitionState.OWNING;
            if (owned && topology.owners(partition.id()).size() < 2) {
                return false;
            }
        }
        return true;
    }
}
