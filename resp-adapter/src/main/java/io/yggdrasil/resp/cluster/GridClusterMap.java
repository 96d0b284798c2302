package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.resp.command.cluster.ClusterMap;
import io.yggdrasil.resp.grid.Grid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as clients see it: the grid's nodes that serve Redis clients, and the primaries of database 0, the only
 * database of cluster mode. Made anew when ownership changes; while it is being decided the last one stands.
 */
public final class GridClusterMap implements ClusterMap {
    private static final int SLOTS_A_PARTITION_BITS = 4;

    /** Ignite's node attribute with the port of its communication. */
    private static final String BUS_PORT_ATTRIBUTE = "TcpCommunicationSpi.comm.tcp.port";

    /** What Redis adds to a node's port, where Ignite does not tell its own. */
    private static final int BUS_PORT_OFFSET = 10_000;

    private final Ignite ignite;
    private final Grid grid;
    private volatile @Nullable Known known;

    /** The view that was made from an ownership. */
    private record Known(PartitionView ownership, View view) {}

    /** Makes the map of a started node. */
    public GridClusterMap(Grid grid) {
        this.grid = grid;
        this.ignite = grid.ignite();
    }

    @Override
    public View view() {
        PartitionView ownership = grid.ownership(0);
        Known last = known;
        if (last != null && (ownership == null || last.ownership == ownership)) {
            return last.view;
        }
        if (ownership == null) {
            throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
        }
        Known fresh = new Known(ownership, view(ownership));
        known = fresh;
        return fresh.view;
    }

    private View view(PartitionView ownership) {
        List<Member> members = new ArrayList<>();
        Map<UUID, Integer> indexes = new HashMap<>();
        UUID local = ignite.cluster().localNode().id();
        List<ClusterNode> nodes = new ArrayList<>(ignite.cluster().forServers().nodes());
        nodes.sort(Comparator.comparingLong(ClusterNode::order));
        for (ClusterNode node : nodes) {
            RespEndpoint endpoint = RespEndpoint.of(node);
            if (endpoint != null) {
                indexes.put(node.id(), members.size());
                members.add(member(node, endpoint));
            }
        }
        Integer self = indexes.get(local);
        if (self == null) {
            throw new IllegalStateException("node=" + local + " has no attribute " + RespEndpoint.ATTRIBUTE);
        }
        return new View(ignite.cluster().topologyVersion(), members, self, owners(ownership, indexes));
    }

    private static Member member(ClusterNode node, RespEndpoint endpoint) {
        String identity = String.valueOf(node.consistentId());
        Integer busPort = node.attribute(BUS_PORT_ATTRIBUTE);
        return new Member(
                digest("node " + identity),
                digest("shard " + identity),
                endpoint.host(),
                endpoint.port(),
                busPort == null ? endpoint.port() + BUS_PORT_OFFSET : busPort,
                node.order(),
                node.metrics().getStartTime());
    }

    /** 40 hexadecimal digits that stay the same as long as the text does. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static int[] owners(PartitionView ownership, Map<UUID, Integer> indexes) {
        int[] owners = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            UUID primary = ownership.primary(slot >>> SLOTS_A_PARTITION_BITS);
            owners[slot] = primary == null ? -1 : indexes.getOrDefault(primary, -1);
        }
        return owners;
    }

    @Override
    public long messagesSent() {
        return ignite.cluster().localNode().metrics().getSentMessagesCount();
    }

    @Override
    public long messagesReceived() {
        return ignite.cluster().localNode().metrics().getReceivedMessagesCount();
    }
}
