package io.yggdrasil.ignite.mutation;

import io.yggdrasil.ignite.statistics.CacheStatistics;
import java.util.List;

/** The watches of a node's caches. */
public interface Mutations {
    /**
     * The watch of a cache, which need not be started yet: listeners that are added before the node starts hear of its
     * recovery too.
     *
     * @param cacheName the name of a namespace's cache; of a cache that shares a group, the group's name
     */
    CacheWatch watch(String cacheName);

    /** The sum of {@link CacheWatch#expiredCount} over all caches. */
    long expiredCount();

    /** The statistics of all caches that have a watch. */
    List<CacheStatistics> statistics();
}
