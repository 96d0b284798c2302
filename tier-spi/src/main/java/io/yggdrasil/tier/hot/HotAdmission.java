package io.yggdrasil.tier.hot;

/**
 * Says which records stay when the ring comes round to them.
 *
 * <p>Threads: called by any writing thread, for one shard by one at a time, while it holds the shard's lock: it must be
 * quick, must not wait and must not call the arena.
 */
@FunctionalInterface
public interface HotAdmission {
    /** Keeps what was read since it was written or last kept. */
    HotAdmission READ_SINCE = (keyHash, readSince) -> readSince;

    /**
     * Whether a record is worth being copied forward.
     *
     * @param keyHash the key's hash, see {@link KeyHash}
     * @param readSince whether it was hit since it was written or last copied forward; a hint that may rarely be wrong
     */
    boolean isHot(long keyHash, boolean readSince);
}
