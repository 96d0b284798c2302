package io.yggdrasil.accel.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.Collection;

/**
 * What many small texts have in common, so that none of them has to say it: a dictionary of Zstandard, RFC 8878, section 5.
 *
 * <p>Every text that is compressed with it carries its id, and is read with the same dictionary only: keep it as long as them.
 *
 * <p>Immutable. Threads: any.
 */
public final class CompressionDictionary {
    /** The most bytes of a dictionary; a hundred KB are the usual size. */
    public static final int BYTES_MAX = 1 << 20;

    /** The most bytes of all samples together: training holds them once more, in memory outside of the heap. */
    public static final int SAMPLE_BYTES_MAX = 64 << 20;

    private final byte[] bytes;
    private final long id;

    private CompressionDictionary(byte[] bytes, long id) {
        this.bytes = bytes;
        this.id = id;
    }

    /**
     * Makes one of samples: a few thousand texts like those to come, together a hundred times the size of the dictionary, are good.
     * Takes seconds. An {@link IllegalArgumentException} tells when there are too few or too many of them.
     *
     * @param bytesMax how large it may become
     */
    public static CompressionDictionary train(Collection<byte[]> samples, int bytesMax) {
        long sampleBytes = samples.stream().mapToLong(sample -> sample.length).sum();
        if (bytesMax < 1 || bytesMax > BYTES_MAX || sampleBytes > SAMPLE_BYTES_MAX) {
            throw new IllegalArgumentException("bytesMax=" + bytesMax + " sampleBytes=" + sampleBytes
                    + ": must be 1 to " + BYTES_MAX + ", and " + SAMPLE_BYTES_MAX + " at most");
        }
        byte[] room = new byte[bytesMax];
        try {
            long size = Zstd.trainFromBuffer(samples.toArray(byte[][]::new), room);
            if (Zstd.isError(size)) {
                throw new ZstdException(size);
            }
            return of(Arrays.copyOf(room, (int) size));
        } catch (ZstdException e) {
            throw new IllegalArgumentException(
                    "samples=" + samples.size() + " sampleBytes=" + sampleBytes + " bytesMax=" + bytesMax
                            + ": no dictionary can be made of them: " + e.getMessage(),
                    e);
        }
    }

    /** The one that has these bytes. An {@link IllegalArgumentException} tells that they are no dictionary. */
    public static CompressionDictionary of(byte[] bytes) {
        long id = bytes.length > BYTES_MAX ? 0 : Zstd.getDictIdFromDict(bytes);
        if (id == 0) {
            throw new IllegalArgumentException("bytes of length " + bytes.length + ": not a dictionary that has an id");
        }
        byte[] copy = bytes.clone();
        try (ZstdDictDecompress readable = new ZstdDictDecompress(copy)) {
            return new CompressionDictionary(copy, id);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("dictionary=" + id + ": is damaged", e);
        }
    }

    /** The number that compressed texts know it by: 1 to 2^32 - 1. */
    public long id() {
        return id;
    }

    /** A copy of its bytes, for {@link #of}. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "dictionary " + id + " of " + bytes.length + " bytes";
    }
}
