package io.yggdrasil.ignite.slot;

/**
 * The slots of Redis Cluster and the partitions made of them.
 *
 * <p>A slot is CRC16 (XMODEM: polynomial 0x1021, initial value 0) of the key modulo 16,384. When the key holds a hash
 * tag, that is a <code>{</code> with a later <code>}</code> and at least one byte between the first <code>{</code> and
 * the first <code>}</code> behind it, only the tag is hashed, so that keys with one tag share a slot. A partition is 16
 * neighbouring slots: every slot has one owner, and 1,024 partitions are what Ignite carries comfortably.
 */
public final class Slots {
    /** Slots of a cluster. */
    public static final int SLOTS = 16_384;

    /** Partitions of a cache whose keys are placed by slot. */
    public static final int PARTITIONS = 1_024;

    /** A partition is {@code slot >>> PARTITION_SHIFT}. */
    public static final int PARTITION_SHIFT = 4;

    private static final int SLOT_MASK = SLOTS - 1;

    /**
     * {@code CRC_n[value]} is the remainder of {@code value} with n zero bytes behind it. With four tables four bytes are
     * one step, since the remainder is linear, instead of four that wait for each other: a key of 16 bytes takes 10 ns
     * instead of 25 (SlotsBenchmark).
     */
    private static final char[] CRC_0 = crcTable();

    private static final char[] CRC_1 = withZeroByte(CRC_0);

    private static final char[] CRC_2 = withZeroByte(CRC_1);

    private static final char[] CRC_3 = withZeroByte(CRC_2);

    private Slots() {}

    /** The slot of the key in {@code bytes[offset .. offset + length)}. */
    public static int slot(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int open = offset; open < end; open++) {
            if (bytes[open] == '{') {
                for (int close = open + 1; close < end; close++) {
                    if (bytes[close] == '}') {
                        return close == open + 1 ? crc(bytes, offset, end) : crc(bytes, open + 1, close);
                    }
                }
                break;
            }
        }
        return crc(bytes, offset, end);
    }

    /** The slot of a whole array. */
    public static int slot(byte[] bytes) {
        return slot(bytes, 0, bytes.length);
    }

    /** The slot of the key's UTF-8 form. A surrogate without its partner counts as {@code ?}, as Ignite stores it. */
    public static int slot(String key) {
        int open = key.indexOf('{');
        if (open >= 0) {
            int close = key.indexOf('}', open + 1);
            if (close > open + 1) {
                return crc(key, open + 1, close);
            }
        }
        return crc(key, 0, key.length());
    }

    /** The partition that holds {@code slot}. */
    public static int partition(int slot) {
        return slot >>> PARTITION_SHIFT;
    }

    /** The first slot of {@code partition}; it holds the {@code 1 << PARTITION_SHIFT} slots from there. */
    public static int firstSlot(int partition) {
        return partition << PARTITION_SHIFT;
    }

    private static int crc(byte[] bytes, int from, int to) {
        int crc = 0;
        int at = from;
        for (; at + 3 < to; at += 4) {
            crc = next(crc, bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
        }
        for (; at < to; at++) {
            crc = next(crc, bytes[at]);
        }
        return crc & SLOT_MASK;
    }

    /** Encodes to UTF-8 on the fly, so that no array is made. */
    private static int crc(String key, int from, int to) {
        int crc = 0;
        int at = from;
        for (; at + 3 < to; at += 4) {
            char first = key.charAt(at);
            char second = key.charAt(at + 1);
            char third = key.charAt(at + 2);
            char fourth = key.charAt(at + 3);
            if ((first | second | third | fourth) >= 0x80) {
                break;
            }
            crc = next(crc, first, second, third, fourth);
        }
        for (; at < to; at++) {
            char unit = key.charAt(at);
            if (unit < 0x80) {
                crc = next(crc, unit);
            } else if (unit < 0x800) {
                crc = next(next(crc, 0xC0 | unit >> 6), 0x80 | unit & 0x3F);
            } else if (!Character.isSurrogate(unit)) {
                crc = next(next(next(crc, 0xE0 | unit >> 12), 0x80 | unit >> 6 & 0x3F), 0x80 | unit & 0x3F);
            } else if (Character.isHighSurrogate(unit) && at + 1 < to && Character.isLowSurrogate(key.charAt(at + 1))) {
                int point = Character.toCodePoint(unit, key.charAt(++at));
                crc = next(
                        crc,
                        0xF0 | point >> 18,
                        0x80 | point >> 12 & 0x3F,
                        0x80 | point >> 6 & 0x3F,
                        0x80 | point & 0x3F);
            } else {
                crc = next(crc, '?');
            }
        }
        return crc & SLOT_MASK;
    }

    private static int next(int crc, int value) {
        return (crc << 8 & 0xFFFF) ^ CRC_0[(crc >>> 8 ^ value) & 0xFF];
    }

    private static int next(int crc, int first, int second, int third, int fourth) {
        return CRC_3[(crc >>> 8 ^ first) & 0xFF]
                ^ CRC_2[(crc ^ second) & 0xFF]
                ^ CRC_1[third & 0xFF]
                ^ CRC_0[fourth & 0xFF];
    }

    private static char[] crcTable() {
        char[] table = new char[256];
        for (int value = 0; value < table.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
            }
            table[value] = (char) crc;
        }
        return table;
    }

    private static char[] withZeroByte(char[] table) {
        char[] next = new char[table.length];
        for (int value = 0; value < table.length; value++) {
            next[value] = (char) next(table[value], 0);
        }
        return next;
    }
}
