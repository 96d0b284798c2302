package io.yggdrasil.tier.hot;

/**
 * The layout of a record, at a multiple of eight bytes and a whole number of units of eight bytes long.
 *
 * <pre>
 *   0                   8                   16                  24
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | hash              | pin until, ms     | stamp             | expire at, ms     |
 *  +-------------------+---------+---------+---------+---------+-------------------+
 *   32        36        40        44                  44 + key length
 *  +---------+---------+---------+-------------------+------------------- - - -+----+
 *  | store   | key     | value   | key's bytes       | value's bytes           |pad |
 *  | id      | length  | length  |                   |                         |to 8|
 *  +---------+---------+---------+-------------------+------------------- - - -+----+
 * </pre>
 *
 * <p>Native byte order. The first two words concern the shard's writer only; of them "pin until" (0: not pinned) is the
 * one field that changes after publication, and no reader reads it. What readers read follows in one piece.
 */
final class RecordDescriptor {
    /** Bytes of the unit in which the ring counts. */
    static final int UNIT_BYTES = 8;

    static final int UNIT_SHIFT = 3;

    /** Bytes before the key. */
    static final int HEADER_BYTES = 44;

    private static final int HASH = 0;
    private static final int PIN_UNTIL = 8;
    private static final int STAMP = 16;
    private static final int EXPIRE_AT = 24;
    private static final int STORE_ID = 32;
    private static final int KEY_LENGTH = 36;
    private static final int VALUE_LENGTH = 40;

    private RecordDescriptor() {}

    /** Units that a record takes; a long, as lengths of callers may be anything. */
    static long units(int keyLength, int valueLength) {
        return ((long) HEADER_BYTES + keyLength + valueLength + UNIT_BYTES - 1) >>> UNIT_SHIFT;
    }

    /** Units of the record at this address. */
    static int unitsAt(long record) {
        return (int) units(keyLength(record), valueLength(record));
    }

    static void write(
            long record, HotKey key, byte[] value, int offset, int length, long stamp, long expireAt, long pinUntil) {
        OffHeap.putLong(record + HASH, key.hash());
        OffHeap.putLong(record + PIN_UNTIL, pinUntil);
        OffHeap.putLong(record + STAMP, stamp);
        OffHeap.putLong(record + EXPIRE_AT, expireAt);
        OffHeap.putInt(record + STORE_ID, key.storeId());
        OffHeap.putInt(record + KEY_LENGTH, key.length());
        OffHeap.putInt(record + VALUE_LENGTH, length);
        OffHeap.copyFrom(key.bytes(), key.offset(), record + HEADER_BYTES, key.length());
        OffHeap.copyFrom(value, offset, record + HEADER_BYTES + key.length(), length);
    }

    static long hash(long record) {
        return OffHeap.getLong(record + HASH);
    }

    static long pinUntil(long record) {
        return OffHeap.getLong(record + PIN_UNTIL);
    }

    static void pinUntil(long record, long millis) {
        OffHeap.putLong(record + PIN_UNTIL, millis);
    }

    static long stamp(long record) {
        return OffHeap.getLong(record + STAMP);
    }

    static long expireAt(long record) {
        return OffHeap.getLong(record + EXPIRE_AT);
    }

    static int storeId(long record) {
        return OffHeap.getInt(record + STORE_ID);
    }

    static int keyLength(long record) {
        return OffHeap.getInt(record + KEY_LENGTH);
    }

    static int valueLength(long record) {
        return OffHeap.getInt(record + VALUE_LENGTH);
    }

    /** Whether the record, of which store and length of the key are known to agree, has this key. */
    static boolean keyEquals(long record, HotKey key) {
        return OffHeap.equal(record + HEADER_BYTES, key.bytes(), key.offset(), key.length());
    }

    static void copyValue(long record, int keyLength, byte[] target, int offset, int length) {
        OffHeap.copyTo(record + HEADER_BYTES + keyLength, target, offset, length);
    }

    /** Whether a time, 0 meaning never, has come. */
    static boolean expired(long expireAt, long now) {
        return expireAt != 0 && expireAt <= now;
    }
}
