package io.yggdrasil.tier.hot;

/** How a request to pin or unpin a key ended. */
public enum PinOutcome {
    /** The record stays until its pin ends, or it is invalidated, cleared or expires. */
    PINNED,
    /** The record's pin has ended. */
    UNPINNED,
    /** The arena has no record of the key: put it first. Or, where a pin was to be ended, there was none. */
    ABSENT,
    /** The pinned records of the shard would exceed the configured share of it. */
    OVER_SHARE,
    /** The arena is closed. */
    CLOSED
}
