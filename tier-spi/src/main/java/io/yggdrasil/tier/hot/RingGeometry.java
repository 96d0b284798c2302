package io.yggdrasil.tier.hot;

/**
 * The layout of positions: where in which lap of a ring of segments a record begins.
 *
 * <pre>
 *   63                          u                                   0
 *  +---+-----------------------+-------------------------------------+
 *  | 0 | lap, from 1           | units of 8 bytes from ring's start  |
 *  +---+-----------------------+-------------------------------------+
 *   u: bits that the units of one ring need
 * </pre>
 *
 * <p>Positions only grow and are never used twice, so a position is older than another exactly if it is smaller, and a
 * reader that finds its position not below the ring's low mark knows that nothing was written over the record. They last
 * for 2^65 bytes at least: with 1 GB a second, a thousand years.
 *
 * @param segments segments of the ring
 * @param segmentUnits units of a segment
 * @param unitBits bits of a position that tell the unit
 */
record RingGeometry(int segments, int segmentUnits, int unitBits) {
    static RingGeometry of(int segments, int segmentBytes) {
        int segmentUnits = segmentBytes >>> RecordDescriptor.UNIT_SHIFT;
        long units = (long) segments * segmentUnits;
        return new RingGeometry(segments, segmentUnits, Long.SIZE - Long.numberOfLeadingZeros(units - 1));
    }

    /** The position of a unit in the segment with this running number, which counts through all laps. */
    long position(long sequence, int unit) {
        return ((sequence / segments) << unitBits) + (long) segment(sequence) * segmentUnits + unit;
    }

    /** The segment that the running number falls on. */
    int segment(long sequence) {
        return (int) (sequence % segments);
    }

    /** Bytes from the ring's start to a position. */
    long offset(long position) {
        return offset(position, unitMask());
    }

    /** As {@link #offset(long)}, for who has the {@link #unitMask} at hand. */
    static long offset(long position, long unitMask) {
        return (position & unitMask) << RecordDescriptor.UNIT_SHIFT;
    }

    /** The bits of a position that tell the unit. */
    long unitMask() {
        return (1L << unitBits) - 1;
    }

    long bytes() {
        return ((long) segments * segmentUnits) << RecordDescriptor.UNIT_SHIFT;
    }
}
