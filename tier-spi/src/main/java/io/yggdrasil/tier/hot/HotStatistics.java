package io.yggdrasil.tier.hot;

/**
 * What an arena did since it was made and what it holds, or a store's part of that. The numbers are taken one after the other, not at one moment.
 *
 * @param hits look-ups that found the value
 * @param misses look-ups that found no record
 * @param stale look-ups that found a record with another stamp
 * @param expired look-ups that found a record whose time was over
 * @param inserts records taken
 * @param refusedContended inserts refused as another thread was writing to the shard
 * @param refusedTooLarge inserts refused as larger than the configured share of a segment
 * @param refusedExpired inserts refused as their time was over
 * @param refusedNoRoom inserts refused as bounded work did not free enough
 * @param refusedOvertaken inserts refused as their guard said that the entry changed meanwhile
 * @param refusedBucketPinned inserts refused as their bucket is full of pinned records
 * @param pinsDropped inserts that lost their key's pin as the record grew beyond the pinned share
 * @param copiedForward records kept when the ring came round
 * @param fallenOut records dropped when the ring came round
 * @param displaced records dropped from a full bucket of the index
 * @param invalidated records removed by key, by store or with all
 * @param entries records that can be found
 * @param usedBytes bytes of these in the ring
 * @param pinnedBytes bytes of pinned ones among these, with those whose pin ended since the ring came round to them
 * @param ringBytes bytes of all rings
 * @param indexBytes bytes of the index
 */
public record HotStatistics(
        long hits,
        long misses,
        long stale,
        long expired,
        long inserts,
        long refusedContended,
        long refusedTooLarge,
        long refusedExpired,
        long refusedNoRoom,
        long refusedOvertaken,
        long refusedBucketPinned,
        long pinsDropped,
        long copiedForward,
        long fallenOut,
        long displaced,
        long invalidated,
        long entries,
        long usedBytes,
        long pinnedBytes,
        long ringBytes,
        long indexBytes) {
    /** Look-ups that did not find the value, whatever the reason. */
    public long lookUpsInVain() {
        return misses + stale + expired;
    }

    /** Records that went to make room for others. */
    public long pushedOut() {
        return fallenOut + displaced;
    }
}
