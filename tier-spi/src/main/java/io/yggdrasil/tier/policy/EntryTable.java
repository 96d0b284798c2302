package io.yggdrasil.tier.policy;

import java.util.Arrays;

/**
 * Entries by key, each in one of several linked lists, in arrays. An entry is named by its node, an index that stays the
 * same until the entry is removed. Lists run from the newest entry to the oldest.
 *
 * <p>The index from keys to nodes is an open hash table with linear probing; a removal closes the gap behind it.
 */
final class EntryTable {
    /** No node. */
    static final int NONE = -1;

    private static final byte FREE = -1;
    private static final int NODES_MIN = 64;
    private static final int NODES_MAX = 1 << 29;

    private final int[] newest;
    private final int[] oldest;
    private final int[] counts;
    private final long[] bytes;

    private int[] index = new int[NODES_MIN * 2]; // node + 1; 0 is an empty place
    private long[] keys = new long[NODES_MIN];
    private int[] weights = new int[NODES_MIN];
    private int[] newer = new int[NODES_MIN];
    private int[] older = new int[NODES_MIN];
    private byte[] lists = new byte[NODES_MIN];
    private byte[] marks = new byte[NODES_MIN];
    private int nodesUsed;
    private int freeNode = NONE;
    private int size;

    EntryTable(int listCount) {
        newest = new int[listCount];
        oldest = new int[listCount];
        counts = new int[listCount];
        bytes = new long[listCount];
        Arrays.fill(newest, NONE);
        Arrays.fill(oldest, NONE);
    }

    int size() {
        return size;
    }

    int find(long key) {
        int mask = index.length - 1;
        for (int place = home(key, mask); index[place] != 0; place = (place + 1) & mask) {
            int node = index[place] - 1;
            if (keys[node] == key) {
                return node;
            }
        }
        return NONE;
    }

    /** Adds a key that is not there yet, as the newest of a list, with mark 0. */
    int add(long key, int weight, int list) {
        int node = takeNode();
        keys[node] = key;
        weights[node] = weight;
        marks[node] = 0;
        int mask = index.length - 1;
        int place = home(key, mask);
        while (index[place] != 0) {
            place = (place + 1) & mask;
        }
        index[place] = node + 1;
        size++;
        linkNewest(node, list);
        return node;
    }

    void remove(int node) {
        unlink(node);
        removeFromIndex(keys[node]);
        older[node] = freeNode;
        lists[node] = FREE;
        freeNode = node;
        size--;
    }

    /** Makes the entry the newest of a list. */
    void moveToNewest(int node, int list) {
        unlink(node);
        linkNewest(node, list);
    }

    /** Puts a whole list before the newest of another. Only the entries of the first are visited. */
    void moveAll(int from, int to) {
        if (counts[from] == 0) {
            return;
        }
        for (int node = newest[from]; node != NONE; node = older[node]) {
            lists[node] = (byte) to;
        }
        int last = oldest[from];
        older[last] = newest[to];
        if (newest[to] == NONE) {
            oldest[to] = last;
        } else {
            newer[newest[to]] = last;
        }
        newest[to] = newest[from];
        counts[to] += counts[from];
        bytes[to] += bytes[from];
        newest[from] = NONE;
        oldest[from] = NONE;
        counts[from] = 0;
        bytes[from] = 0;
    }

    int newest(int list) {
        return newest[list];
    }

    int oldest(int list) {
        return oldest[list];
    }

    int newer(int node) {
        return newer[node];
    }

    int older(int node) {
        return older[node];
    }

    int count(int list) {
        return counts[list];
    }

    long bytes(int list) {
        return bytes[list];
    }

    /** All nodes are below this number. */
    int nodes() {
        return nodesUsed;
    }

    boolean isUsed(int node) {
        return lists[node] != FREE;
    }

    int list(int node) {
        return lists[node];
    }

    long key(int node) {
        return keys[node];
    }

    int weight(int node) {
        return weights[node];
    }

    void setWeight(int node, int weight) {
        bytes[lists[node]] += weight - weights[node];
        weights[node] = weight;
    }

    int mark(int node) {
        return marks[node];
    }

    void setMark(int node, int mark) {
        marks[node] = (byte) mark;
    }

    private void linkNewest(int node, int list) {
        int next = newest[list];
        newer[node] = NONE;
        older[node] = next;
        if (next == NONE) {
            oldest[list] = node;
        } else {
            newer[next] = node;
        }
        newest[list] = node;
        lists[node] = (byte) list;
        counts[list]++;
        bytes[list] += weights[node];
    }

    private void unlink(int node) {
        int list = lists[node];
        int before = newer[node];
        int after = older[node];
        if (before == NONE) {
            newest[list] = after;
        } else {
            older[before] = after;
        }
        if (after == NONE) {
            oldest[list] = before;
        } else {
            newer[after] = before;
        }
        counts[list]--;
        bytes[list] -= weights[node];
    }

    private int takeNode() {
        if (freeNode != NONE) {
            int node = freeNode;
            freeNode = older[node];
            return node;
        }
        if (nodesUsed == keys.length) {
            grow();
        }
        return nodesUsed++;
    }

    private void grow() {
        if (keys.length >= NODES_MAX) {
            throw new IllegalStateException("entries=" + size + " is the limit");
        }
        int length = keys.length * 2;
        keys = Arrays.copyOf(keys, length);
        weights = Arrays.copyOf(weights, length);
        newer = Arrays.copyOf(newer, length);
        older = Arrays.copyOf(older, length);
        lists = Arrays.copyOf(lists, length);
        marks = Arrays.copyOf(marks, length);
        int[] wider = new int[length * 2];
        int mask = wider.length - 1;
        for (int node = 0; node < nodesUsed; node++) { // Growing happens when no node is free: all are in use.
            int place = home(keys[node], mask);
            while (wider[place] != 0) {
                place = (place + 1) & mask;
            }
            wider[place] = node + 1;
        }
        index = wider;
    }

    private void removeFromIndex(long key) {
        int mask = index.length - 1;
        int gap = home(key, mask);
        while (keys[index[gap] - 1] != key) {
            gap = (gap + 1) & mask;
        }
        for (int place = (gap + 1) & mask; index[place] != 0; place = (place + 1) & mask) {
            int home = home(keys[index[place] - 1], mask);
            // May move back into the gap unless its home lies behind the gap.
            if (((place - home) & mask) >= ((place - gap) & mask)) {
                index[gap] = index[place];
                gap = place;
            }
        }
        index[gap] = 0;
    }

    private static int home(long key, int mask) {
        return (int) KeyMixer.mix(key) & mask;
    }
}
