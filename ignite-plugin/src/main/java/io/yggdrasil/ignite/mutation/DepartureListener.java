package io.yggdrasil.ignite.mutation;

/**
 * Hears of rows of a watched cache that no user has removed, on the node that is their primary: their time was over, or
 * room was made. They are reported as mutations, too.
 *
 * <p>Threads: as those of a {@link MutationListener}; it must be quick, must not block, must not call Ignite and must not
 * throw; what it throws is logged and dropped.
 */
public interface DepartureListener {
    /**
     * A row's time was over, and it was removed or replaced.
     *
     * @param key the key as Ignite holds it: a platform type such as a String as itself, else a BinaryObject
     */
    void onExpired(Object key);

    /** A row was evicted; as {@link #onExpired}. */
    void onEvicted(Object key);
}
