package io.yggdrasil.ignite.collection;

import org.jspecify.annotations.Nullable;

/** Some of the stored nodes of a collection, each at the place of its id's lower bits. Threads: one. */
final class SeenNodes {
    private static final int[] NONE = {};

    private final int max;
    private byte @Nullable [] @Nullable [] nodes;
    private int[] ids = NONE;

    /**
     * Has none.
     *
     * @param max how many there may be; a power of two
     */
    SeenNodes(int max) {
        this.max = max;
    }

    byte @Nullable [] get(int id) {
        byte @Nullable [] @Nullable [] known = nodes;
        int place = id & max - 1;
        return known != null && ids[place] == id ? known[place] : null;
    }

    void put(int id, byte[] node) {
        byte @Nullable [] @Nullable [] known = nodes;
        if (known == null) {
            known = new byte[max][];
            nodes = known;
            ids = new int[max];
        }
        int place = id & max - 1;
        known[place] = node;
        ids[place] = id;
    }

    void clear() {
        nodes = null;
        ids = NONE;
    }
}
