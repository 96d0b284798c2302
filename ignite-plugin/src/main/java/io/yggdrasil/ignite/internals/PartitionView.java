package io.yggdrasil.ignite.internals;

import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.processors.affinity.AffinityAssignment;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.jspecify.annotations.Nullable;

/**
 * Who owns the partitions of one cache, true until the next exchange. Immutable.
 *
 * <p>Being the primary by affinity is not enough to answer: the node's copy must be whole, too (state {@code OWNING}).
 * Ignite makes nobody the primary whose copy is still being filled, with one exception: when a node that was left alone
 * with partitions that it never had stays primary while their owners return, and {@code resetLostPartitions} turns its
 * empty copies into ones to be filled. Such a partition has no primary here until it is filled. A partition that lost all
 * its owners has none either. Read in Ignite 2.17.0: {@code CacheAffinitySharedManager.latePrimaryAssignment},
 * {@code initAffinityBasedOnPartitionsAvailability}, {@code GridDhtPartitionTopologyImpl.detectLostPartitions},
 * {@code resetLostPartitions}.
 */
public final class PartitionView {
    private final long epoch;
    private final AffinityTopologyVersion topologyVersion;
    private final List<List<ClusterNode>> assignment;
    private final BitSet local;
    private final BitSet sole;
    private final BitSet filling;
    private final BitSet lost;

    PartitionView(long epoch, AffinityAssignment assignment, BitSet local, BitSet sole, BitSet filling, BitSet lost) {
        this.epoch = epoch;
        this.topologyVersion = assignment.topologyVersion();
        this.assignment = assignment.assignment();
        this.local = local;
        this.sole = sole;
        this.filling = filling;
        this.lost = lost;
    }

    /** The epoch of ownership that this view shows: a number that changes with every exchange. */
    public long epoch() {
        return epoch;
    }

    AffinityTopologyVersion topologyVersion() {
        return topologyVersion;
    }

    /** The grid's topology that this view shows: the same text on every node that sees the same owners. */
    public String topology() {
        return topologyVersion.topologyVersion() + "." + topologyVersion.minorTopologyVersion();
    }

    /** Whether this node is the primary of the partition. */
    public boolean isLocal(int partition) {
        return local.get(partition);
    }

    /** Whether no other node holds a copy of the partition. */
    boolean isSole(int partition) {
        return sole.get(partition);
    }

    /** Whether every node that had the partition is gone, with its data. */
    public boolean isLost(int partition) {
        return lost.get(partition);
    }

    /** Whether this node is to be the primary of a partition whose copy here is not whole yet: look again soon. */
    boolean isFilling() {
        return !filling.isEmpty();
    }

    /** The primary's node id; null when the partition has no owner, be it for now. */
    public @Nullable UUID primary(int partition) {
        List<ClusterNode> owners = assignment.get(partition);
        boolean none = owners.isEmpty() || filling.get(partition) || lost.get(partition);
        return none ? null : owners.get(0).id();
    }

    /** The nodes that hold the partition, the primary first. */
    public List<ClusterNode> owners(int partition) {
        return assignment.get(partition);
    }

    /** Number of partitions. */
    public int partitions() {
        return assignment.size();
    }

    /** The first partition from {@code from} on that is local, or -1. */
    public int nextLocal(int from) {
        return local.nextSetBit(from);
    }

    /** Whether every partition is local. */
    public boolean isAllLocal() {
        return local.cardinality() == assignment.size();
    }
}
