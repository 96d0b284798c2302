package io.yggdrasil.resp.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key named by a command: a slice of bytes, its hash slot, and room for what the storage derives from them.
 *
 * <p>Instances that come from a call are reused after it; {@link #copy()} gives one that lasts. Not thread-safe.
 */
public final class Key {
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;
    private int slot;
    private @Nullable Object handle;
    private int handleDatabase = -1;

    /** Makes an unset key. */
    public Key() {}

    /** Makes a key that owns its bytes. */
    public static Key of(byte[] bytes) {
        Key key = new Key();
        key.set(bytes.clone(), 0, bytes.length);
        return key;
    }

    /** Makes a key from text, encoded as UTF-8. */
    public static Key of(String text) {
        Key key = new Key();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        key.set(bytes, 0, bytes.length);
        return key;
    }

    /** Points this key at a slice; whatever was derived from the old one is dropped. */
    public void set(byte[] bytes, int from, int size) {
        buffer = bytes;
        offset = from;
        length = size;
        slot = io.yggdrasil.ignite.slot.Slots.slot(bytes, from, size);
        handle = null;
        handleDatabase = -1;
    }

    /** A key that owns its bytes. */
    public Key copy() {
        return of(bytes());
    }

    /** The array with the key's bytes; never write to it. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the key starts. */
    public int offset() {
        return offset;
    }

    /** Its length in bytes. */
    public int length() {
        return length;
    }

    /** Its hash slot, 0-16383. */
    public int slot() {
        return slot;
    }

    /** The partition that its slot belongs to, 0-1023. */
    public int partition() {
        return slot >>> 4;
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    /** What the storage derived from this key for {@code database}, or null. */
    public @Nullable Object handle(int database) {
        return handleDatabase == database ? handle : null;
    }

    /** Keeps what the storage derived from this key for {@code database}. */
    public void handle(int database, Object value) {
        this.handle = value;
        this.handleDatabase = database;
    }

    /** Whether both name the same bytes. */
    public boolean sameAs(Key other) {
        return Arrays.equals(buffer, offset, offset + length, other.buffer, other.offset, other.offset + other.length);
    }

    @Override
    public String toString() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
}
