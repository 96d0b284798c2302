package io.yggdrasil.tier.hot;

import java.util.ArrayList;
import java.util.List;

/**
 * The size and the limits of an arena; validated here, all mistakes reported together.
 *
 * @param capacityBytes memory for records and index together, of all shards; what does not fill a segment is not used
 * @param shards parts that are written independently, a power of two of at most {@value #SHARDS_MOST}
 * @param segmentBytes bytes of a segment, the part of a ring that falls out at once, a multiple of 64 from
 *     {@value #SEGMENT_BYTES_LEAST} to {@value #SEGMENT_BYTES_MOST}; each shard needs {@value #SEGMENTS_LEAST} of them
 * @param entriesExpected records for which the index is laid out, 21 bytes each; where there are more, those that were
 *     not read fall out of full buckets first
 * @param recordShareMax largest part of a segment that one record may take, above 0, at most
 *     {@value #RECORD_SHARE_MOST}
 * @param pinnedShareMax largest part of a shard's ring that pinned records may take, from 0 to
 *     {@value #PINNED_SHARE_MOST}
 */
public record HotArenaConfig(
        long capacityBytes,
        int shards,
        int segmentBytes,
        long entriesExpected,
        double recordShareMax,
        double pinnedShareMax) {
    public static final int SHARDS_MOST = 1 << 10;

    public static final int SEGMENTS_LEAST = 4;

    public static final int SEGMENTS_MOST = 1 << 20;

    public static final int SEGMENT_BYTES_LEAST = 1 << 10;

    public static final int SEGMENT_BYTES_MOST = 1 << 28;

    public static final double RECORD_SHARE_MOST = 0.5;

    public static final double PINNED_SHARE_MOST = 0.5;

    /** Slots of seven that are expected to be used in a bucket; about 0.6 % of the entries then find theirs full. */
    private static final int BUCKET_LOAD = 3;

    private static final int BUCKETS_MOST = Integer.MAX_VALUE;
    private static final int DEFAULT_SEGMENT_BYTES = 1 << 20;
    private static final int DEFAULT_SEGMENTS_LEAST = 16;
    private static final int DEFAULT_ENTRY_BYTES = 256;
    private static final double DEFAULT_RECORD_SHARE = 0.25;
    private static final double DEFAULT_PINNED_SHARE = 0.25;

    public HotArenaConfig {
        List<String> mistakes = new ArrayList<>();
        check(
                mistakes,
                shards >= 1 && shards <= SHARDS_MOST && Integer.bitCount(shards) == 1,
                "shards=" + shards + " must be a power of two from 1 to " + SHARDS_MOST);
        check(
                mistakes,
                segmentBytes >= SEGMENT_BYTES_LEAST
                        && segmentBytes <= SEGMENT_BYTES_MOST
                        && segmentBytes % OffHeap.LINE_BYTES == 0,
                "segmentBytes=" + segmentBytes + " must be a multiple of " + OffHeap.LINE_BYTES + " from "
                        + SEGMENT_BYTES_LEAST + " to " + SEGMENT_BYTES_MOST);
        check(
                mistakes,
                recordShareMax > 0 && recordShareMax <= RECORD_SHARE_MOST,
                "recordShareMax=" + recordShareMax + " must be above 0 and at most " + RECORD_SHARE_MOST);
        check(
                mistakes,
                pinnedShareMax >= 0 && pinnedShareMax <= PINNED_SHARE_MOST,
                "pinnedShareMax=" + pinnedShareMax + " must be from 0 to " + PINNED_SHARE_MOST);
        check(mistakes, entriesExpected >= 1, "entriesExpected=" + entriesExpected + " must be at least 1");
        if (mistakes.isEmpty()) {
            checkFit(mistakes, capacityBytes, shards, segmentBytes, entriesExpected);
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }

    /** An arena of this size with a shard for each core, segments of up to 1 MB and entries of about 256 bytes. */
    public static HotArenaConfig of(long capacityBytes) {
        return of(capacityBytes, Runtime.getRuntime().availableProcessors());
    }

    static HotArenaConfig of(long capacityBytes, int cores) {
        int shards = Math.min(SHARDS_MOST, Integer.highestOneBit(Math.max(1, 2 * cores - 1)));
        long perSegment = capacityBytes / shards / DEFAULT_SEGMENTS_LEAST;
        int segmentBytes = (int) Math.max(SEGMENT_BYTES_LEAST, Math.min(DEFAULT_SEGMENT_BYTES, perSegment));
        return new HotArenaConfig(
                capacityBytes,
                shards,
                segmentBytes & -OffHeap.LINE_BYTES,
                Math.max(1, capacityBytes / DEFAULT_ENTRY_BYTES),
                DEFAULT_RECORD_SHARE,
                DEFAULT_PINNED_SHARE);
    }

    /** Buckets of a shard's index. */
    int buckets() {
        return (int) bucketsOf(shards, entriesExpected);
    }

    /** Segments of a shard's ring. */
    int segments() {
        return (int) segmentsOf(capacityBytes, shards, segmentBytes, entriesExpected);
    }

    /** The largest record, with key and header. */
    int recordUnitsMax() {
        return (int) (segmentBytes * recordShareMax) >>> RecordDescriptor.UNIT_SHIFT;
    }

    /** Pinned units that a shard takes. */
    long pinnedUnitsMax() {
        return (long) (segments() * (double) segmentBytes * pinnedShareMax) >>> RecordDescriptor.UNIT_SHIFT;
    }

    private static long bucketsOf(int shards, long entriesExpected) {
        return entriesExpected / shards / BUCKET_LOAD + 1;
    }

    private static long segmentsOf(long capacityBytes, int shards, int segmentBytes, long entriesExpected) {
        long indexBytes = bucketsOf(shards, entriesExpected) * BucketDescriptor.BYTES;
        return (capacityBytes / shards - indexBytes - HotShard.HEAD_BYTES) / segmentBytes;
    }

    private static void checkFit(
            List<String> mistakes, long capacityBytes, int shards, int segmentBytes, long entriesExpected) {
        if (bucketsOf(shards, entriesExpected) > BUCKETS_MOST) {
            mistakes.add("entriesExpected=" + entriesExpected + " are too many for shards=" + shards);
            return;
        }
        long segments = segmentsOf(capacityBytes, shards, segmentBytes, entriesExpected);
        long indexBytes = bucketsOf(shards, entriesExpected) * BucketDescriptor.BYTES * shards;
        check(
                mistakes,
                segments >= SEGMENTS_LEAST && segments <= SEGMENTS_MOST,
                "capacityBytes=" + capacityBytes + " gives each of shards=" + shards + " segments=" + segments
                        + " of segmentBytes=" + segmentBytes + " beside indexBytes=" + indexBytes
                        + "; must be from " + SEGMENTS_LEAST + " to " + SEGMENTS_MOST);
    }

    private static void check(List<String> mistakes, boolean right, String mistake) {
        if (!right) {
            mistakes.add(mistake);
        }
    }
}
