package io.yggdrasil.tier.hot;

import java.util.Arrays;

/**
 * A sink that keeps one value in an array of its own, which grows to the largest value and is used again.
 *
 * <p>Threads: one.
 */
public final class ArraySink implements HotSink {
    private byte[] array = new byte[256];
    private int length;

    @Override
    public int open(int length) {
        if (array.length < length) {
            array = new byte[length];
        }
        this.length = length;
        return 0;
    }

    @Override
    public byte[] array() {
        return array;
    }

    /** Bytes of the last value, from the array's start. */
    public int length() {
        return length;
    }

    /** A copy of the last value. */
    public byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }
}
