package io.yggdrasil.ignite.mutation;

/**
 * Counts how rows of a cache are used on this node, by the hashes of their keys: what eviction chooses its victims by.
 *
 * <p>Threads: called on the reading or writing thread, inside Ignite's locks, for every row. A few nanoseconds, no locks,
 * nothing thrown. Counts may get lost.
 */
public interface UseCounter {
    /** A row was looked up by its key, found or not, or read from its copy in the hot tier. */
    void onRead(int partition, int keyHash);

    /** A row was written or removed. */
    void onWrite(int partition, int keyHash);
}
