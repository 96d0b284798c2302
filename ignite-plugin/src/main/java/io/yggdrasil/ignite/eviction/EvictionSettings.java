package io.yggdrasil.ignite.eviction;

import java.io.Serializable;

/**
 * How a node evicts. Immutable.
 *
 * @param mode which entries, and in what order
 * @param bytesMax what the node's default region may hold; 0: as much as it can, as the other regions in memory do
 * @param samples entries that are looked at for each one that is evicted, 1 to {@value #SAMPLES_MAX}
 */
public record EvictionSettings(EvictionMode mode, long bytesMax, int samples) implements Serializable {
    /** Most samples that are used; more are taken for so many. */
    public static final int SAMPLES_MAX = 64;

    /** No eviction. */
    public static final EvictionSettings NONE = new EvictionSettings(EvictionMode.NOEVICTION, 0, 5);

    /** Checks the values. */
    public EvictionSettings {
        if (bytesMax < 0 || samples < 1 || samples > SAMPLES_MAX) {
            throw new IllegalArgumentException("bytesMax=" + bytesMax + ", samples=" + samples);
        }
    }

    /** The same with another mode. */
    public EvictionSettings with(EvictionMode other) {
        return new EvictionSettings(other, bytesMax, samples);
    }
}
