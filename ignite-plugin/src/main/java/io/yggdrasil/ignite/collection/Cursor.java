package io.yggdrasil.ignite.collection;

import java.util.Arrays;

/**
 * Goes through the elements of a tree in order, forward only, and leaps over those that are not wanted: a leap reads no
 * more than a node a level, and none where it ends in the leaf it began in. The tree must not change meanwhile.
 *
 * <p>It stands before the first element at first. Every move leads forward, even through nodes that a writer changes
 * meanwhile, so that who moves to the end gets there. Threads: one.
 */
public final class Cursor implements Comparable<Cursor> {
    private static final int NOWHERE = -1;

    private final NodeBatch nodes;
    private final int height;

    // The node and the place in it at each level; 0 is the leaf.
    private final byte[][] way;
    private final int[] at;

    Cursor(NodeBatch nodes, byte[] top, int height) {
        this.nodes = nodes;
        this.height = height;
        this.way = new byte[height + 1][];
        this.at = new int[height + 1];
        Arrays.fill(way, Node.empty());
        Arrays.fill(at, NOWHERE);
        way[height] = top;
    }

    /** Moves to the next element; false: there is none, and the cursor is not to be asked what it is at. */
    public boolean next() {
        at[0]++;
        return settle();
    }

    /** Moves forward to the first element whose key is not less, which may be where it is; false: there is none. */
    public boolean seek(byte[] key) {
        return isFrom(key) || isNextFrom(key) || leap(key);
    }

    private boolean isFrom(byte[] key) {
        return isOn(0) && compare(key) >= 0;
    }

    /** Moves to the next element of the leaf, where most moves end in a set that has much in common with another. */
    private boolean isNextFrom(byte[] key) {
        at[0]++;
        return isFrom(key);
    }

    private boolean leap(byte[] key) {
        int level = 0;
        while (level < height && !isWithin(level, key)) {
            level++;
        }
        for (; level > 0; level--) {
            int child = Node.childOf(way[level], key, key.length);
            if (child > at[level]) {
                descend(level, child);
            }
        }
        int found = Node.find(way[0], key, key.length);
        at[0] = Math.max(at[0], found < 0 ? -found - 1 : found);
        return settle();
    }

    /** Whether the first element that is not less than a key is below the node at a level, if it was not passed. */
    private boolean isWithin(int level, byte[] key) {
        int n = Node.count(way[level]);
        if (level == 0) {
            return n > 0 && Node.compare(way[0], n - 1, key, key.length) >= 0;
        }
        return Node.childOf(way[level], key, key.length) < n - 1;
    }

    /** Goes on to the next leaf that has elements if this one has no more. */
    private boolean settle() {
        while (!isOn(0)) {
            int level = 1;
            while (level <= height && at[level] + 1 >= Node.count(way[level])) {
                level++;
            }
            if (level > height) {
                return false;
            }
            for (descend(level, at[level] + 1); level > 1; ) {
                descend(--level, 0);
            }
            at[0] = 0;
        }
        return true;
    }

    private void descend(int level, int child) {
        at[level] = child;
        way[level - 1] = nodes.read(Node.childId(way[level], child), level > 1);
        at[level - 1] = NOWHERE;
    }

    private boolean isOn(int level) {
        return at[level] >= 0 && at[level] < Node.count(way[level]);
    }

    /** The key of the element that it is at. */
    public byte[] key() {
        return Node.key(way[0], at[0]);
    }

    /** The value of the element that it is at. */
    public byte[] value() {
        return Node.value(way[0], at[0]);
    }

    /** Whether the element that it is at has a key. */
    public boolean isAt(byte[] key) {
        return compare(key) == 0;
    }

    private int compare(byte[] key) {
        return Node.compare(way[0], at[0], key, key.length);
    }

    /** By the keys of the elements that both are at. */
    @Override
    public int compareTo(Cursor other) {
        int from = Node.keyStart(other.way[0], other.at[0]);
        return Node.compare(way[0], at[0], other.way[0], from, from + Node.keyLength(other.way[0], other.at[0]));
    }
}
