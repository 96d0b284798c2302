package io.yggdrasil.ignite.mutation;

import org.apache.ignite.cache.CacheEntryVersion;

/**
 * Hears of every mutation of a watched cache on this node, once each, primaries and backups alike.
 *
 * <p>Threads: called on the mutating thread, after the change is in page memory and before the mutator is acknowledged,
 * under Ignite's entry lock and checkpoint read lock. So it must be quick, must not block, must not call Ignite and must
 * not throw; what it throws is logged and dropped. Calls for one key never overlap; calls for different keys do.
 *
 * <p>A change that fails half-way moves the {@link Stamps} but is not reported. After a restart with persistence only
 * the changes that are replayed from the log are reported, not the rows that a checkpoint holds.
 */
public interface MutationListener {
    /**
     * One row changed.
     *
     * @param kind {@link MutationKind#PUT} or {@link MutationKind#REMOVE}
     * @param cacheId Ignite's cache id
     * @param partition the partition of the key
     * @param key the key as Ignite holds it: a platform type such as a String as itself, else a BinaryObject
     * @param keyHash the key's hash as Ignite computes it; for a String its {@code hashCode}
     * @param version the version of the new row, or of the removed one
     * @param expireTime the expiry time of that row in milliseconds since the epoch, 0 for never
     * @param bytes the size of the new row in page memory, key and header included; 0 for a removal
     * @param previousBytes the size of the row that was replaced or removed; 0 if there was none
     */
    void onMutation(
            MutationKind kind,
            int cacheId,
            int partition,
            Object key,
            int keyHash,
            CacheEntryVersion version,
            long expireTime,
            int bytes,
            int previousBytes);

    /**
     * Every row of a partition went at once.
     *
     * @param kind {@link MutationKind#CLEAR} or {@link MutationKind#DESTROY}
     * @param cacheId Ignite's cache id; for the destruction of a partition that several caches share, 0: all of them
     * @param partition the partition
     */
    void onPartitionMutation(MutationKind kind, int cacheId, int partition);
}
