package io.yggdrasil.ignite.region;

/**
 * How Ignite divides the bytes of a region.
 *
 * @param initialBytes what it takes at first
 * @param maxBytes what it takes for pages at most
 * @param checkpointBytes what it takes besides, for pages that change while they are written to disk; 0 without a disk
 */
record RegionSizes(long initialBytes, long maxBytes, long checkpointBytes) {
    private static final long INITIAL_MAX_BYTES = 256L << 20;

    private static final long CHECKPOINT_MAX_BYTES = 2L << 30;

    private static final int CHECKPOINT_PART = 5;

    /** A region in memory grows by segments: at most so many. */
    private static final int SEGMENTS_MAX = 16;

    /** For pages in memory only. */
    static RegionSizes inMemory(long regionBytes) {
        long most = regionBytes - SEGMENTS_MAX * RegionAllocator.ALIGNMENT_BYTES;
        return new RegionSizes(Math.min(INITIAL_MAX_BYTES, most), most, 0);
    }

    /**
     * For pages that are on disk as well: a segment for each of Ignite's parts of the region, of a megabyte at least.
     *
     * @param concurrency the number of parts
     */
    static RegionSizes persistent(long regionBytes, int concurrency) {
        long usable = regionBytes - (concurrency + 1) * RegionAllocator.ALIGNMENT_BYTES;
        long checkpoint = Math.min(CHECKPOINT_MAX_BYTES, usable / CHECKPOINT_PART);
        long most = usable - checkpoint;
        return new RegionSizes(Math.min(INITIAL_MAX_BYTES, most), most, checkpoint);
    }
}
