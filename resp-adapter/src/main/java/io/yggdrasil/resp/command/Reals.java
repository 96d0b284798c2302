package io.yggdrasil.resp.command;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads doubles as {@code strtod} does, minus what Redis refuses: blanks, empty text, trailing bytes and NaN. */
public final class Reals {
    private Reals() {}

    /** The double in the slice, or null when it holds none. */
    public static @Nullable Double parse(byte[] bytes, int from, int length) {
        if (length == 0 || length > 256) {
            return null;
        }
        String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (unsigned.isEmpty() || (unsigned.charAt(0) != '.' && !isDigit(unsigned.charAt(0)))) {
            return null;
        }
        char last = text.charAt(text.length() - 1);
        if (!isDigit(last) && last != '.') {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
