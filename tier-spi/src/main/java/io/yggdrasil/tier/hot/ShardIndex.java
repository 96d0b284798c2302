package io.yggdrasil.tier.hot;

/**
 * Finds records by key: an array of buckets, each with seven slots, in which a key has at most one.
 *
 * <p>A record that moves keeps its slot, so that a look-up never misses it in between.
 *
 * <p>Threads: {@link #bucket} by any, the others under the shard's lock.
 */
final class ShardIndex {
    /** No slot. */
    static final int NONE = -1;

    private final SegmentRing ring;
    private final long base;
    private final int buckets;

    ShardIndex(SegmentRing ring, long base, int buckets) {
        this.ring = ring;
        this.base = base;
        this.buckets = buckets;
    }

    int buckets() {
        return buckets;
    }

    /** The address of the bucket that a hash falls on. */
    long bucket(long hash) {
        return BucketDescriptor.address(base, buckets, hash);
    }

    long bucketAt(int number) {
        return base + (long) number * BucketDescriptor.BYTES;
    }

    /** Whether a slot holds a record. */
    boolean live(long bucket, int slot) {
        return BucketDescriptor.position(bucket, slot) >= ring.low();
    }

    /** The address of the record in a slot that holds one. */
    long record(long bucket, int slot) {
        return ring.address(BucketDescriptor.position(bucket, slot));
    }

    /** The slot of a key, or {@link #NONE}. */
    int slotOf(long bucket, HotKey key) {
        long matches = BucketDescriptor.matches(bucket, BucketDescriptor.fingerprint(key.hash()));
        for (; matches != 0; matches &= matches - 1) {
            int slot = BucketDescriptor.slot(matches);
            if (live(bucket, slot) && holds(record(bucket, slot), key)) {
                return slot;
            }
        }
        return NONE;
    }

    /** The slot that names this position, or {@link #NONE}: the record there was replaced or removed. */
    int slotOf(long bucket, long position) {
        for (int slot = 0; slot < BucketDescriptor.SLOTS; slot++) {
            if (BucketDescriptor.position(bucket, slot) == position) {
                return slot;
            }
        }
        return NONE;
    }

    /** A slot for one more key: a free one, else the oldest not read, else the oldest; none, if all are pinned. */
    int slotToFill(long bucket, Pins pins, long now) {
        int victim = NONE;
        boolean victimRead = true;
        long victimPosition = Long.MAX_VALUE;
        for (int slot = 0; slot < BucketDescriptor.SLOTS; slot++) {
            if (!live(bucket, slot)) {
                return slot;
            }
            long position = BucketDescriptor.position(bucket, slot);
            if (pins.until(position) > now) {
                continue;
            }
            boolean read = BucketDescriptor.wasRead(bucket, slot);
            if (read == victimRead ? position < victimPosition : !read) {
                victim = slot;
                victimRead = read;
                victimPosition = position;
            }
        }
        return victim;
    }

    private static boolean holds(long record, HotKey key) {
        long head = RecordDescriptor.head(record);
        return RecordDescriptor.storeId(record) == key.storeId()
                && RecordDescriptor.keyLength(head) == key.length()
                && RecordDescriptor.keyEquals(record, head, key);
    }
}
