package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.internals.InternalsCheck.Hook;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.internal.managers.communication.GridIoManager;
import org.apache.ignite.internal.managers.communication.GridMessageListener;
import org.apache.ignite.internal.managers.eventstorage.DiscoveryEventListener;
import org.apache.ignite.internal.managers.eventstorage.GridEventStorageManager;
import org.apache.ignite.internal.processors.cache.distributed.dht.atomic.GridDhtAtomicAbstractUpdateRequest;
import org.apache.ignite.plugin.extensions.communication.Message;

/** What {@link BackupWrites} and {@link NodeMessages} use of Ignite to reach other nodes. */
final class PeerHooks {
    private PeerHooks() {}

    static List<Hook> all() {
        return List.of(
                Hook.constant(
                        "have copies answer writes at once",
                        GridDhtAtomicAbstractUpdateRequest.class,
                        "DHT_ATOMIC_REPLY_WITHOUT_DELAY",
                        BackupWrites.REPLY_WITHOUT_DELAY),
                Hook.method(
                        "send messages between nodes",
                        GridIoManager.class,
                        "sendToCustomTopic",
                        UUID.class,
                        Object.class,
                        Message.class,
                        byte.class),
                Hook.method(
                        "receive messages of other nodes",
                        GridIoManager.class,
                        "addMessageListener",
                        Object.class,
                        GridMessageListener.class),
                Hook.method(
                        "hear of nodes that leave",
                        GridEventStorageManager.class,
                        "addDiscoveryEventListener",
                        DiscoveryEventListener.class,
                        int.class,
                        int[].class));
    }
}
