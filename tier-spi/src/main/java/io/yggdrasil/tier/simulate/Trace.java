package io.yggdrasil.tier.simulate;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Uses of keys, in their order, each with the weight of its entry in bytes. Entries of block traces weigh 1. */
public final class Trace {
    /** Uses that a trace may have; what comes after them is left out. */
    public static final int USES_MAX = 100_000_000;

    private final String name;
    private final long[] keys;
    private final int[] weights;
    private final long footprintBytes;
    private final int distinctKeys;

    private Trace(String name, long[] keys, int[] weights) {
        this.name = name;
        this.keys = keys;
        this.weights = weights;
        Set<Long> seen = new HashSet<>();
        long bytes = 0;
        for (int i = 0; i < keys.length; i++) {
            if (seen.add(keys[i])) {
                bytes += weights[i];
            }
        }
        this.footprintBytes = bytes;
        this.distinctKeys = seen.size();
    }

    /** What it is called in reports. */
    public String name() {
        return name;
    }

    /** Number of uses. */
    public int uses() {
        return keys.length;
    }

    /** Number of keys. */
    public int distinctKeys() {
        return distinctKeys;
    }

    /** What a cache of all its entries would weigh, each with the weight of its first use. */
    public long footprintBytes() {
        return footprintBytes;
    }

    long key(int use) {
        return keys[use];
    }

    int weight(int use) {
        return weights[use];
    }

    /** Collects uses. */
    public static final class Builder {
        private long[] keys = new long[1024];
        private int[] weights = new int[1024];
        private int uses;

        /** An empty trace. */
        public Builder() {}

        /**
         * Adds a use; none beyond {@link #USES_MAX}.
         *
         * @param weightBytes 0 counts as 1
         */
        public void add(long key, long weightBytes) {
            if (weightBytes < 0 || weightBytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("weight=" + weightBytes);
            }
            if (isFull()) {
                return;
            }
            if (uses == keys.length) {
                int length = Math.min(USES_MAX, uses * 2);
                keys = Arrays.copyOf(keys, length);
                weights = Arrays.copyOf(weights, length);
            }
            keys[uses] = key;
            weights[uses++] = (int) Math.max(1, weightBytes);
        }

        boolean isFull() {
            return uses == USES_MAX;
        }

        /** The trace. */
        public Trace build(String name) {
            return new Trace(name, Arrays.copyOf(keys, uses), Arrays.copyOf(weights, uses));
        }
    }
}
