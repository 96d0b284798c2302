package io.yggdrasil.tier.hot;

/**
 * The layout of a record, at a multiple of eight bytes and a whole number of units of eight bytes long.
 *
 * <pre>
 *   0         8         12          then, where the head says so
 *  +---------+---------+- - - - - -+- - - - - - -+-------------+---------------+- - - -+
 *  | head    | store   | stamp     | expire at   | key's bytes | value's bytes | pad   |
 *  |         | id      | 8 bytes   | 8 bytes, ms |             |               | to 8  |
 *  +---------+---------+- - - - - -+- - - - - - -+-------------+---------------+- - - -+
 *
 *  head, one word:
 *   63  62  61  60        43 42                    27 26                         0
 *  +---+---+---+------------+------------------------+----------------------------+
 *  | 1 | w | e | stamp      | key's length           | value's length             |
 *  +---+---+---+------------+------------------------+----------------------------+
 *   w: the stamp has its eight bytes behind the store's id, as it needs more than 18 bits; e: the record expires
 * </pre>
 *
 * <p>A head is never 0; where a record would begin, a word of 0 is one unit of padding ({@link SegmentRing#append}).
 *
 * <p>Native byte order. A record does not change after its publication. What most have is 12 bytes, as look-ups wait for
 * each line of memory that they touch: key and value of 116 bytes together take two lines. So neither pins
 * ({@link Pins}) nor the hash, which the key tells, are here.
 */
final class RecordDescriptor {
    /** Bytes of the unit in which the ring counts. */
    static final int UNIT_BYTES = 8;

    static final int UNIT_SHIFT = 3;

    /** Bytes before the key of a record with a small stamp that does not expire. */
    static final int HEADER_BYTES = 12;

    /** The longest key. */
    static final int KEY_BYTES_MOST = (1 << 16) - 1;

    private static final int STORE_ID = 8;

    private static final int VALUE_BITS = 27;
    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;
    private static final int STAMP_SHIFT = 43;
    private static final long STAMP_MASK = (1L << 18) - 1;
    private static final long EXPIRES = 1L << 61;
    private static final long WIDE_STAMP = 1L << 62;
    private static final long RECORD = 1L << 63;

    private RecordDescriptor() {}

    /** Units that a record takes; a long, as lengths of callers may be anything. */
    static long units(int keyLength, int valueLength, long stamp, long expireAt) {
        return units(keyBegin(head(0, 0, stamp, expireAt)), keyLength, valueLength);
    }

    /** Units of the record with this head. */
    static int unitsOf(long head) {
        return (int) units(keyBegin(head), keyLength(head), valueLength(head));
    }

    private static long units(long keyBegin, int keyLength, int valueLength) {
        return (keyBegin + keyLength + valueLength + UNIT_BYTES - 1) >>> UNIT_SHIFT;
    }

    static void write(long record, HotKey key, byte[] value, int offset, int length, long stamp, long expireAt) {
        long head = head(key.length(), length, stamp, expireAt);
        OffHeap.putLong(record, head);
        OffHeap.putInt(record + STORE_ID, key.storeId());
        if ((head & WIDE_STAMP) != 0) {
            OffHeap.putLong(record + HEADER_BYTES, stamp);
        }
        if ((head & EXPIRES) != 0) {
            OffHeap.putLong(record + expireBegin(head), expireAt);
        }
        long keyBegin = record + keyBegin(head);
        OffHeap.copyFrom(key.bytes(), key.offset(), keyBegin, key.length());
        OffHeap.copyFrom(value, offset, keyBegin + key.length(), length);
    }

    /** The first word: 0 for a unit of padding. */
    static long head(long record) {
        return OffHeap.getLong(record);
    }

    static int storeId(long record) {
        return OffHeap.getInt(record + STORE_ID);
    }

    static int keyLength(long head) {
        return (int) (head >>> VALUE_BITS) & KEY_BYTES_MOST;
    }

    static int valueLength(long head) {
        return (int) (head & VALUE_MASK);
    }

    static long stamp(long record, long head) {
        return (head & WIDE_STAMP) != 0 ? OffHeap.getLong(record + HEADER_BYTES) : head >>> STAMP_SHIFT & STAMP_MASK;
    }

    /** When it expires, 0 for never. */
    static long expireAt(long record, long head) {
        return (head & EXPIRES) != 0 ? OffHeap.getLong(record + expireBegin(head)) : 0;
    }

    /** Whether the record, of which store and length of the key are known to agree, has this key. */
    static boolean keyEquals(long record, long head, HotKey key) {
        return OffHeap.equal(record + keyBegin(head), key.bytes(), key.offset(), key.length());
    }

    static void copyKey(long record, long head, byte[] target) {
        OffHeap.copyTo(record + keyBegin(head), target, 0, keyLength(head));
    }

    static void copyValue(long record, long head, byte[] target, int offset) {
        OffHeap.copyTo(record + keyBegin(head) + keyLength(head), target, offset, valueLength(head));
    }

    /** Whether a time, 0 meaning never, has come. */
    static boolean expired(long expireAt, long now) {
        return expireAt != 0 && expireAt <= now;
    }

    private static long head(int keyLength, int valueLength, long stamp, long expireAt) {
        long head = RECORD | (long) keyLength << VALUE_BITS | valueLength;
        head |= (stamp & STAMP_MASK) == stamp ? stamp << STAMP_SHIFT : WIDE_STAMP;
        return expireAt != 0 ? head | EXPIRES : head;
    }

    private static int expireBegin(long head) {
        return (head & WIDE_STAMP) != 0 ? HEADER_BYTES + Long.BYTES : HEADER_BYTES;
    }

    private static int keyBegin(long head) {
        return (head & EXPIRES) != 0 ? expireBegin(head) + Long.BYTES : expireBegin(head);
    }
}
