package io.yggdrasil.tier.region;

import com.sun.jna.Native;

/**
 * Ordinary memory. It is not resident before it is touched, and comes in transparent huge pages where the system gives them:
 * a random access with small pages misses the TLB besides the caches. The twin of every other medium.
 */
final class DramMedium implements RegionMedium {
    @Override
    public MediumKind kind() {
        return MediumKind.DRAM;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        long bytes = ByteSize.roundUp(request.bytes(), SystemCalls.UNIT_BYTES);
        if (!SystemCalls.areSupported()) {
            return allocate(bytes);
        }
        try {
            Span span = SystemCalls.mapAnonymous(bytes);
            boolean huge = SystemCalls.adviseHugePages(span);
            return new Mapping(span, huge ? "transparent huge pages" : "small pages", Mapping.SOUND, () -> {});
        } catch (SystemCallException e) {
            throw RegionException.refused("dram: no memory of size " + ByteSize.text(bytes) + ": " + e.getMessage());
        }
    }

    /** What every system has. */
    private static MappedRegion allocate(long bytes) throws RegionException {
        long base = Native.malloc(bytes + SystemCalls.UNIT_BYTES);
        if (base == 0) {
            throw RegionException.refused("dram: no memory of size " + ByteSize.text(bytes));
        }
        return new AllocatedRegion(base, ByteSize.roundUp(base, SystemCalls.UNIT_BYTES), bytes);
    }
}
