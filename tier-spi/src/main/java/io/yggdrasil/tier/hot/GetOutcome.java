package io.yggdrasil.tier.hot;

/** How a look-up ended. */
public enum GetOutcome {
    /** The sink has the value. */
    HIT,
    /** The arena has no such record, or the ring passed it, or the arena is closed. */
    MISS,
    /** There is a record of the key with another stamp, or a hidden one. */
    STALE,
    /** There is a record of the key and stamp whose time is over. */
    EXPIRED
}
