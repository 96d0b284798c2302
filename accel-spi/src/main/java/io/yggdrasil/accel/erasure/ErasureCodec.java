package io.yggdrasil.accel.erasure;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A systematic Reed-Solomon code of one shape.
 *
 * <p>Buffers: a slice is what a buffer has from its position to its limit, at any alignment, on the heap or direct, also mixed in
 * one call; direct ones are the fastest where native code works. All slices of a call have the same length, 0 or more, and what is
 * written must not overlap anything else. They belong to the caller, nothing is kept, and positions and limits stay as they are.
 * To work on a range of slices, give buffers of that range.
 *
 * <p>Sets of slices are {@code int}s: bit i stands for slice i, data slices first, see {@link CodeShape#all}.
 *
 * <p>Errors: an {@link IllegalArgumentException} names what is wrong with the arguments; nothing is written then.
 *
 * <p>Threads: any, at once.
 */
public interface ErasureCodec {
    /** The code's shape. */
    CodeShape shape();

    /**
     * Computes the parity slices.
     *
     * @param data k slices
     * @param parity m slices, to be written
     */
    void encode(ByteBuffer[] data, ByteBuffer[] parity);

    /**
     * Computes lost slices, data or parity, from any k others.
     *
     * @param slices k + m places; null where a slice is neither present nor wanted
     * @param present the slices that are there: k at least
     * @param wanted the slices to write, none of which is present; others that are lost stay so
     */
    void reconstruct(@Nullable ByteBuffer[] slices, int present, int wanted);

    /**
     * Whether the parity slices are those of the data slices.
     *
     * @param slices k + m slices
     */
    boolean verify(ByteBuffer[] slices);
}
