package io.yggdrasil.tier.region;

import java.util.Locale;

/** How the pages of a region are placed on NUMA nodes. */
public enum NumaPolicy {
    /** On these nodes only: when they are full, there is no more memory. */
    BIND,
    /** On these nodes while they have memory, then on others. */
    PREFERRED,
    /** Page by page on one node after the other; on others when they are full. */
    INTERLEAVE;

    /** The name in configurations and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
