package io.yggdrasil.resp.parameter;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts of memory as Redis writes them: {@code 10}, {@code 10k} (thousands), {@code 10kb} (1024) and so on. */
public final class MemoryAmount {
    private static final int DIGITS_MAX = 127;

    private MemoryAmount() {}

    /** Bytes as an unsigned number, or null when the text is no amount. */
    public static @Nullable Long bytes(String text) {
        int digits = 0;
        while (digits < text.length() && Character.digit(text.charAt(digits), 10) >= 0) {
            digits++;
        }
        Long unit = unit(text.substring(digits));
        if (unit == null || digits > DIGITS_MAX) {
            return null;
        }
        BigInteger value = digits == 0 ? BigInteger.ZERO : new BigInteger(text.substring(0, digits));
        BigInteger bytes = value.multiply(BigInteger.valueOf(unit));
        return bytes.bitLength() > Long.SIZE ? -1L : bytes.longValue();
    }

    private static @Nullable Long unit(String suffix) {
        return switch (suffix.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1L;
            case "k" -> 1000L;
            case "kb" -> 1L << 10;
            case "m" -> 1_000_000L;
            case "mb" -> 1L << 20;
            case "g" -> 1_000_000_000L;
            case "gb" -> 1L << 30;
            default -> null;
        };
    }
}
