package io.yggdrasil.tier.hot;

/**
 * The writer's side of a ring of segments: which is being filled, which falls out next, and the low mark below which
 * readers must not trust what they read.
 *
 * <pre>
 *      free      oldest                            open      free
 *   - - - - -+------------+---- - - - - ----+---------+---+- - - - -
 *            | records    | records         | records |   |
 *   - - - - -+------------+---- - - - - ----+---------+---+- - - - -
 *            ^ low                                    ^ next
 * </pre>
 *
 * <p>Segments have running numbers that count through all laps. The low mark moves a segment at a time and lies in a
 * cache line of its own, so that readers have it at hand between two segments.
 *
 * <p>Threads: under the shard's lock.
 */
final class SegmentRing {
    private final RingGeometry geometry;
    private final long ring;
    private final long lowAddress;
    /** Units with records, for each segment that is closed. */
    private final int[] filledUnits;

    private long oldest;
    private long open;
    private int openUnits;
    /** The position where the oldest segment begins. */
    private long low;

    SegmentRing(RingGeometry geometry, long ring, long lowAddress) {
        this.geometry = geometry;
        this.ring = ring;
        this.lowAddress = lowAddress;
        filledUnits = new int[geometry.segments()];
        oldest = geometry.segments();
        open = oldest;
        raiseLow(geometry.position(oldest, 0));
    }

    int freeSegments() {
        return geometry.segments() - (int) (open - oldest + 1);
    }

    /** Units left in the open segment. */
    int roomUnits() {
        return geometry.segmentUnits() - openUnits;
    }

    /** Closes the open segment and opens the next, which must be free. */
    void openNext() {
        assert freeSegments() > 0 : "oldest=" + oldest + " open=" + open;
        advance();
    }

    /** Takes units of the open segment, which must have them; returns the position of the first. */
    long append(int units) {
        assert units <= roomUnits() : "units=" + units + " room=" + roomUnits();
        long position = geometry.position(open, openUnits);
        openUnits += units;
        return position;
    }

    /** The position of a unit of the oldest segment. */
    long oldestPosition(int unit) {
        return geometry.position(oldest, unit);
    }

    /** Units with records of the oldest segment, which must not be the open one. */
    int oldestUnits() {
        return filledUnits[geometry.segment(oldest)];
    }

    /** Gives the oldest segment free: what lies in it is passed, for every reader that looks from now on. */
    void releaseOldest() {
        assert oldest < open;
        oldest++;
        raiseLow(geometry.position(oldest, 0));
    }

    /** Lets the ring pass everything in it. */
    void releaseAll() {
        advance();
        oldest = open;
        raiseLow(geometry.position(oldest, 0));
    }

    /** Lets the ring pass everything, for ever; nothing may be written to it from now on. */
    void close() {
        raiseLow(Long.MAX_VALUE);
    }

    /** Whether it is closed; may be asked by any thread. */
    boolean isClosed() {
        return OffHeap.getLongAcquire(lowAddress) == Long.MAX_VALUE;
    }

    /** Positions below it are passed. */
    long low() {
        return low;
    }

    /** Where the bytes of a position are. */
    long address(long position) {
        return ring + geometry.offset(position);
    }

    private void advance() {
        filledUnits[geometry.segment(open)] = openUnits;
        open++;
        openUnits = 0;
    }

    /**
     * Writes the low mark before anything is written below it: the fence keeps the records that follow behind the mark.
     * Its partner is the reader's fence between the bytes it read and the mark ({@link HotShard#passed}): who read one
     * of the new bytes sees the new mark.
     */
    private void raiseLow(long position) {
        low = position;
        OffHeap.putLongRelease(lowAddress, low);
        OffHeap.releaseFence();
    }
}
