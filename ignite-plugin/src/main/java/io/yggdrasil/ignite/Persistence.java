package io.yggdrasil.ignite;

/** What a namespace demands of its region: whether its entries survive a restart is the region's property. */
public enum Persistence {
    /** Whatever the region offers. */
    AS_REGION,
    /** The region must be persistent; a region in memory is a configuration mistake. */
    REQUIRED,
    /** The region must be in memory only; a persistent one is a configuration mistake. */
    FORBIDDEN
}
