package io.yggdrasil.accel.compress;

import java.nio.ByteBuffer;

/**
 * A compression of one {@link Compression}: a text of 0 to {@value #PLAIN_BYTES_MAX} bytes at a time, each on its own.
 *
 * <p>What was compressed holds neither its kind nor, for some, its length: who keeps it keeps both. It is read by the compressor of
 * the same kind of any accelerator and of any level. Different accelerators may make different bytes of a text.
 *
 * <p>Buffers: what they have from position to limit, on the heap or direct, also mixed in one call, at any alignment; what is
 * written must not overlap anything else. They belong to the caller, nothing is kept, positions and limits stay as they are. Direct
 * ones are the best for native code: it copies a heap buffer that is mixed with a direct one or read-only, and while it works on
 * arrays a JDK before 22 collects no garbage, so long texts should not be there.
 *
 * <p>Errors: an {@link IllegalArgumentException} names the argument that is wrong; nothing is written then. A {@link
 * DecompressionException} is all that bytes can do that were changed, or made to harm: nothing is read or written outside of the
 * buffers, and no memory taken that grows with what they say.
 *
 * <p>Threads: any, at once.
 */
public interface Compressor {
    /** The most bytes of a text. */
    int PLAIN_BYTES_MAX = 1 << 30;

    /** Its format. */
    CompressionKind kind();

    /** Into how many bytes every text of {@code plainBytes} fits, compressed. */
    int compressedBytesMax(int plainBytes);

    /**
     * Compresses a text.
     *
     * @param compressed to be written from its position
     * @return how many bytes were written; -1: there is not room enough, and what was written is of no use
     */
    int compress(ByteBuffer plain, ByteBuffer compressed);

    /**
     * Decompresses a text. Its bytes are of no use after an error.
     *
     * @param compressed what {@link #compress} wrote, no more and no less
     * @param plain to be written: exactly as long as the text
     */
    void decompress(ByteBuffer compressed, ByteBuffer plain);

    /** The id of the dictionary that these bytes say they want to be decompressed with; 0: none. */
    long dictionaryId(ByteBuffer compressed);
}
