package io.yggdrasil.accel.vector;

/**
 * A measure of two vectors in arrays: all that an accelerator has to do for a {@link VectorKernel}, see {@link PairwiseKernel}.
 * Threads: any, at once.
 */
@FunctionalInterface
public interface PairMeasure {
    /**
     * The measure, as exact as {@link VectorKernel} says. The arguments were checked: both arrays have {@code dimensions} elements,
     * 1 to {@value VectorKernel#DIMENSIONS_MAX}, from the given byte on, at any alignment.
     */
    double of(byte[] a, int aFrom, byte[] b, int bFrom, int dimensions);

    /** The cosine of a sum of products and both sums of squares, whose product doubles can hold. */
    static double cosine(double dot, double aSquares, double bSquares) {
        double squares = aSquares * bSquares;
        return squares == 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(squares)));
    }
}
