package io.yggdrasil.ignite;

import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How a namespace keeps its entries. {@link NamespaceConfiguration} is its mutable form.
 *
 * @param backups copies of each entry on further nodes, {@value #BACKUPS_LEAST} to {@value #BACKUPS_MOST}
 * @param dataRegion Ignite data region of the cache, null for the grid's default one
 * @param persistence what is demanded of that region
 * @param writeSynchronizationMode which copies have a write before it is acknowledged
 * @param partitionLossPolicy what happens to operations on partitions whose every owner is gone
 * @param sql the SQL table over the namespace's strings, null for none
 * @param memoryBytesMax what its entries, copies included, may take on each node while the node evicts, in bytes of keys and
 *     values: above it entries of this namespace are evicted, whatever room there is; 0 for no such limit
 */
public record NamespacePolicy(
        int backups,
        @Nullable String dataRegion,
        Persistence persistence,
        CacheWriteSynchronizationMode writeSynchronizationMode,
        PartitionLossPolicy partitionLossPolicy,
        @Nullable SqlMapping sql,
        long memoryBytesMax) {
    public static final int BACKUPS_LEAST = 0;

    public static final int BACKUPS_MOST = 31;

    /**
     * One backup that has every acknowledged write, in the default region, without SQL. Lost partitions refuse
     * operations until an operator resets them, so that a loss is never taken for a miss.
     */
    public static final NamespacePolicy DEFAULT = new NamespacePolicy(
            1,
            null,
            Persistence.AS_REGION,
            CacheWriteSynchronizationMode.FULL_SYNC,
            PartitionLossPolicy.READ_WRITE_SAFE,
            null,
            0);
}
