package io.yggdrasil.tier.region;

/** What to do where this machine has nothing of the medium that a region asks for. */
public enum RegionFallback {
    /** Take ordinary memory of the same size. */
    DRAM,
    /** Refuse. */
    FAIL
}
