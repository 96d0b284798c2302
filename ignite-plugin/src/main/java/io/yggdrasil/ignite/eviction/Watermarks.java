package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.internals.RegionPages;

/**
 * From how much on a region is relieved, and from how much on its writers have to wait. Immutable.
 *
 * <p>There are two measures. Bytes that are held: pages in use less what is free in them, which new entries of about the
 * same size can take; evicting any entry lowers it. And pages in use, which only fall when a page is empty; they are what
 * Ignite runs out of. So the bytes are held a little below the watermark, and pages are emptied only when they are above it
 * nevertheless, since the sizes have changed or do not fit into pages well.
 *
 * <pre>
 *     98 %       98.5 %        100 %       101 %          102 %            region - 1/64 - 512
 *  ---+------------+-------------+-----------+--------------+---------------------+-------------
 *   bytes low   bytes high   watermark   pages high   writers wait         writes refused (-OOM)
 * </pre>
 *
 * @param bytes the watermark
 * @param bytesLow bytes held at which relief ends
 * @param bytesHigh bytes held at which it begins
 * @param pagesHigh pages in use above which pages are emptied
 * @param pagesHold pages in use above which writers wait
 */
record Watermarks(long bytes, long bytesLow, long bytesHigh, long pagesHigh, long pagesHold) {
    /** What is kept free for the writes that come between two looks at the region; a part of it, in pages. */
    private static final int BURST_SHARE = 32;

    private static final int BURST_PAGES_MIN = 320;
    private static final int BURST_PAGES_MAX = 16_384;

    /** For a region that may hold {@code bytesMax}; 0: as much as it can. */
    static Watermarks of(RegionPages region, long bytesMax) {
        long burst = Math.min(BURST_PAGES_MAX, Math.max(BURST_PAGES_MIN, region.pages() / BURST_SHARE));
        return of(region.usedMax(0) - burst, region.pageBytes(), bytesMax);
    }

    static Watermarks of(long pagesMax, int pageBytes, long bytesMax) {
        long pages = Math.max(1, bytesMax == 0 ? pagesMax : Math.min(pagesMax, bytesMax / pageBytes));
        long bytes = pages * pageBytes;
        return new Watermarks(
                bytes,
                bytes - bytes / 50,
                bytes - bytes * 3 / 200,
                pages + Math.max(pages / 100, 16),
                pages + Math.max(pages / 50, 32));
    }
}
