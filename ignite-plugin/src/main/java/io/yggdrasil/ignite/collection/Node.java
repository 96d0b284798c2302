package io.yggdrasil.ignite.collection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a packed node: entries one behind the other, each a key and a value, either of which may be empty. A leaf
 * holds elements; an inner node holds children: the key is a lower bound of what is below, which counts from the second
 * child on, the value is id and number of elements.
 *
 * <pre>
 *   0      1         4        8            8 + n*w        used       length
 *   +------+---------+--------+------------+--------------+----------+
 *   | kind | n (u24) | used   | n ends,    | n entries    | padding  |
 *   |      |         | (i32)  | w bytes    |              |          |
 *   +------+---------+--------+------------+--------------+----------+
 *   kind: bit 0 inner node, bit 1 w = 4 (else 2)
 *   end:  where the entry ends, counted from the first entry
 *   entry: key length (7 bits a byte, low first, high bit: more follow), key, value
 *   child: id (i32), number of elements below (i64)
 * </pre>
 *
 * All numbers are big-endian. Nodes are never changed but for children's values in {@link #setChild}, by who made them.
 */
final class Node {
    static final int HEADER_BYTES = 8;
    static final int CHILD_BYTES = Integer.BYTES + Long.BYTES;

    private static final int INNER = 1;
    private static final int WIDE = 2;
    private static final int NARROW_MAX = 0xFFFF;
    private static final byte[] NONE = {};

    /** So many ends of two bytes are moved at once. */
    private static final int LANES = Long.BYTES / Short.BYTES;

    private static final long ONE_IN_EACH = 0x0001_0001_0001_0001L;
    private static final long SIGNS = 0x8000_8000_8000_8000L;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Node() {}

    /** A leaf without elements. */
    static byte[] empty() {
        return allocate(false, 0, 0);
    }

    /** A leaf of values without keys. */
    static byte[] leaf(List<byte[]> values) {
        int length = 0;
        for (byte[] value : values) {
            length += 1 + value.length;
        }
        byte[] leaf = allocate(false, values.size(), length);
        int at = entries(leaf);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            at = putVarint(leaf, at, 0);
            System.arraycopy(value, 0, leaf, at, value.length);
            at += value.length;
            setEnd(leaf, i, at - entries(leaf));
        }
        return leaf;
    }

    /** How many bytes a value without a key takes in a leaf, but in a large one. */
    static int bytesOf(byte[] value) {
        return Short.BYTES + 1 + value.length;
    }

    /** An inner node of these children; {@code keys[0]} is not looked at. */
    static byte[] inner(byte[][] keys, int[] ids, long[] counts) {
        byte[] node = allocate(true, 0, 0);
        for (int i = 0; i < keys.length; i++) {
            node = splice(node, i, i, i == 0 ? NONE : keys[i], child(ids[i], counts[i]));
        }
        return node;
    }

    /** The value of a child. */
    static byte[] child(int id, long count) {
        byte[] value = new byte[CHILD_BYTES];
        INTS.set(value, 0, id);
        LONGS.set(value, Integer.BYTES, count);
        return value;
    }

    static boolean isInner(byte[] node) {
        return (node[0] & INNER) != 0;
    }

    /** Number of entries. */
    static int count(byte[] node) {
        return (int) INTS.get(node, 0) & 0xFFFFFF;
    }

    /** Number of bytes without padding. */
    static int used(byte[] node) {
        return (int) INTS.get(node, 4);
    }

    /** Refuses what cannot be a node of its level, before it leads astray. */
    static void check(byte[] node, boolean inner) {
        boolean sound = node.length >= HEADER_BYTES
                && used(node) <= node.length
                && used(node) >= HEADER_BYTES
                && isInner(node) == inner;
        if (!sound) {
            throw new BrokenTreeException("a node of a collection is damaged");
        }
    }

    /** Where the key of an entry begins. */
    static int keyStart(byte[] node, int index) {
        int at = start(node, index);
        while (node[at] < 0) {
            at++;
        }
        return at + 1;
    }

    /** Length of the key of an entry. */
    static int keyLength(byte[] node, int index) {
        int at = start(node, index);
        int length = node[at] & 0x7F;
        for (int shift = 7; node[at] < 0; shift += 7) {
            at++;
            length |= (node[at] & 0x7F) << shift;
        }
        return length;
    }

    /** Where the value of an entry begins. */
    static int valueStart(byte[] node, int index) {
        return keyStart(node, index) + keyLength(node, index);
    }

    /** Where an entry, and so its value, ends. */
    static int end(byte[] node, int index) {
        return entries(node) + relativeEnd(node, index);
    }

    /** A copy of a key. */
    static byte[] key(byte[] node, int index) {
        int from = keyStart(node, index);
        return Arrays.copyOfRange(node, from, from + keyLength(node, index));
    }

    /** A copy of a value. */
    static byte[] value(byte[] node, int index) {
        return Arrays.copyOfRange(node, valueStart(node, index), end(node, index));
    }

    static int childId(byte[] node, int index) {
        return (int) INTS.get(node, end(node, index) - CHILD_BYTES);
    }

    static long childCount(byte[] node, int index) {
        return (long) LONGS.get(node, end(node, index) - Long.BYTES);
    }

    /** Changes a child in place; the node must be the caller's own. */
    static void setChild(byte[] node, int index, int id, long count) {
        int at = end(node, index) - CHILD_BYTES;
        INTS.set(node, at, id);
        LONGS.set(node, at + Integer.BYTES, count);
    }

    /** Number of elements at or below a node. */
    static long elements(byte[] node) {
        int n = count(node);
        if (!isInner(node)) {
            return n;
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += childCount(node, i);
        }
        return sum;
    }

    /** Index of the entry with a key in a sorted leaf, or {@code -(where it would be) - 1}. */
    static int find(byte[] leaf, byte[] key, int keyBytes) {
        int low = 0;
        int high = count(leaf) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(leaf, middle, key, keyBytes);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** Index of the first entry whose key is so many bytes of any kind and then these; -1: there is none. */
    static int findEnding(byte[] leaf, int bytes, byte[] ending) {
        int n = count(leaf);
        int entries = entries(leaf);
        int wanted = bytes + ending.length;
        int head = varintBytes(wanted);
        byte first = (byte) (head == 1 ? wanted : wanted | 0x80);
        int start = entries;
        for (int i = 0; i < n; i++) {
            int key = start + head;
            if (leaf[start] == first
                    && keyLength(leaf, i) == wanted
                    && Arrays.equals(leaf, key + bytes, key + wanted, ending, 0, ending.length)) {
                return i;
            }
            start = entries + relativeEnd(leaf, i);
        }
        return -1;
    }

    /** Index of the child of a sorted inner node that a key belongs to. */
    static int childOf(byte[] inner, byte[] key, int keyBytes) {
        int low = 1;
        int high = count(inner) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (compare(inner, middle, key, keyBytes) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low - 1;
    }

    /** Compares the key of an entry with the first bytes of another. */
    static int compare(byte[] node, int index, byte[] key, int keyBytes) {
        return compare(node, index, key, 0, keyBytes);
    }

    /** Compares the key of an entry with one that lies somewhere. */
    static int compare(byte[] node, int index, byte[] other, int otherFrom, int otherTo) {
        int from = keyStart(node, index);
        return Arrays.compareUnsigned(node, from, from + keyLength(node, index), other, otherFrom, otherTo);
    }

    /**
     * A node with the entries {@code from} to {@code to} (exclusive) replaced by one entry.
     *
     * @param key the new entry's key; null: no entry
     */
    static byte[] splice(byte[] node, int from, int to, byte @Nullable [] key, byte[] value) {
        int n = count(node);
        int start = start(node, from);
        int cut = (to == 0 ? entries(node) : end(node, to - 1)) - start;
        int added = key == null ? 0 : entryBytes(key, value);
        int length = used(node) - entries(node) + added - cut;
        int count = n - (to - from) + (key == null ? 0 : 1);
        byte[] result = allocate(isInner(node), count, length);
        int head = start - entries(node);
        int entries = entries(result);
        System.arraycopy(node, entries(node), result, entries, head);
        if (key != null) {
            putEntry(result, entries + head, key, value);
        }
        System.arraycopy(node, start + cut, result, entries + head + added, length - head - added);
        copyEnds(node, 0, from, result, 0, 0);
        int next = from;
        if (key != null) {
            setEnd(result, next++, head + added);
        }
        copyEnds(node, to, n, result, next, added - cut);
        return result;
    }

    /** A node with another value of the same length at an entry. */
    static byte[] withValue(byte[] node, int index, byte[] value) {
        byte[] result = node.clone();
        System.arraycopy(value, 0, result, end(node, index) - value.length, value.length);
        return result;
    }

    /** A node without some entries. */
    static byte[] without(byte[] node, BitSet removed) {
        int n = count(node);
        int length = used(node) - entries(node);
        for (int i = removed.nextSetBit(0); i >= 0; i = removed.nextSetBit(i + 1)) {
            length -= end(node, i) - start(node, i);
        }
        byte[] result = allocate(isInner(node), n - removed.cardinality(), length);
        int at = 0;
        int end = 0;
        for (int from = removed.nextClearBit(0); from < n; ) {
            int next = removed.nextSetBit(from);
            int to = next < 0 ? n : next;
            int first = start(node, from);
            System.arraycopy(node, first, result, entries(result) + end, end(node, to - 1) - first);
            int shift = end - (first - entries(node));
            copyEnds(node, from, to, result, at, shift);
            at += to - from;
            end = relativeEnd(node, to - 1) + shift;
            from = removed.nextClearBit(to);
        }
        return result;
    }

    /** A node of entries that lie one behind the other, each up to its end. */
    static byte[] of(boolean inner, byte[] entries, int[] ends, int count) {
        int length = count == 0 ? 0 : ends[count - 1];
        byte[] node = allocate(inner, count, length);
        System.arraycopy(entries, 0, node, entries(node), length);
        for (int i = 0; i < count; i++) {
            setEnd(node, i, ends[i]);
        }
        return node;
    }

    /** Bytes of an entry. */
    static int entryBytes(byte[] key, byte[] value) {
        return varintBytes(key.length) + key.length + value.length;
    }

    /** Writes an entry. */
    static void putEntry(byte[] target, int from, byte[] key, byte[] value) {
        int at = putVarint(target, from, key.length);
        System.arraycopy(key, 0, target, at, key.length);
        System.arraycopy(value, 0, target, at + key.length, value.length);
    }

    /** Bytes of a node with so many entries. */
    static int bytes(int count, int entryBytes) {
        return HEADER_BYTES + count * (entryBytes > NARROW_MAX ? Integer.BYTES : Short.BYTES) + entryBytes;
    }

    /** A node of the entries {@code from} to {@code to} (exclusive) of another. */
    static byte[] slice(byte[] node, int from, int to) {
        int first = start(node, from);
        int length = (to == 0 ? entries(node) : end(node, to - 1)) - first;
        byte[] result = allocate(isInner(node), to - from, length);
        System.arraycopy(node, first, result, entries(result), length);
        copyEnds(node, from, to, result, 0, entries(node) - first);
        return result;
    }

    /** The entries of two nodes of a kind in one. */
    static byte[] concat(byte[] left, byte[] right) {
        int leftBytes = used(left) - entries(left);
        int rightBytes = used(right) - entries(right);
        int leftCount = count(left);
        int rightCount = count(right);
        byte[] result = allocate(isInner(left), leftCount + rightCount, leftBytes + rightBytes);
        System.arraycopy(left, entries(left), result, entries(result), leftBytes);
        System.arraycopy(right, entries(right), result, entries(result) + leftBytes, rightBytes);
        copyEnds(left, 0, leftCount, result, 0, 0);
        copyEnds(right, 0, rightCount, result, leftCount, leftBytes);
        return result;
    }

    /** The number of entries that a left half of about half the bytes has; at least one stays for the right one. */
    static int middle(byte[] node) {
        int half = (used(node) - entries(node)) / 2;
        int n = count(node);
        int low = 1;
        int high = n - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (relativeEnd(node, middle - 1) < half) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The shortest key that is greater than the last of {@code left} and not greater than the first of {@code right}. */
    static byte[] separator(byte[] left, byte[] right) {
        int last = count(left) - 1;
        int from = keyStart(left, last);
        int to = from + keyLength(left, last);
        int start = keyStart(right, 0);
        int length = keyLength(right, 0);
        int same = Arrays.mismatch(left, from, to, right, start, start + length);
        return same < 0 ? NONE : Arrays.copyOfRange(right, start, start + Math.min(length, same + 1));
    }

    /** The same node with padding up to a length; itself when it is longer already. */
    static byte[] padded(byte[] node, int bytes) {
        return node.length >= bytes ? node : Arrays.copyOf(node, bytes);
    }

    private static byte[] allocate(boolean inner, int count, int entryBytes) {
        boolean wide = entryBytes > NARROW_MAX;
        int used = bytes(count, entryBytes);
        byte[] node = new byte[used];
        INTS.set(node, 0, count);
        INTS.set(node, 4, used);
        node[0] = (byte) ((inner ? INNER : 0) | (wide ? WIDE : 0));
        return node;
    }

    private static boolean isWide(byte[] node) {
        return (node[0] & WIDE) != 0;
    }

    /** Where the first entry begins. */
    private static int entries(byte[] node) {
        return HEADER_BYTES + count(node) * (isWide(node) ? Integer.BYTES : Short.BYTES);
    }

    private static int start(byte[] node, int index) {
        return index == 0 ? entries(node) : end(node, index - 1);
    }

    private static int relativeEnd(byte[] node, int index) {
        return isWide(node)
                ? (int) INTS.get(node, HEADER_BYTES + index * Integer.BYTES)
                : (short) SHORTS.get(node, HEADER_BYTES + index * Short.BYTES) & NARROW_MAX;
    }

    private static void setEnd(byte[] node, int index, int end) {
        if (isWide(node)) {
            INTS.set(node, HEADER_BYTES + index * Integer.BYTES, end);
        } else {
            SHORTS.set(node, HEADER_BYTES + index * Short.BYTES, (short) end);
        }
    }

    /** Copies the ends of the entries {@code from} to {@code to} (exclusive), each moved by so many bytes. */
    private static void copyEnds(byte[] source, int from, int to, byte[] target, int at, int shift) {
        int read = from;
        int write = at;
        if (!isWide(source) && !isWide(target)) {
            long lanes = (shift & NARROW_MAX) * ONE_IN_EACH;
            for (; read + LANES <= to; read += LANES, write += LANES) {
                long ends = (long) LONGS.get(source, HEADER_BYTES + read * Short.BYTES);
                LONGS.set(target, HEADER_BYTES + write * Short.BYTES, addInEach(ends, lanes));
            }
        }
        while (read < to) {
            setEnd(target, write++, relativeEnd(source, read++) + shift);
        }
    }

    /** The sums of the 16 bits of each lane; none is carried to the next. */
    private static long addInEach(long a, long b) {
        return (a & ~SIGNS) + (b & ~SIGNS) ^ (a ^ b) & SIGNS;
    }

    private static int varintBytes(int value) {
        int bytes = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            bytes++;
        }
        return bytes;
    }

    private static int putVarint(byte[] target, int at, int value) {
        int next = at;
        int rest = value;
        while (rest > 0x7F) {
            target[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[next++] = (byte) rest;
        return next;
    }
}
