package io.yggdrasil.ignite.mutation;

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
}
