package io.yggdrasil.resp.command.list;

/**
 * The places that LRANGE and LTRIM mean.
 *
 * @param to exclusive
 */
record PlaceRange(long from, long to) {
    /** The places from {@code start} to {@code stop}, negative ones counted from the right end, that a list has. */
    static PlaceRange of(long start, long stop, long count) {
        long from = Math.max(start < 0 ? start + count : start, 0);
        long last = Math.min(stop < 0 ? stop + count : stop, count - 1);
        return from > last ? new PlaceRange(0, 0) : new PlaceRange(from, last + 1);
    }

    /** Number of places. */
    long count() {
        return to - from;
    }
}
