package io.yggdrasil.tier.hot;

/** How an insert ended. After a refusal the arena is as it was: an older record of the key may still be there. */
public enum PutOutcome {
    /** The record is there; if the key was pinned, it still is. */
    STORED,
    /** The record is there; its key was pinned and no longer is, as the larger record would exceed the pinned share. */
    STORED_UNPINNED,
    /** Another thread was writing to the shard. */
    CONTENDED,
    /** The record is larger than the configured share of a segment, or its key than 65,535 bytes. */
    TOO_LARGE,
    /** Its time to expire has come already. */
    EXPIRED,
    /** The work that one insert may do did not free enough of the ring; it is done for the inserts that follow. */
    NO_ROOM,
    /** The guard said that the entry is no longer what the record says; an older record of the key is gone, too. */
    OVERTAKEN,
    /** All slots of the key's bucket hold pinned records. */
    BUCKET_PINNED,
    /** The arena is closed. */
    CLOSED;

    /** Whether the record was taken. */
    public boolean stored() {
        return this == STORED || this == STORED_UNPINNED;
    }
}
