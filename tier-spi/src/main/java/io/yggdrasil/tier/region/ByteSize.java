package io.yggdrasil.tier.region;

/** Sizes in words: the largest unit of which there is a whole number, or three digits. */
public final class ByteSize {
    private static final String[] UNITS = {"b", "kb", "mb", "gb", "tb"};

    private ByteSize() {}

    /** As {@code 512mb}; as {@code 1.4gb} where no unit fits, which is rounded down. */
    public static String text(long bytes) {
        int unit = 0;
        long whole = bytes;
        while (unit < UNITS.length - 1 && whole >= 1024 && whole % 1024 == 0) {
            whole /= 1024;
            unit++;
        }
        return whole < 10_000 ? whole + UNITS[unit] : rounded(bytes);
    }

    private static String rounded(long bytes) {
        int unit = 1;
        long value = bytes;
        while (unit < UNITS.length - 1 && value >= 1L << 20) {
            value >>>= 10;
            unit++;
        }
        long whole = value >>> 10;
        long tenth = (value & 1023) * 10 >>> 10;
        return whole < 100 ? whole + "." + tenth + UNITS[unit] : whole + UNITS[unit];
    }

    /** The next multiple of {@code unit}, a power of two or not. */
    static long roundUp(long bytes, long unit) {
        long remainder = bytes % unit;
        return remainder == 0 ? bytes : Math.addExact(bytes, unit - remainder);
    }
}
