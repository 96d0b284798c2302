package io.yggdrasil.ignite.slot;

import org.apache.ignite.client.ClientPartitionAwarenessMapper;
import org.apache.ignite.client.ClientPartitionAwarenessMapperFactory;

/**
 * Lets the Java thin client send each operation straight to the node that owns the key.
 *
 * <p>Pass it to {@code ClientConfiguration.setPartitionAwarenessMapperFactory}. Without it the client still works, with
 * one more hop, since it knows only Ignite's own placement. The client asks for a mapper for every cache that has a
 * placement of its own, so a grid where further caches bring another one needs a factory that tells them apart by name.
 */
public final class SlotPartitionAwareness implements ClientPartitionAwarenessMapperFactory {
    /** A mapper by slot. {@code partitions} other than 1,024 means that the cache is not placed by slot. */
    @Override
    public ClientPartitionAwarenessMapper create(String cacheName, int partitions) {
        if (partitions != Slots.PARTITIONS) {
            throw new IllegalArgumentException("cache=" + cacheName + " partitions=" + partitions
                    + ": a cache placed by slot has " + Slots.PARTITIONS);
        }
        return SlotAffinity::partitionOf;
    }
}
