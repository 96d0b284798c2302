package io.yggdrasil.accel.vector;

import java.nio.ByteBuffer;

/**
 * One measure of vectors of one type of element: of two, or of one against many.
 *
 * <p>Shapes: a vector has 1 to {@value #DIMENSIONS_MAX} elements, both vectors of a pair the same number. Many vectors lie one
 * behind the other without gaps; row i is the one with i before it.
 *
 * <p>Buffers: what they have from position to limit, on the heap or direct, at any alignment; elements are little endian whatever
 * the buffer's order. Those on the heap that are not read-only are read where they are, others pass through memory of the thread.
 * They belong to the caller, nothing is kept, positions and limits stay as they are.
 *
 * <p>Exactness, with n dimensions and e = (n / 8 + 40) 2^-24, which is {@link #relativeError}; every bound is meant before and
 * beside the last step, the rounding of the result to the nearest float, which for what is beyond the floats gives infinity, and 0
 * below:
 *
 * <ul>
 *   <li>F32 and F16: DOT differs by at most e times the sum of all |a_i b_i|, SQUARED_L2 by at most e times itself, COSINE by at
 *       most 2 e. No step on the way is lost to the range of a float: 1e30 times 1e30 minus the same is 0.
 *   <li>INT8: the sums are exact. So is a DOT of up to 1,024 dimensions, as it fits a float. COSINE is the exact sum of products by
 *       the root of the product of the exact sums of squares, in doubles.
 * </ul>
 *
 * <p>The same vectors may get scores that differ within these bounds, even of one kernel: code that the JVM has compiled may add in
 * another order than code that it has not.
 *
 * <p>Infinities and NaNs among the elements: DOT and SQUARED_L2 are what the sum of the terms is by IEEE 754, so NaN of any NaN, of
 * an infinity times 0 and of infinities that cancel, else infinite; COSINE is NaN. They take longer.
 *
 * <p>Errors: an {@link IllegalArgumentException} names the argument that is wrong; nothing is written then.
 *
 * <p>Threads: any, at once.
 */
public interface VectorKernel {
    /** The most elements of a vector; more could be too much for an integer sum of 32 bits. */
    int DIMENSIONS_MAX = 1 << 15;

    /** What it computes. */
    Measure measure();

    /** What of. */
    ElementType type();

    /** How far a sum of floats may be from the exact one, relative to the sum of the magnitudes of its terms. */
    static double relativeError(int dimensions) {
        return (dimensions / 8.0 + 40) * 0x1p-24;
    }

    /** The measure of two vectors. */
    float score(ByteBuffer a, ByteBuffer b);

    /**
     * The measures of one vector and each of many.
     *
     * @param query one vector
     * @param vectors any number of vectors, 0 or more
     * @param scores to be written: a place for each of the vectors; what is behind stays as it is
     */
    void scores(ByteBuffer query, ByteBuffer vectors, float[] scores);

    /**
     * The measures of one vector and some of many.
     *
     * @param query one vector
     * @param vectors any number of vectors
     * @param rows which of them, in any order, also repeatedly
     * @param count how many of {@code rows} are meant, from the first
     * @param scores to be written: a place for each of those; what is behind stays as it is
     */
    void scores(ByteBuffer query, ByteBuffer vectors, int[] rows, int count, float[] scores);
}
