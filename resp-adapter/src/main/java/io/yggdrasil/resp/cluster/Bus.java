package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.pubsub.Message;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Published messages on their way to the other nodes, each by its own {@link BusLane}, so that a node which cannot be
 * reached or is slow holds up neither a publisher nor the others.
 *
 * <p>Threads: any.
 */
final class Bus implements AutoCloseable {
    private final Lane.Outgoing outgoing;
    private final Map<UUID, BusLane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Bus(Lane.Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /** Sends a message to nodes; one that leaves is taken from the set before {@link #onNodeLeft}. */
    void send(Set<UUID> nodes, Message message) {
        for (UUID node : nodes) {
            BusLane lane = lanes.get(node);
            (lane == null ? laneTo(node, nodes) : lane).offer(message);
        }
    }

    private BusLane laneTo(UUID node, Set<UUID> nodes) {
        BusLane lane = lanes.computeIfAbsent(node, this::open);
        if (closed || !nodes.contains(node)) {
            onNodeLeft(node);
        }
        return lane;
    }

    private BusLane open(UUID node) {
        BusLane lane = new BusLane(node, outgoing);
        lane.start();
        return lane;
    }

    void onDelivered(UUID node) {
        BusLane lane = lanes.get(node);
        if (lane != null) {
            lane.onDelivered();
        }
    }

    void onNodeLeft(UUID node) {
        BusLane lane = lanes.remove(node);
        if (lane != null) {
            lane.interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        lanes.keySet().forEach(this::onNodeLeft);
    }
}
