package io.yggdrasil.accel.compress;

import java.nio.ByteBuffer;

/**
 * Chooses for each text whether LZ4, Zstandard or no compression pays, by what becomes of a sample of it; what it writes tells what
 * was chosen and how long the text was, so that any other can read it.
 *
 * <p>The sample is the text itself up to {@value #SAMPLE_BYTES} bytes, else as many from {@value #SAMPLE_PARTS} places of it. None:
 * neither of the two saves an eighth. Zstandard: it needs an eighth less than LZ4, which LZ4's own library reads in half of the time.
 * Else LZ4. Not the entropy of the bytes decides, which is faster to know but sees no repetitions, nor the whole text, which would
 * cost as much as both.
 *
 * <p>Buffers, errors and threads: as those of {@link Compressor}.
 */
public final class AdaptiveCompressor {
    /** How much is written before the compressed text. */
    public static final int HEADER_BYTES = PackedHeader.BYTES;

    private static final int SAMPLE_BYTES = 4 << 10;
    private static final int SAMPLE_PARTS = 4;
    private static final int WORTH = 8;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final Compressor lz4;
    private final Compressor zstd;

    /** What a thread needs to try a sample. */
    private static final class Scratch {
        private final ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES);
        // Room for samples that grow, too: to find out that there is none costs both libraries an exception.
        private final ByteBuffer compressed = ByteBuffer.allocate(SAMPLE_BYTES + SAMPLE_BYTES / WORTH);
    }

    /** Of the two that are chosen from. */
    public AdaptiveCompressor(Compressor lz4, Compressor zstd) {
        if (lz4.kind() != CompressionKind.LZ4 || zstd.kind() != CompressionKind.ZSTD) {
            throw new IllegalArgumentException("lz4=" + lz4.kind() + " zstd=" + zstd.kind());
        }
        this.lz4 = lz4;
        this.zstd = zstd;
    }

    /**
     * Compresses a text.
     *
     * @param packed to be written from its position: has room for {@value #HEADER_BYTES} bytes more than the text
     * @return how many bytes were written, which are never more than that
     */
    public int pack(ByteBuffer plain, ByteBuffer packed) {
        int plainBytes = plain.remaining();
        if (plainBytes > Compressor.PLAIN_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "plain has " + plainBytes + " bytes: may have " + Compressor.PLAIN_BYTES_MAX);
        }
        if (packed.isReadOnly() || packed.remaining() - HEADER_BYTES < plainBytes) {
            throw new IllegalArgumentException("packed has " + packed.remaining() + " bytes and is "
                    + (packed.isReadOnly() ? "read-only" : "writable") + ": " + plainBytes + " + " + HEADER_BYTES
                    + " bytes are to be written");
        }
        CompressionKind kind = choose(plain);
        int bytes = -1;
        if (kind != CompressionKind.NONE) {
            ByteBuffer less = packed.slice(packed.position() + HEADER_BYTES, plainBytes - 1);
            bytes = (kind == CompressionKind.LZ4 ? lz4 : zstd).compress(plain, less);
        }
        if (bytes < 0) {
            kind = CompressionKind.NONE;
            packed.put(packed.position() + HEADER_BYTES, plain, plain.position(), plainBytes);
            bytes = plainBytes;
        }
        PackedHeader.write(packed, kind, plainBytes);
        return HEADER_BYTES + bytes;
    }

    private CompressionKind choose(ByteBuffer plain) {
        Scratch scratch = SCRATCH.get();
        ByteBuffer sample = sample(plain, scratch.sample);
        int bytes = sample.remaining();
        int byLz4 = bytes(lz4, sample, scratch.compressed);
        int byZstd = bytes(zstd, sample, scratch.compressed);
        if (Math.min(byLz4, byZstd) > bytes - bytes / WORTH || bytes < WORTH) {
            return CompressionKind.NONE;
        }
        return byZstd <= byLz4 - byLz4 / WORTH ? CompressionKind.ZSTD : CompressionKind.LZ4;
    }

    /** A copy, as all of it is on the heap then: what is mixed would be copied by each compressor. */
    private static ByteBuffer sample(ByteBuffer plain, ByteBuffer sample) {
        int bytes = plain.remaining();
        if (bytes <= SAMPLE_BYTES) {
            return sample.limit(bytes).put(0, plain, plain.position(), bytes);
        }
        int partBytes = SAMPLE_BYTES / SAMPLE_PARTS;
        sample.limit(SAMPLE_BYTES);
        for (int i = 0; i < SAMPLE_PARTS; i++) {
            int from = (int) ((long) (bytes - partBytes) * i / (SAMPLE_PARTS - 1));
            sample.put(i * partBytes, plain, plain.position() + from, partBytes);
        }
        return sample;
    }

    private static int bytes(Compressor compressor, ByteBuffer sample, ByteBuffer compressed) {
        int bytes = compressor.compress(sample, compressed);
        return bytes < 0 ? sample.remaining() : bytes;
    }

    /** What was chosen. A {@link DecompressionException} tells that it is none of ours. */
    public static CompressionKind kind(ByteBuffer packed) {
        return PackedHeader.kind(packed);
    }

    /**
     * How long the text is that was packed. A {@link DecompressionException} tells that it cannot be so long; still, 4 bytes of
     * Zstandard can stand for 128 KB: who reads what others made takes memory for no more than they are allowed.
     */
    public static int plainBytes(ByteBuffer packed) {
        return PackedHeader.plainBytes(packed);
    }

    /** The id of the dictionary that is wanted; 0: none. */
    public long dictionaryId(ByteBuffer packed) {
        return kind(packed) == CompressionKind.ZSTD ? zstd.dictionaryId(PackedHeader.body(packed)) : 0;
    }

    /**
     * Decompresses a text.
     *
     * @param packed what {@link #pack} wrote, no more and no less
     * @param plain to be written: as long as the text, see {@link #plainBytes}
     */
    public void unpack(ByteBuffer packed, ByteBuffer plain) {
        int bytes = plainBytes(packed);
        if (plain.isReadOnly() || plain.remaining() != bytes) {
            throw new IllegalArgumentException("plain has " + plain.remaining() + " bytes and is "
                    + (plain.isReadOnly() ? "read-only" : "writable") + ": the text has " + bytes);
        }
        ByteBuffer body = PackedHeader.body(packed);
        switch (kind(packed)) {
            case NONE -> copy(body, plain);
            case LZ4 -> lz4.decompress(body, plain);
            case ZSTD -> zstd.decompress(body, plain);
        }
    }

    private static void copy(ByteBuffer body, ByteBuffer plain) {
        if (body.remaining() != plain.remaining()) {
            throw new DecompressionException(body.remaining() + " bytes are not the text of " + plain.remaining());
        }
        plain.put(plain.position(), body, 0, body.remaining());
    }
}
