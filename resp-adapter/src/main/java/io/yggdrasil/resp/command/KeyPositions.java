package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;
import java.util.List;

/** The argument indexes of one request's keys and the spec each came from. Reused; not shared between threads. */
public final class KeyPositions {
    private int count;
    private int[] indexes = new int[8];
    private KeySpec[] specs = new KeySpec[8];

    /** Takes what the specs find in a request in place of what was here. */
    public void fill(List<KeySpec> from, Request request) {
        count = 0;
        for (int i = 0; i < from.size(); i++) { // Hot: no iterator.
            from.get(i).collect(request, this);
        }
    }

    void add(int index, KeySpec spec) {
        if (count == indexes.length) {
            indexes = Arrays.copyOf(indexes, count * 2);
            specs = Arrays.copyOf(specs, count * 2);
        }
        indexes[count] = index;
        specs[count] = spec;
        count++;
    }

    /** Number of keys. */
    public int count() {
        return count;
    }

    /** Argument index of key {@code i}. */
    public int index(int i) {
        return indexes[i];
    }

    /** Spec that found key {@code i}. */
    public KeySpec spec(int i) {
        return specs[i];
    }
}
