package io.yggdrasil.ignite.eviction;

import org.jspecify.annotations.Nullable;

/**
 * Takes entries over that are about to be evicted, to a slower tier.
 *
 * <p>It is asked outside of all locks. The entry is evicted afterwards if it is still the same; when it was written
 * meanwhile, {@link #withdrawn} takes the answer back. Between the two the entry is in both places, and the one in memory
 * is the right one.
 *
 * <p>Threads: several at once, never two for one entry. It may take as long as an eviction may: while it waits, memory does
 * not get free. When it throws, the entry is kept.
 */
public interface Demotion {
    /** What became of an entry. */
    enum Outcome {
        /** It is safe elsewhere, or not wanted: evict it. */
        DONE,
        /** It has to stay where it is. */
        SKIP
    }

    /**
     * An entry that is about to be evicted.
     *
     * @param cacheName the name of its namespace's cache
     * @param partition its partition
     * @param key its key: a String, or a BinaryObject where it is no text
     * @param value its value: a byte array for a string, not to be changed
     * @param expireTime when it expires in milliseconds since 1970; 0: never
     * @param version a token that differs for every write of the entry
     */
    record Entry(
            String cacheName,
            int partition,
            Object key,
            Object value,
            long expireTime,
            @Nullable Object version) {}

    /** Takes an entry over, or not. */
    Outcome demote(Entry entry);

    /** An entry that was taken over was not evicted: it was written meanwhile, or its owner changed. */
    default void withdrawn(Entry entry) {}
}
