package io.yggdrasil.accel.vector;

/** What is computed of two vectors. */
public enum Measure {
    /** The inner product, the sum of all a_i b_i: the larger, the nearer. */
    DOT,
    /**
     * The cosine of the angle between them, from -1 to 1: the larger, the nearer. A vector of zeros has no direction; its cosine is
     * 0.
     */
    COSINE,
    /** The square of the Euclidean distance, the sum of all (a_i - b_i)^2, no root taken: the smaller, the nearer. */
    SQUARED_L2
}
