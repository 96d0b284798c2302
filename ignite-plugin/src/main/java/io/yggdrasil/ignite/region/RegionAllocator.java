package io.yggdrasil.ignite.region;

import io.yggdrasil.tier.region.MappedRegion;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.ignite.mem.MemoryAllocator;

/**
 * Gives the segments of a data region out of one mapped region: the first gap that is large enough. Segments start at
 * multiples of {@value #ALIGNMENT_BYTES}; there are a few dozen, and they come and go with the node's data regions.
 *
 * <p>Threads: any, one at a time. A size that does not fit is answered with 0, as Ignite wants it.
 */
public final class RegionAllocator implements MemoryAllocator, Serializable {
    static final long ALIGNMENT_BYTES = 4096;

    private static final long serialVersionUID = 1L;

    /** Gaps: length by address. Two never touch. */
    private final transient NavigableMap<Long, Long> gaps = new TreeMap<>();

    /** Segments: length by address. */
    private final transient Map<Long, Long> segments = new HashMap<>();

    /** Takes all of a region that the caller keeps open. */
    public RegionAllocator(MappedRegion region) {
        gaps.put(region.address(), region.bytes());
    }

    @Override
    public synchronized long allocateMemory(long size) {
        long length = Math.max(1, (size + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            if (gap.getValue() >= length) {
                return take(gap.getKey(), gap.getValue(), length);
            }
        }
        return 0;
    }

    private long take(long address, long gapBytes, long length) {
        gaps.remove(address);
        if (gapBytes > length) {
            gaps.put(address + length, gapBytes - length);
        }
        segments.put(address, length);
        return address;
    }

    @Override
    public synchronized void freeMemory(long address) {
        Long length = segments.remove(address);
        if (length == null) {
            throw new IllegalArgumentException("address=" + address + " was not allocated here");
        }
        long start = address;
        long bytes = length;
        Map.Entry<Long, Long> before = gaps.lowerEntry(address);
        if (before != null && before.getKey() + before.getValue() == address) {
            gaps.remove(before.getKey());
            start = before.getKey();
            bytes += before.getValue();
        }
        Long after = gaps.remove(address + length);
        gaps.put(start, after == null ? bytes : bytes + after);
    }

    private Object writeReplace() {
        return new NoAllocator();
    }
}
