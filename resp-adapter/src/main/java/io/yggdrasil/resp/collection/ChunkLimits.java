package io.yggdrasil.resp.collection;

/**
 * How large the chunks of a stream may grow that approximate trimming removes as a whole.
 *
 * @param entries most entries; 0: any number
 * @param bytes about how many bytes; 0: any number
 */
public record ChunkLimits(long entries, long bytes) {
    /** None. */
    static final ChunkLimits NONE = new ChunkLimits(0, 0);

    /** Whether a chunk can take no more. */
    boolean isFull(long chunkEntries, long chunkBytes) {
        return (entries > 0 && chunkEntries >= entries) || (bytes > 0 && chunkBytes >= bytes);
    }
}
