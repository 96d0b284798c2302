package io.yggdrasil.accel.vector;

/**
 * IEEE 754 binary16: a sign, five bits of exponent, ten of mantissa. The JDK converts it from release 20 on only.
 *
 * <p>Moved by {@value #SHIFT} bits, exponent and mantissa are those of a float that is too small by the factor {@link #SCALE}, the
 * difference of the two biases; that holds for subnormal numbers as well. Infinities and NaNs, which have the largest exponent,
 * must get a float's largest.
 *
 * <pre>
 *             sign   exponent   mantissa
 *  half        15    14..10      9..0
 *  half moved  31    27..23     22..13    the sign extended to the left before
 *  float       31    30..23     22..0
 * </pre>
 */
public final class HalfFloat {
    /** How far the mantissa is from its place in a float. */
    public static final int SHIFT = 13;

    /** What is kept of a half float that was moved: sign, exponent and mantissa. */
    public static final int KEPT = 0x8fffe000;

    /** What is left to multiply with. */
    public static final float SCALE = 0x1p112f;

    /** The exponents of two halves in one int. */
    public static final int PAIR_EXPONENTS = 0x7c007c00;

    /** One for each of two exponents: added to the largest, it carries into the place of the sign. */
    public static final int PAIR_EXPONENT_ONES = 0x04000400;

    /** The signs of two halves. */
    public static final int PAIR_SIGNS = 0x80008000;

    private static final int MOVED_EXPONENT = 0x0f800000;
    private static final int FLOAT_EXPONENT = 0x7f800000;

    private HalfFloat() {}

    /** The float of the same value; a NaN stays one. */
    public static float toFloat(short half) {
        int moved = half << SHIFT & KEPT;
        boolean finite = (moved & MOVED_EXPONENT) != MOVED_EXPONENT;
        return Float.intBitsToFloat(finite ? moved : moved | FLOAT_EXPONENT) * SCALE;
    }
}
