package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.Subscription.Kind;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In cluster mode: ends the subscriptions to shard channels whose slot now belongs to another node, where their messages
 * are published. Looks at ownership from time to time; a message that is published in between is missed, as it is by a
 * client that is on its way to the new owner.
 *
 * <p>Threads: one.
 */
public final class ShardWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ShardWatch.class);

    private final Grid grid;
    private final PubSub pubsub;
    private final UUID self;

    /** Makes the watch of this node's subscriptions. */
    public ShardWatch(Grid grid, PubSub pubsub) {
        this.grid = grid;
        this.pubsub = pubsub;
        this.self = grid.ignite().cluster().localNode().id();
    }

    /** Looks once. */
    public void look() {
        if (pubsub.count(Kind.SHARD) == 0) {
            return;
        }
        try {
            PartitionView view = grid.ownership(0);
            if (view != null) {
                pubsub.forEach(Kind.SHARD, channel -> look(view, channel));
            }
        } catch (RuntimeException e) {
            LOG.warn("Shard channels were not looked at: {}", e.toString(), e);
        }
    }

    private void look(PartitionView view, String channel) {
        byte[] name = channel.getBytes(StandardCharsets.ISO_8859_1);
        UUID owner = view.primary(Slots.partition(Slots.slot(name, 0, name.length)));
        if (owner != null && !owner.equals(self)) {
            pubsub.dismiss(channel);
        }
    }
}
