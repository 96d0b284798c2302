package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.YggdrasilException;

/**
 * An entry of a stream: names and values in turn, as many as were added.
 *
 * <pre>
 *   +-------------+-----------------+---------------------------+
 *   | chunk       | strings n       | n times: length (varint), |
 *   | (varint)    | (varint)        | bytes                     |
 *   +-------------+-----------------+---------------------------+
 *   varint: 7 bits a byte, low first, high bit: more follow
 * </pre>
 */
public final class StreamEntry {
    private final StreamId id;
    private final byte[] value;

    StreamEntry(StreamId id, byte[] value) {
        this.id = id;
        this.value = value;
    }

    /** Its id. */
    public StreamId id() {
        return id;
    }

    /** The number of the {@linkplain StreamLog chunk} that it is in. */
    long chunk() {
        return chunkOf(value);
    }

    /** Whether another one is in the same {@linkplain StreamLog chunk}. */
    public boolean isInChunkOf(StreamEntry other) {
        return chunk() == other.chunk();
    }

    static long chunkOf(byte[] value) {
        return new Reader(value).varint();
    }

    /** Number of names and values together. */
    public int stringCount() {
        Reader reader = new Reader(value);
        reader.varint();
        return reader.length();
    }

    /** Visits names and values in turn. */
    public void forEach(StringVisitor visitor) {
        Reader reader = new Reader(value);
        reader.varint();
        for (int left = reader.length(); left > 0; left--) {
            int length = reader.length();
            visitor.visit(value, reader.skip(length), length);
        }
    }

    /** Told of strings where they lie; the array is not to be changed, nor kept. */
    @FunctionalInterface
    public interface StringVisitor {
        /** Told of the next one. */
        void visit(byte[] bytes, int offset, int length);
    }

    static byte[] encode(long chunk, byte[][] strings) {
        int bytes = varintBytes(chunk) + varintBytes(strings.length);
        for (byte[] string : strings) {
            bytes += varintBytes(string.length) + string.length;
        }
        byte[] out = new byte[bytes];
        int at = putVarint(out, putVarint(out, 0, chunk), strings.length);
        for (byte[] string : strings) {
            at = putVarint(out, at, string.length);
            System.arraycopy(string, 0, out, at, string.length);
            at += string.length;
        }
        return out;
    }

    private static int varintBytes(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private static int putVarint(byte[] out, int at, long value) {
        int next = at;
        long rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out[next++] = (byte) (rest | 0x80);
        }
        out[next++] = (byte) rest;
        return next;
    }

    /** Reads a value from its start on; what is damaged is a {@code CORRUPT} error. */
    private static final class Reader {
        private final byte[] value;
        private int at;

        Reader(byte[] value) {
            this.value = value;
        }

        long varint() {
            long result = 0;
            for (int shift = 0; shift < Long.SIZE && at < value.length; shift += 7) {
                byte next = value[at++];
                result |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return result;
                }
            }
            throw damaged();
        }

        /** A number that cannot be more than bytes are left. */
        int length() {
            long length = varint();
            if (length < 0 || length > value.length - at) {
                throw damaged();
            }
            return (int) length;
        }

        /** Where the bytes that are skipped begin. */
        int skip(int bytes) {
            at += bytes;
            return at - bytes;
        }

        private static YggdrasilException damaged() {
            return new YggdrasilException(YggdrasilException.Kind.CORRUPT, "an entry of a stream is damaged");
        }
    }
}
