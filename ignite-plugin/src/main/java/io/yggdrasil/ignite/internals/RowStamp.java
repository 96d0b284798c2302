package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.mutation.Stamps;

/**
 * Tells a row that was not changed since it was read from one that was; see {@link EntryStore#findAgain}.
 *
 * @param keyHash the hash of the row's key
 * @param stamp the key's from before the row was read
 */
public record RowStamp(int partition, int keyHash, long stamp) {
    /** The same for the row that the reader has put in its place, if nobody else has changed it before or since. */
    public RowStamp afterChange() {
        return new RowStamp(partition, keyHash, Stamps.afterChange(stamp));
    }
}
