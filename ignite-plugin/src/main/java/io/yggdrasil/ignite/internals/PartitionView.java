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
 */
public final class PartitionView {
    private final long epoch;
    private final AffinityTopologyVersion topologyVersion;
    private final List<List<ClusterNode>> assignment;
    private final BitSet local;
    private final BitSet sole;

    PartitionView(long epoch, AffinityAssignment assignment, BitSet local, BitSet sole) {
        this.epoch = epoch;
        this.topologyVersion = assignment.topologyVersion();
        this.assignment = assignment.assignment();
        this.local = local;
        this.sole = sole;
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

    /** The primary's node id; null when the partition has no owner. */
    public @Nullable UUID primary(int partition) {
        List<ClusterNode> owners = assignment.get(partition);
        return owners.isEmpty() ? null : owners.get(0).id();
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
