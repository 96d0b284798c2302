package io.yggdrasil.ignite.mutation;

/** What a mutation did: the first two concern one row, the last two every row of a partition. */
public enum MutationKind {
    /** A row was inserted, replaced or rewritten in place; a changed expiry time is a put too. */
    PUT,

    /** A row was removed: by a user, by expiry, by a clear, by eviction, or because its partition leaves the node. */
    REMOVE,

    /** Every row of one cache in a partition that it shares with other caches was removed, without a report for each. */
    CLEAR,

    /**
     * The partition's store left this node with whatever it held, without a report for each row: the partition moved
     * away, its cache was destroyed, or the memory of an in-memory cache was released on deactivation or node stop.
     * A persistent cache that merely stops keeps its rows on disk and is not reported.
     */
    DESTROY
}
