package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.CacheDataStore;

/** What both kinds of watched store offer beyond Ignite's own store interface. */
interface WatchedPartition {
    /** Announces a change of all rows. */
    void beginAll();

    /** Ends what {@link #beginAll} announced. */
    void endAll();

    /** When the partition's first entry expires. */
    PartitionExpiry expiry();

    /** Where this partition reports to. */
    GroupWatch watch();

    /** Reports, once, that the rows of this partition left the node. */
    void reportGone();

    /** The watched ones of these stores. */
    static List<WatchedPartition> of(Iterable<CacheDataStore> stores) {
        List<WatchedPartition> partitions = new ArrayList<>();
        for (CacheDataStore store : stores) {
            if (store instanceof WatchedPartition partition) {
                partitions.add(partition);
            }
        }
        return partitions;
    }
}
