package io.yggdrasil.ignite.collection;

import java.util.Arrays;

/** Packs entries that come one after the other into nodes. Reused. */
final class NodePacker {
    private final boolean inner;
    private byte[] entries = new byte[NodeBatch.NODE_BYTES];
    private int[] ends = new int[64];
    private int count;

    NodePacker(boolean inner) {
        this.inner = inner;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether the node would have no more bytes than that, or is of one entry and cannot have fewer. */
    boolean fits(int bytes) {
        return count <= 1 || Node.bytes(count, length()) <= bytes;
    }

    /** How large the node would be with another entry. */
    int bytesWith(byte[] key, byte[] value) {
        return Node.bytes(count + 1, length() + Node.entryBytes(key, value));
    }

    void add(byte[] key, byte[] value) {
        int length = length();
        int end = length + Node.entryBytes(key, value);
        if (end > entries.length) {
            entries = Arrays.copyOf(entries, end);
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        Node.putEntry(entries, length, key, value);
        ends[count++] = end;
    }

    /** The node of all entries since the last. */
    byte[] take() {
        byte[] node = Node.of(inner, entries, ends, count);
        count = 0;
        if (entries.length > NodeBatch.NODE_BYTES) {
            entries = new byte[NodeBatch.NODE_BYTES];
        }
        return node;
    }

    private int length() {
        return count == 0 ? 0 : ends[count - 1];
    }
}
