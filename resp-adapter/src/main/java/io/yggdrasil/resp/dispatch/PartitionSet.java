package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import java.util.Arrays;

/** Some of the partitions. Threads: one. */
final class PartitionSet {
    private final long[] words = new long[(Slots.PARTITIONS + Long.SIZE - 1) / Long.SIZE];

    void clear() {
        Arrays.fill(words, 0);
    }

    void add(int partition) {
        words[partition >>> 6] |= 1L << partition;
    }

    boolean contains(int partition) {
        return (words[partition >>> 6] >>> partition & 1) != 0;
    }
}
