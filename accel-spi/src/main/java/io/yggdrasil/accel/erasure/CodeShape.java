package io.yggdrasil.accel.erasure;

/**
 * How many slices a code has.
 *
 * @param dataSlices k, slices that are the data themselves, 1 or more
 * @param paritySlices m, slices that may be lost, 1 or more; k + m is 32 at most
 */
public record CodeShape(int dataSlices, int paritySlices) {
    /** The most slices that a code may have. */
    public static final int SLICES_MAX = 32;

    /** Checks the numbers. An {@link IllegalArgumentException} names those that are out of range. */
    public CodeShape {
        if (dataSlices < 1 || paritySlices < 1 || dataSlices > SLICES_MAX - paritySlices) {
            throw new IllegalArgumentException("dataSlices=" + dataSlices + " paritySlices=" + paritySlices
                    + ": each must be 1 or more, both together " + SLICES_MAX + " at most");
        }
    }

    /** k + m. */
    public int slices() {
        return dataSlices + paritySlices;
    }

    /** The set of all slices: bit i stands for slice i, data slices first. */
    public int all() {
        return -1 >>> (Integer.SIZE - slices());
    }

    @Override
    public String toString() {
        return "(" + dataSlices + "," + paritySlices + ")";
    }
}
