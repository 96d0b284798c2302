package io.yggdrasil.resp.collection;

import io.yggdrasil.resp.wire.Decimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names an entry of a stream and says its place among the others: by time, then by number.
 *
 * @param millis milliseconds since 1970 or whatever the client counts, unsigned
 * @param sequence number within the millisecond, unsigned
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId> {
    /** Bytes of a {@link #key}. */
    public static final int BYTES = 2 * Long.BYTES;

    /** The least; never an entry's. */
    public static final StreamId MIN = new StreamId(0, 0);

    /** The greatest. */
    public static final StreamId MAX = new StreamId(-1, -1);

    /** Reads the bytes that {@link #key} made. */
    public static StreamId read(ByteBuffer in) {
        return new StreamId(in.getLong(), in.getLong());
    }

    /** The id in the last bytes of a key. */
    static StreamId endOf(byte[] key) {
        return read(ByteBuffer.wrap(key, key.length - BYTES, BYTES));
    }

    /** 16 bytes that compare as unsigned bytes as ids do. */
    public byte[] key() {
        return put(ByteBuffer.allocate(BYTES)).array();
    }

    ByteBuffer put(ByteBuffer out) {
        return out.putLong(millis).putLong(sequence);
    }

    /** The one that follows; null: this is the greatest. */
    public @Nullable StreamId next() {
        if (sequence != -1) {
            return new StreamId(millis, sequence + 1);
        }
        return millis == -1 ? null : new StreamId(millis + 1, 0);
    }

    /** The one before; null: this is the least. */
    public @Nullable StreamId previous() {
        if (sequence != 0) {
            return new StreamId(millis, sequence - 1);
        }
        return millis == 0 ? null : new StreamId(millis - 1, -1);
    }

    /** As clients read it: both numbers in decimal with a hyphen between. */
    public byte[] text() {
        byte[] out = new byte[2 * Decimal.LONG_CHARS_MAX + 1];
        int end = write(out, 0, millis);
        out[end++] = '-';
        end = write(out, end, sequence);
        return java.util.Arrays.copyOf(out, end);
    }

    private static int write(byte[] out, int at, long value) {
        if (value >= 0) {
            return Decimal.write(out, at, value);
        }
        byte[] text = Long.toUnsignedString(value).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }

    @Override
    public int compareTo(StreamId other) {
        int order = Long.compareUnsigned(millis, other.millis);
        return order != 0 ? order : Long.compareUnsigned(sequence, other.sequence);
    }
}
