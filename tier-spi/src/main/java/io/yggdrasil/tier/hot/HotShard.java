package io.yggdrasil.tier.hot;

import java.util.Objects;

/**
 * One part of the arena: a ring of records, an index over it, and its writer. This class is the readers' side; it has
 * only final fields, so that writers do not take its cache lines from readers.
 *
 * <pre>
 *   head, apart     memory                             buckets * 64
 *  +----------+    +----------------------------------+----------------------------------+
 *  | low mark |    | index: buckets, see              | ring: segments of records, see   |
 *  |          |    | BucketDescriptor                 | RecordDescriptor                 |
 *  +----------+    +----------------------------------+----------------------------------+
 * </pre>
 *
 * <p>A reader takes no lock. It reads a position from the index, looks at the record, copies the value, and then asks
 * whether the ring has passed the position. Positions are never used twice, so "not passed" means that nobody wrote over
 * the record before, and what was read is the record as it was published.
 *
 * <p>Orderings: (1) {@link BucketDescriptor#publish} releases the position, {@link BucketDescriptor#position} acquires
 * it: who reads it sees the whole record. (2) The writer raises the low mark, fence, writes over old records
 * ({@link SegmentRing}); the reader reads a record, fence, reads the low mark ({@link #passed}): who read a new byte
 * sees the raised mark.
 *
 * <p>The low mark lies apart from the rest, which a closed arena gives back to the system: a reader that is late reads
 * zeros there, then the mark of a closed ring, and misses.
 *
 * <p>Threads: any that keep the arena's {@link ArenaMemory} reachable.
 */
final class HotShard {
    /** Bytes of a shard's head, which has the low mark: two cache lines, as processors fetch lines in pairs. */
    static final long HEAD_BYTES = 2 * OffHeap.LINE_BYTES;

    // What a look-up needs, without a step through other objects.
    private final long lowAddress;
    private final long index;
    private final int buckets;
    private final long ring;
    private final long unitMask;
    private final ShardWriter writer;

    /**
     * A shard over zeroed memory.
     *
     * @param head address of its {@link #HEAD_BYTES}
     * @param memory address of its {@link #bytes}
     */
    HotShard(long head, long memory, HotArenaConfig config, HotAdmission admission) {
        RingGeometry geometry = RingGeometry.of(config.segments(), config.segmentBytes());
        lowAddress = head;
        index = memory;
        buckets = config.buckets();
        ring = memory + (long) buckets * BucketDescriptor.BYTES;
        unitMask = geometry.unitMask();
        SegmentRing segments = new SegmentRing(geometry, ring, lowAddress);
        writer = new ShardWriter(segments, new ShardIndex(segments, index, buckets), admission, config);
    }

    /** Memory that a shard takes beside its head, whole cache lines. */
    static long bytes(HotArenaConfig config) {
        return (long) config.buckets() * BucketDescriptor.BYTES + (long) config.segments() * config.segmentBytes();
    }

    ShardWriter writer() {
        return writer;
    }

    GetOutcome get(HotKey key, long stamp, long now, HotSink sink) {
        long bucket = BucketDescriptor.address(index, buckets, key.hash());
        long matches = BucketDescriptor.matches(bucket, BucketDescriptor.fingerprint(key.hash()));
        for (; matches != 0; matches &= matches - 1) {
            int slot = BucketDescriptor.slot(matches);
            long mark = BucketDescriptor.mark(bucket, slot);
            long position = BucketDescriptor.positionOf(mark);
            // Free slots have positions below the mark; thus no address is made of one that never had a record.
            if (OffHeap.getLongAcquire(lowAddress) > position) {
                continue;
            }
            long record = ring + RingGeometry.offset(position, unitMask);
            long head = RecordDescriptor.head(record);
            // The head is checked before it is used: a torn one could lead out of the memory, or of the sink.
            if (RecordDescriptor.storeId(record) != key.storeId()
                    || RecordDescriptor.keyLength(head) != key.length()
                    || passed(position)
                    || !RecordDescriptor.keyEquals(record, head, key)) {
                continue;
            }
            GetOutcome outcome = BucketDescriptor.isHidden(mark) || RecordDescriptor.stamp(record, head) != stamp
                    ? GetOutcome.STALE
                    : read(record, head, now, sink);
            if (passed(position)) {
                return GetOutcome.MISS;
            }
            if (outcome == GetOutcome.HIT) {
                BucketDescriptor.markRead(bucket, slot);
            }
            return outcome;
        }
        return GetOutcome.MISS;
    }

    /**
     * Whether there may be a record of this hash; no is sure for whatever was published before the call, as records keep
     * their slots and a slot that is used again names the new record only after its fingerprint. The fence keeps the
     * look behind what the caller stored before.
     */
    boolean mayHold(long hash) {
        OffHeap.fullFence();
        long bucket = BucketDescriptor.address(index, buckets, hash);
        long matches = BucketDescriptor.matches(bucket, BucketDescriptor.fingerprint(hash));
        for (; matches != 0; matches &= matches - 1) {
            long position = BucketDescriptor.position(bucket, BucketDescriptor.slot(matches));
            if (OffHeap.getLongAcquire(lowAddress) <= position) {
                return true;
            }
        }
        return false;
    }

    private static GetOutcome read(long record, long head, long now, HotSink sink) {
        if (RecordDescriptor.expired(RecordDescriptor.expireAt(record, head), now)) {
            return GetOutcome.EXPIRED;
        }
        int length = RecordDescriptor.valueLength(head);
        int at = sink.open(length);
        byte[] array = sink.array();
        Objects.checkFromIndexSize(at, length, array.length);
        RecordDescriptor.copyValue(record, head, array, at);
        return GetOutcome.HIT;
    }

    /** Whether the ring has passed a position, so that what was read of its record before this call may be torn. */
    private boolean passed(long position) {
        OffHeap.acquireFence();
        return OffHeap.getLong(lowAddress) > position;
    }
}
