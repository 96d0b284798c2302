package io.yggdrasil.ignite.internals;

import java.util.Arrays;

/**
 * Finds entries of a scope by their keys: an open hash table of indexes into the scope's arrays. A scope uses it from
 * some size on; below it looks through all.
 *
 * <p>Threads: one.
 */
final class EntryIndex {
    private static final int SLOTS_MIN = 64;

    /** Index of an entry plus one; 0: free. */
    private int[] slots = new int[SLOTS_MIN];

    /** Index of the key among {@code keys}, or -1. */
    int find(EntryKey key, EntryKey[] keys) {
        int mask = slots.length - 1;
        for (int at = start(key, mask); slots[at] != 0; at = at + 1 & mask) {
            int index = slots[at] - 1;
            if (isSame(keys[index], key)) {
                return index;
            }
        }
        return -1;
    }

    /** Adds the last of the first {@code count} keys; the ones before it are in already. */
    void add(EntryKey[] keys, int count) {
        if (count * 2 > slots.length) {
            fill(keys, count);
        } else {
            put(keys[count - 1], count - 1);
        }
    }

    /** Makes the index of the first {@code count} keys. */
    void fill(EntryKey[] keys, int count) {
        int wanted = Math.max(SLOTS_MIN, Integer.highestOneBit(count) * 4);
        if (slots.length == wanted) {
            Arrays.fill(slots, 0);
        } else {
            slots = new int[wanted];
        }
        for (int i = 0; i < count; i++) {
            put(keys[i], i);
        }
    }

    private void put(EntryKey key, int index) {
        int mask = slots.length - 1;
        int at = start(key, mask);
        while (slots[at] != 0) {
            at = at + 1 & mask;
        }
        slots[at] = index + 1;
    }

    private static int start(EntryKey key, int mask) {
        int hash = key.object().hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & mask;
    }

    static boolean isSame(EntryKey a, EntryKey b) {
        return a == b || a.store() == b.store() && a.object().equals(b.object());
    }
}
