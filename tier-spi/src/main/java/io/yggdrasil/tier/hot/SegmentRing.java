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
 * <p>Segments begin at cache lines. They have running numbers that count through all laps. The low mark moves a segment at a time and lies in a
 * cache line of its own, so that readers have it at hand between two segments.
 *
 * <p>Threads: under the shard's lock.
 */
final class SegmentRing {
    private static final int LINE_UNITS_SHIFT = 3;
    private static final int LINE_UNITS = OffHeap.LINE_BYTES / RecordDescriptor.UNIT_BYTES;

    /** A record is at least so many times as large as the padding before it. */
    private static final int PADDING_DIVISOR = 4;

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

    /** Whether the open segment has room for a record of so many units. */
    boolean fits(int units) {
        return openUnits + padding(units) + units <= geometry.segmentUnits();
    }

    /** Closes the open segment and opens the next, which must be free. */
    void openNext() {
        assert freeSegments() > 0 : "oldest=" + oldest + " open=" + open;
        advance();
    }

    /**
     * Takes units of the open segment, which must have them, for a record; returns the position of the first. Those that
     * it leaves out before are 0.
     */
    long append(int units) {
        assert fits(units) : "units=" + units + " open=" + openUnits;
        for (int left = padding(units); left > 0; left--) {
            OffHeap.putLong(address(geometry.position(open, openUnits++)), 0);
        }
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

    /**
     * Units to leave out, so that a record touches no more cache lines than it needs: up to the next line, but at most a
     * quarter of the record. A record that would begin earlier never ends later for it, hence those left of a segment
     * always fit in one.
     */
    private int padding(int units) {
        int into = openUnits & LINE_UNITS - 1;
        int linesTouched = into + units + LINE_UNITS - 1 >>> LINE_UNITS_SHIFT;
        int linesNeeded = units + LINE_UNITS - 1 >>> LINE_UNITS_SHIFT;
        int toNextLine = LINE_UNITS - into;
        return linesTouched > linesNeeded && toNextLine * PADDING_DIVISOR <= units ? toNextLine : 0;
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
