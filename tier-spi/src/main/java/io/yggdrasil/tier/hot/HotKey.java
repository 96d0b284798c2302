package io.yggdrasil.tier.hot;

import java.util.Objects;

/**
 * A key as the arena sees it: a store's id and a range of an array, with their hash. A flyweight: make one a thread and
 * wrap it around each key in turn.
 *
 * <p>The array belongs to the caller and must not change while a method of the arena works with it.
 *
 * <p>Threads: one.
 */
public final class HotKey {
    private byte[] bytes = {};
    private int offset;
    private int length;
    private int storeId;
    private long hash;

    /**
     * Wraps a key and computes its hash.
     *
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public HotKey wrap(int storeId, byte[] bytes, int offset, int length) {
        return wrap(storeId, bytes, offset, length, KeyHash.hash(storeId, bytes, offset, length));
    }

    /**
     * Wraps a key whose hash is known: that of {@link KeyHash}.
     *
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public HotKey wrap(int storeId, byte[] bytes, int offset, int length, long hash) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        assert hash == KeyHash.hash(storeId, bytes, offset, length) : "hash=" + hash;
        this.storeId = storeId;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.hash = hash;
        return this;
    }

    public int storeId() {
        return storeId;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public long hash() {
        return hash;
    }
}
