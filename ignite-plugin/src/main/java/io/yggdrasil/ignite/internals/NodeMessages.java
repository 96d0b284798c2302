package io.yggdrasil.ignite.internals;

import java.util.UUID;
import java.util.concurrent.Executor;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.cluster.ClusterTopologyCheckedException;
import org.apache.ignite.internal.managers.discovery.DiscoCache;
import org.apache.ignite.internal.managers.eventstorage.DiscoveryEventListener;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.extensions.communication.IoPool;
import org.apache.ignite.plugin.extensions.communication.MessageFactoryProvider;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from node to node over Ignite's communication, without what the public messaging API adds to them: marshalling,
 * class loading and the public pool, in which user code may wait for the very work that these messages carry.
 *
 * <p>What one thread sends to a node arrives there in that order, once, unless a node leaves. A message is handed over
 * on the thread that read it from the network (a pool of our own that runs its tasks at once), in order of arrival; so
 * the receiver must be quick and pass real work on. Messages that arrive while there is no receiver are dropped.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridIoManager.sendToCustomTopic}, {@code addMessageListener};
 * {@code GridEventStorageManager.addDiscoveryEventListener}.
 */
public final class NodeMessages {
    private static final String TOPIC = "yggdrasil";

    /** Outside the range that Ignite reserves for its own pools. */
    private static final byte POOL = 89;

    private final GridKernalContext kernal;
    private final IgniteLogger log;
    private final DiscoveryEventListener leaving = this::onDiscovery;
    private volatile @Nullable Receiver receiver;

    private final String topic;

    private NodeMessages(GridKernalContext kernal, IgniteLogger log, String topic) {
        this.kernal = kernal;
        this.log = log;
        this.topic = topic;
    }

    /** Another set of messages beside these, with a receiver of its own; to be started as well. */
    public NodeMessages beside(String name) {
        return new NodeMessages(kernal, log, topic + '-' + name);
    }

    /** Told of messages and departures. Methods run on Ignite's threads and must neither block nor throw. */
    public interface Receiver {
        /** A message arrived; the array is the receiver's. */
        void onMessage(UUID from, byte[] message);

        /** A server or client node left or failed. Messages of it may still be on their way to {@link #onMessage}. */
        void onNodeLeft(UUID node);
    }

    /** Registers message type and pool; to be called once, from a plugin provider's {@code initExtensions}. */
    public static NodeMessages install(PluginContext context, ExtensionRegistry registry) {
        registry.registerExtension(MessageFactoryProvider.class, factory -> factory.register(Parcel.TYPE, Parcel::new));
        registry.registerExtension(IoPool.class, new CallerPool());
        return new NodeMessages(((IgniteEx) context.grid()).context(), context.log(NodeMessages.class), TOPIC);
    }

    /** Begins to listen; before the node joins. */
    public void start() {
        kernal.io().addMessageListener(topic, (from, message, policy) -> {
            Receiver current = receiver;
            if (current != null && message instanceof Parcel parcel) {
                current.onMessage(from, parcel.bytes());
            }
        });
        kernal.event().addDiscoveryEventListener(leaving, EventType.EVT_NODE_LEFT, EventType.EVT_NODE_FAILED);
    }

    /** Sets who is told; null: nobody. */
    public void receiver(@Nullable Receiver next) {
        receiver = next;
    }

    /**
     * Sends the first {@code length} bytes of {@code message}, which now belongs to Ignite: it may send them again. Waits
     * only while a connection to the node is made.
     *
     * @return false when the node is gone or cannot be reached: it did not get the message
     */
    public boolean send(UUID node, byte[] message, int length) {
        try {
            kernal.io().sendToCustomTopic(node, topic, new Parcel(message, length), POOL);
            return true;
        } catch (ClusterTopologyCheckedException e) {
            return false;
        } catch (IgniteCheckedException e) {
            log.warning("Cannot send to node " + node + ": " + e.getMessage());
            return false;
        }
    }

    /** Whether the node is in the grid. */
    public boolean isAlive(UUID node) {
        ClusterNode known = kernal.discovery().node(node);
        return known != null && kernal.discovery().alive(known);
    }

    private void onDiscovery(DiscoveryEvent event, DiscoCache topology) {
        Receiver current = receiver;
        if (current != null) {
            current.onNodeLeft(event.eventNode().id());
        }
    }

    /** Runs each task at once on the thread that brings it. */
    private static final class CallerPool implements IoPool {
        @Override
        public byte id() {
            return POOL;
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }
}
