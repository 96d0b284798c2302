package io.yggdrasil.resp.node;

import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.spi.discovery.tcp.internal.TcpDiscoveryNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which nodes with data come and go, a line each. */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /** Ignite must be told to make these events. */
    static final int[] EVENTS = {EventType.EVT_NODE_JOINED, EventType.EVT_NODE_LEFT, EventType.EVT_NODE_FAILED};

    private Membership() {}

    static void log(Ignite ignite) {
        ignite.events()
                .localListen(
                        (DiscoveryEvent event) -> {
                            if (!event.eventNode().isClient()) {
                                log(event);
                            }
                            return true;
                        },
                        EVENTS);
        ClusterNode self = ignite.cluster().localNode();
        ignite.cluster().forServers().forRemotes().nodes().stream()
                .filter(node -> NodeFacts.differInPassword(self, node))
                .findFirst()
                .ifPresent(node -> LOG.warn(
                        "Of this node and {}, one was started with requirepass and the other without: clients need a"
                                + " password or not, depending on the node",
                        name(node)));
    }

    private static void log(DiscoveryEvent event) {
        long nodes =
                event.topologyNodes().stream().filter(node -> !node.isClient()).count();
        String node = name(event.eventNode());
        switch (event.type()) {
            case EventType.EVT_NODE_JOINED -> LOG.info("Node {} joined: {} nodes", node, nodes);
            case EventType.EVT_NODE_LEFT -> LOG.info("Node {} left: {} nodes", node, nodes);
            default -> LOG.warn("Node {} failed: {} nodes", node, nodes);
        }
    }

    /** Where other nodes find the node. */
    static String name(ClusterNode node) {
        String host = String.join(",", node.addresses());
        return node instanceof TcpDiscoveryNode known ? host + ":" + known.discoveryPort() : host;
    }
}
