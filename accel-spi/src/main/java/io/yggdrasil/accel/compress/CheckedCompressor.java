package io.yggdrasil.accel.compress;

import java.nio.ByteBuffer;

/** A compressor that has its arguments, and the length of what comes out, checked: what all of them have in common. */
public abstract class CheckedCompressor implements Compressor {
    private final CompressionKind kind;

    /** Of a format. */
    protected CheckedCompressor(CompressionKind kind) {
        this.kind = kind;
    }

    @Override
    public final CompressionKind kind() {
        return kind;
    }

    @Override
    public final int compressedBytesMax(int plainBytes) {
        requirePlainBytes(plainBytes);
        return bound(plainBytes);
    }

    @Override
    public final int compress(ByteBuffer plain, ByteBuffer compressed) {
        requirePlainBytes(plain.remaining());
        requireWritable("compressed", compressed);
        return deflate(plain, compressed);
    }

    @Override
    public final void decompress(ByteBuffer compressed, ByteBuffer plain) {
        requirePlainBytes(plain.remaining());
        requireWritable("plain", plain);
        int bytes = inflate(compressed, plain);
        if (bytes != plain.remaining()) {
            throw new DecompressionException(kind + ": the text has " + bytes + " bytes, not " + plain.remaining());
        }
    }

    @Override
    public long dictionaryId(ByteBuffer compressed) {
        return 0;
    }

    /** {@link #compressedBytesMax}. */
    protected abstract int bound(int plainBytes);

    /** {@link #compress}. */
    protected abstract int deflate(ByteBuffer plain, ByteBuffer compressed);

    /** {@link #decompress}, but returns how long the text was. */
    protected abstract int inflate(ByteBuffer compressed, ByteBuffer plain);

    private static void requirePlainBytes(int plainBytes) {
        if (plainBytes < 0 || plainBytes > PLAIN_BYTES_MAX) {
            throw new IllegalArgumentException("plainBytes=" + plainBytes + ": must be 0 to " + PLAIN_BYTES_MAX);
        }
    }

    private static void requireWritable(String name, ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(name + " is to be written, but read-only");
        }
    }
}
