package io.yggdrasil.ignite.mutation;

/**
 * Hears of every look-up of a row by its key in a watched cache on this node, hits and misses.
 *
 * <p>A scan or an SQL query over an index visits rows without looking them up by key and is not an access; nor is the
 * read inside an atomic update, which is part of the mutation. Each look-up that Ignite does is told once, and Ignite
 * sometimes does two for one call: it repeats a {@code getAll} that met a missing key. A read that the hot tier
 * answers looks up no row; {@link UseCounter} hears of it.
 *
 * <p>Threads: called on the reading thread, under Ignite's checkpoint read lock. So it must be quick, must not block,
 * must not call Ignite and must not throw; what it throws is logged and dropped.
 */
@FunctionalInterface
public interface AccessListener {
    /**
     * One row was looked up.
     *
     * @param cacheId Ignite's cache id
     * @param partition the partition of the key
     * @param key the key as Ignite holds it: a platform type such as a String as itself, else a BinaryObject
     * @param keyHash the key's hash as Ignite computes it; for a String its {@code hashCode}
     * @param found whether there was a row; it may be past its expiry time
     */
    void onAccess(int cacheId, int partition, Object key, int keyHash, boolean found);
}
