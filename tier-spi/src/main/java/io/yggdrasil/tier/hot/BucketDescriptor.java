package io.yggdrasil.tier.hot;

import java.nio.ByteOrder;

/**
 * The layout of a bucket of the index: one cache line with seven slots, fingerprints apart from positions.
 *
 * <pre>
 *   byte 0     1     2     3     4     5     6     7        8         16               56        64
 *  +-----+-----+-----+-----+-----+-----+-----+-----------+---------+---------+- - -+---------+
 *  | fp0 | fp1 | fp2 | fp3 | fp4 | fp5 | fp6 | read bits | pos 0   | pos 1   |     | pos 6   |
 *  +-----+-----+-----+-----+-----+-----+-----+-----------+---------+---------+- - -+---------+
 *
 *  fp i      low byte of the key's hash; means something only while position i is live
 *  read bits bit i: slot i was hit since its record was written or copied forward
 *  pos i     position of the record (see RingGeometry); 0, or one that the ring has passed: the slot is free;
 *            with bit 63 set: hidden, there for writers but never hit
 * </pre>
 *
 * <p>A look-up reads the first word, compares seven fingerprints at once, and follows the positions that match: mostly
 * one line here and the record's own lines.
 *
 * <p>Writes: fingerprints and positions by the shard's writer. Read bits by readers too, with plain byte stores that may
 * lose each other: they are hints, and a reader stores only what is not yet there, once for a record and a lap.
 */
final class BucketDescriptor {
    static final int BYTES = OffHeap.LINE_BYTES;
    static final int SLOTS = 7;

    private static final long HIDDEN = Long.MIN_VALUE;
    private static final int READ_BITS = 7;
    private static final int POSITIONS = 8;

    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long TOP_BITS_OF_FINGERPRINTS = 0x0080808080808080L;
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private static final int FINGERPRINT_BITS = 8;
    private static final long INT_MASK = 0xffffffffL;

    private BucketDescriptor() {}

    /** The bucket, of so many from an address on, that a hash falls on, by bits that the fingerprint does not have. */
    static long address(long index, int buckets, long hash) {
        return index + (((hash >>> FINGERPRINT_BITS & INT_MASK) * buckets >>> Integer.SIZE) * BYTES);
    }

    /** The fingerprint of a hash: its low byte. */
    static int fingerprint(long hash) {
        return (int) hash & 0xff;
    }

    /**
     * The slots whose fingerprint agrees, and perhaps some more: bit 7 of byte i stands for slot i, see {@link #slot}.
     * May name a slot whose fingerprint is one off, above one that agrees; keys are compared anyway.
     */
    static long matches(long bucket, int fingerprint) {
        long word = OffHeap.getLongAcquire(bucket);
        long differences = (BIG_ENDIAN ? Long.reverseBytes(word) : word) ^ (fingerprint * EACH_BYTE);
        return (differences - EACH_BYTE) & ~differences & TOP_BITS_OF_FINGERPRINTS;
    }

    /** The lowest slot in {@code matches}, which must not be 0. */
    static int slot(long matches) {
        return Long.numberOfTrailingZeros(matches) >>> 3;
    }

    /** Acquires what {@link #publish} released: the record at the position is complete. */
    static long position(long bucket, int slot) {
        return mark(bucket, slot) & ~HIDDEN;
    }

    /** The position together with the bit that hides it; acquires as {@link #position} does. */
    static long mark(long bucket, int slot) {
        return OffHeap.getLongAcquire(bucket + POSITIONS + ((long) slot << 3));
    }

    /** The position in a mark. */
    static long positionOf(long mark) {
        return mark & ~HIDDEN;
    }

    /** Whether the record of a mark must not be hit. */
    static boolean isHidden(long mark) {
        return mark < 0;
    }

    /**
     * Names a record in a slot, hidden or not. Its release makes everything written to the record visible to who reads the
     * position.
     */
    static void publish(long bucket, int slot, long hash, long position, boolean hidden) {
        OffHeap.putByte(bucket + slot, (byte) fingerprint(hash));
        move(bucket, slot, hidden ? position | HIDDEN : position);
    }

    /** Lets the record of a slot be hit. */
    static void show(long bucket, int slot) {
        OffHeap.putLongRelease(bucket + POSITIONS + ((long) slot << 3), position(bucket, slot));
    }

    /** Lets the record of a slot be hit no more. */
    static void hide(long bucket, int slot) {
        OffHeap.putLongRelease(bucket + POSITIONS + ((long) slot << 3), position(bucket, slot) | HIDDEN);
    }

    private static void move(long bucket, int slot, long mark) {
        OffHeap.putLongRelease(bucket + POSITIONS + ((long) slot << 3), mark);
        OffHeap.putByte(bucket + READ_BITS, (byte) (OffHeap.getByte(bucket + READ_BITS) & ~(1 << slot)));
    }

    /** Points a slot to another place of the same key; what is hidden stays hidden. */
    static void moveTo(long bucket, int slot, long position) {
        move(bucket, slot, position | mark(bucket, slot) & HIDDEN);
    }

    /** Frees a slot. */
    static void clear(long bucket, int slot) {
        OffHeap.putLongRelease(bucket + POSITIONS + ((long) slot << 3), 0);
    }

    static boolean wasRead(long bucket, int slot) {
        return (OffHeap.getByte(bucket + READ_BITS) & 1 << slot) != 0;
    }

    /** Notes a hit, with a store only if it is the first. */
    static void markRead(long bucket, int slot) {
        int bits = OffHeap.getByte(bucket + READ_BITS);
        if ((bits & 1 << slot) == 0) {
            OffHeap.putByte(bucket + READ_BITS, (byte) (bits | 1 << slot));
        }
    }
}
