package io.yggdrasil.accel.router;

/** Sizes of as many bits as the class has for a number: 0, 1, 2 to 3, 4 to 7 and so on, in bytes. */
final class SizeClass {
    /** How many there are; the last one has all larger sizes as well. */
    static final int COUNT = 41;

    private SizeClass() {}

    static int of(long bytes) {
        return Math.min(COUNT - 1, Long.SIZE - Long.numberOfLeadingZeros(bytes));
    }

    /** The smallest size. */
    static long smallest(int sizeClass) {
        return sizeClass == 0 ? 0 : 1L << (sizeClass - 1);
    }

    /** The size that stands for the class. */
    static double middle(int sizeClass) {
        return 1.5 * smallest(sizeClass);
    }
}
