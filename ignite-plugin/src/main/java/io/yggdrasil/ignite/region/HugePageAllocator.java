package io.yggdrasil.ignite.region;

import io.yggdrasil.tier.region.MappedRegion;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.RegionException;
import io.yggdrasil.tier.region.RegionMedia;
import io.yggdrasil.tier.region.RegionRequest;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.mem.MemoryAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ordinary memory in transparent huge pages, as far as the system gives them, a segment at a time: what the default region
 * has.
 *
 * <p>A random key touches some ten cache lines on four or five pages; with 4 KB pages most of them also miss the TLB. It comes
 * zeroed and is not resident before it is touched.
 *
 * <p>Peers never get it: region configurations travel between nodes, and this serializes as null.
 */
public final class HugePageAllocator implements MemoryAllocator, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HugePageAllocator.class);

    private final transient Map<Long, MappedRegion> segments = new ConcurrentHashMap<>();

    private HugePageAllocator() {}

    /** An allocator, or null with one log line where the system's calls are not known or there are no such pages. */
    public static @Nullable HugePageAllocator createIfSupported() {
        try {
            RegionMedia.of(MediumKind.HUGE_PAGES)
                    .open(RegionRequest.hugePages("probe", 1, 0))
                    .close();
            return new HugePageAllocator();
        } catch (RegionException e) {
            LOG.info("Huge pages: off, {}", e.getMessage());
            return null;
        }
    }

    @Override
    public long allocateMemory(long size) {
        try {
            MappedRegion segment = RegionMedia.of(MediumKind.DRAM).open(RegionRequest.dram("segment", size));
            segments.put(segment.address(), segment);
            return segment.address();
        } catch (RegionException e) {
            LOG.error("Page memory: {}", e.getMessage());
            return 0;
        }
    }

    @Override
    public void freeMemory(long address) {
        MappedRegion segment = segments.remove(address);
        if (segment == null) {
            throw new IllegalArgumentException("address=" + address + " was not allocated here");
        }
        segment.close();
    }

    private Object writeReplace() {
        return new NoAllocator();
    }
}
