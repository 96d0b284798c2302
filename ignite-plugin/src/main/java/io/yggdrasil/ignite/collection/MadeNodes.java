package io.yggdrasil.ignite.collection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a change has made, by their ids, which are not 0: a hash table with open addressing, as the nodes of a path are
 * looked for here again and again. Threads: one.
 */
final class MadeNodes {
    private static final int CAPACITY = 16;
    private static final int CAPACITY_KEPT = 1_024;
    private static final int SPREAD = 0x9E3779B9;
    private static final int[] NONE = {};
    private static final byte[][] NO_NODES = {};
    private static final boolean[] NO_FLAGS = {};

    private int[] ids = NONE;
    private byte[][] nodes = NO_NODES;

    /** Whether a node takes the place of a stored one. */
    private boolean[] over = NO_FLAGS;

    private int count;
    private int overCount;

    /** Told of each node. */
    @FunctionalInterface
    interface Visitor {
        /** A node that was made, and whether it takes the place of a stored one. */
        void visit(int id, byte[] node, boolean isOver);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether one of them takes the place of a stored one. */
    boolean hasOver() {
        return overCount > 0;
    }

    byte @Nullable [] get(int id) {
        if (count == 0) {
            return null;
        }
        int at = find(id);
        return at < 0 ? null : nodes[at];
    }

    boolean contains(int id) {
        return count > 0 && find(id) >= 0;
    }

    /** Whether the node of this id is here and takes the place of a stored one. */
    boolean isOver(int id) {
        if (overCount == 0) {
            return false;
        }
        int at = find(id);
        return at >= 0 && over[at];
    }

    /** Puts a node that has no place yet, or in the place of one that was put so. */
    void put(int id, byte[] node) {
        int at = count == 0 ? -1 : find(id);
        if (at >= 0) {
            nodes[at] = node;
        } else {
            insert(id, node, false);
        }
    }

    /** Puts a node that is to take the place of a stored one. */
    void putOver(int id, byte[] node) {
        insert(id, node, true);
    }

    /** Takes a node out; whether there was one that takes no other's place. */
    boolean remove(int id) {
        int at = count == 0 ? -1 : find(id);
        if (at < 0) {
            return false;
        }
        boolean wasOver = over[at];
        count--;
        overCount -= wasOver ? 1 : 0;
        close(at);
        return !wasOver;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < ids.length && count > 0; i++) {
            if (ids[i] != 0) {
                visitor.visit(ids[i], nodes[i], over[i]);
            }
        }
    }

    /** Gives each node the usual length. */
    void pad(int bytes) {
        for (int i = 0; i < ids.length && count > 0; i++) {
            if (ids[i] != 0) {
                nodes[i] = Node.padded(nodes[i], bytes);
            }
        }
    }

    void clear() {
        if (ids.length > CAPACITY_KEPT) {
            ids = NONE;
            nodes = NO_NODES;
        } else if (count > 0) {
            Arrays.fill(ids, 0);
            Arrays.fill(nodes, null);
        }
        count = 0;
        overCount = 0;
    }

    private int find(int id) {
        int mask = ids.length - 1;
        int at = place(id, mask);
        while (ids[at] != id) {
            if (ids[at] == 0) {
                return -1;
            }
            at = at + 1 & mask;
        }
        return at;
    }

    private static int place(int id, int mask) {
        int mixed = id * SPREAD;
        return (mixed ^ mixed >>> 16) & mask;
    }

    private void insert(int id, byte[] node, boolean isOver) {
        if (2 * (count + 1) > ids.length) {
            grow();
        }
        int mask = ids.length - 1;
        int at = place(id, mask);
        while (ids[at] != 0) {
            at = at + 1 & mask;
        }
        ids[at] = id;
        nodes[at] = node;
        over[at] = isOver;
        count++;
        overCount += isOver ? 1 : 0;
    }

    private void grow() {
        int[] oldIds = ids;
        byte[][] oldNodes = nodes;
        boolean[] oldOver = over;
        int capacity = Math.max(CAPACITY, 2 * oldIds.length);
        ids = new int[capacity];
        nodes = new byte[capacity][];
        over = new boolean[capacity];
        count = 0;
        overCount = 0;
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != 0) {
                insert(oldIds[i], oldNodes[i], oldOver[i]);
            }
        }
    }

    /** Moves those behind a gap up that are not where they belong, so that none is looked for in vain. */
    private void close(int gap) {
        int mask = ids.length - 1;
        int hole = gap;
        for (int at = gap + 1 & mask; ids[at] != 0; at = at + 1 & mask) {
            int away = at - place(ids[at], mask) & mask;
            if (away >= (at - hole & mask)) {
                ids[hole] = ids[at];
                nodes[hole] = nodes[at];
                over[hole] = over[at];
                hole = at;
            }
        }
        ids[hole] = 0;
    }
}
