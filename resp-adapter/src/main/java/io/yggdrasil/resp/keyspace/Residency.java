package io.yggdrasil.resp.keyspace;

/** How an attempt ended to keep a value in the hot tier. */
public enum Residency {
    /** It is kept. */
    PINNED,
    /** There is no such key. */
    NO_KEY,
    /** The hot tier does not take such a key or value. */
    UNSUITABLE,
    /** What is kept already has its whole share of the hot tier. */
    OVER_SHARE,
    /** Others wrote the key all the time. */
    BUSY,
    /** There is no hot tier. */
    NO_TIER
}
