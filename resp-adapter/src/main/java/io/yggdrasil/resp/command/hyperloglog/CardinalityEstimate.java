package io.yggdrasil.resp.command.hyperloglog;

/**
 * The number of different elements from the histogram of the registers: Otmar Ertl's improved raw estimator ("New
 * cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284), which needs no bias tables.
 */
final class CardinalityEstimate {
    /** Bits of a hash that the run of zeros is counted in. */
    private static final int RUN_BITS = 64 - HyperLogLogDescriptor.INDEX_BITS;

    /** 1 / (2 ln 2), as far as Redis writes it out. */
    private static final double ALPHA = 0.721347520444481703680;

    private CardinalityEstimate() {}

    /** The estimate; {@code histogram[v]} is the number of registers that hold {@code v}. */
    static long of(int[] histogram) {
        double m = HyperLogLogDescriptor.REGISTERS;
        double z = m * tau((m - histogram[RUN_BITS + 1]) / m);
        for (int value = RUN_BITS; value >= 1; value--) {
            z += histogram[value];
            z *= 0.5;
        }
        z += m * sigma(histogram[0] / m);
        return Math.round(ALPHA * m * m / z);
    }

    private static double sigma(double ratio) {
        if (ratio == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = ratio;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double ratio) {
        if (ratio == 0 || ratio == 1) {
            return 0;
        }
        double x = ratio;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }
}
