package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.slot.PartitionTags;

/**
 * The keys of collections' nodes: a hash tag, the owner, the id, in ASCII. The hash tag places them in the partition of their
 * root; owner and id are written with 6 bits a character, lowest first.
 */
public final class NodeKeys {
    private static final int BITS = 6;
    private static final byte[] DIGITS = digits();
    private static final byte[] VALUES = values();
    private static final int OWNER_BYTES = (Long.SIZE + BITS - 1) / BITS;
    private static final int ID_BYTES_MAX = (Integer.SIZE + BITS - 1) / BITS;

    /** Bytes of the longest key. */
    public static final int BYTES_MAX = PartitionTags.BYTES + OWNER_BYTES + ID_BYTES_MAX;

    private NodeKeys() {}

    /** The key of a node. */
    public static EntryKey key(EntryStore nodes, int partition, long owner, int id) {
        byte[] bytes = new byte[BYTES_MAX];
        return nodes.key(bytes, 0, write(partition, owner, id, bytes), partition);
    }

    /** Writes the bytes of a node's key, at most {@link #BYTES_MAX}; returns how many they are. */
    public static int write(int partition, long owner, int id, byte[] into) {
        byte[] tag = PartitionTags.of(partition);
        System.arraycopy(tag, 0, into, 0, tag.length);
        int at = tag.length;
        long rest = owner;
        for (int i = 0; i < OWNER_BYTES; i++) {
            into[at++] = DIGITS[(int) rest & 0x3F];
            rest >>>= BITS;
        }
        int number = id;
        do {
            into[at++] = DIGITS[number & 0x3F];
            number >>>= BITS;
        } while (number != 0);
        return at;
    }

    /** The owner in the text of a node's key. */
    static long ownerOf(String key) {
        return number(key, PartitionTags.BYTES, PartitionTags.BYTES + OWNER_BYTES);
    }

    /** The id in the text of a node's key. */
    static int idOf(String key) {
        return (int) number(key, PartitionTags.BYTES + OWNER_BYTES, key.length());
    }

    private static long number(String key, int from, int to) {
        long number = 0;
        for (int i = to - 1; i >= from; i--) {
            number = number << BITS | VALUES[key.charAt(i)];
        }
        return number;
    }

    private static byte[] values() {
        byte[] values = new byte[Byte.MAX_VALUE + 1];
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
        }
        return values;
    }

    private static byte[] digits() {
        byte[] digits = new byte[1 << BITS];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (i < 10 ? '0' + i : i < 36 ? 'a' + i - 10 : i < 62 ? 'A' + i - 36 : i == 62 ? '_' : '-');
        }
        return digits;
    }
}
