package io.yggdrasil.ignite.mutation;

import io.yggdrasil.ignite.statistics.CacheStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known about the rows of one cache on this node: the stamps for near copies, and the listeners.
 *
 * <p>It lives as long as the node: a cache that is destroyed and made again under the same name continues its stamps.
 * A stamp speaks of this node's rows only, so a near copy may be served only while this node owns the partition.
 *
 * <p>Threads: all methods may be called by any thread at any time. With no listener the cost is one read of a field.
 */
public interface CacheWatch {
    /** The cache's name; for caches that share a group, the group's name. */
    String cacheName();

    /** The stamps of the cache's rows; they move whether or not anyone listens. */
    Stamps stamps();

    /**
     * Rows that were removed or replaced on this node because their time was over, since the node's start. A row's
     * copies on other nodes are counted nowhere: only the primary's counts.
     */
    long expiredCount();

    /** What happened to the rows since the node's start; counted whether or not anyone listens. */
    CacheStatistics statistics();

    /** Adds a listener; what is in progress meanwhile may or may not be reported to it. */
    void addMutationListener(MutationListener listener);

    /** Removes a listener; calls that are in progress may still reach it. */
    void removeMutationListener(MutationListener listener);

    /** Adds a listener; what is in progress meanwhile may or may not be reported to it. */
    void addDepartureListener(DepartureListener listener);

    /** Removes a listener; calls that are in progress may still reach it. */
    void removeDepartureListener(DepartureListener listener);

    /** Adds a listener; what is in progress meanwhile may or may not be reported to it. */
    void addAccessListener(AccessListener listener);

    /** Removes a listener; calls that are in progress may still reach it. */
    void removeAccessListener(AccessListener listener);

    /**
     * Sets who counts the uses of rows, null for nobody. There is one; unlike an {@link AccessListener} it hears of the
     * reads that go straight to the pages, too, and they stay as short as they are.
     */
    void countUses(@Nullable UseCounter counter);
}
