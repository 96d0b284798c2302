package io.yggdrasil.resp.command;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads doubles from text as {@code strtod} does: decimal, hexadecimal or infinite. NaN is refused. */
public final class Reals {
    private static final int CHARS_MAX = 4096;

    private Reals() {}

    /**
     * The double in the slice, or null when it holds none. Refused is what Redis refuses in arguments: blanks before it,
     * empty text, bytes behind it, and numbers that no double comes near.
     */
    public static @Nullable Double parse(byte[] bytes, int from, int length) {
        String text = text(bytes, from, length);
        Double value = number(text);
        if (value == null) {
            return null;
        }
        boolean isFar = value == 0 ? !isZero(text) : value.isInfinite() && !isInfinite(unsigned(text));
        return isFar ? null : value;
    }

    /**
     * As {@link #parse}, with the leave that Redis gives to the ends of ranges: blanks before the number are skipped, what
     * is too large is infinite, what is too small is 0, and so is empty text; it ends at its first zero byte.
     */
    public static @Nullable Double parseBound(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        int start = from;
        while (start < end && (bytes[start] == ' ' || (bytes[start] >= '\t' && bytes[start] <= '\r'))) {
            start++;
        }
        if (end == from) {
            return 0.0;
        }
        return number(text(bytes, start, end - start));
    }

    /** The text; empty if it is too long for a number. */
    private static String text(byte[] bytes, int from, int length) {
        return length > CHARS_MAX ? "" : new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable Double number(String text) {
        String unsigned = unsigned(text);
        if (isInfinite(unsigned)) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (unsigned.isEmpty() || (unsigned.charAt(0) != '.' && !isDigit(unsigned.charAt(0)))) {
            return null;
        }
        boolean hexadecimal = isHexadecimal(unsigned);
        char last = text.charAt(text.length() - 1);
        // What Double.valueOf takes beside: blanks and type letters at the end.
        if (!isDigit(last) && last != '.' && (!hexadecimal || Character.digit(last, 16) < 0)) {
            return null;
        }
        try {
            return Double.valueOf(hexadecimal && !hasBinaryExponent(unsigned) ? text + "p0" : text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String unsigned(String text) {
        return text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    }

    private static boolean isInfinite(String unsigned) {
        return unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity");
    }

    private static boolean isHexadecimal(String unsigned) {
        return unsigned.startsWith("0x") || unsigned.startsWith("0X");
    }

    private static boolean hasBinaryExponent(String unsigned) {
        return unsigned.indexOf('p') >= 0 || unsigned.indexOf('P') >= 0;
    }

    /** Whether no digit but zeros stands before the exponent. */
    private static boolean isZero(String text) {
        boolean hexadecimal = isHexadecimal(unsigned(text));
        for (char c : text.toCharArray()) {
            if (hexadecimal ? c == 'p' || c == 'P' : c == 'e' || c == 'E') {
                return true;
            }
            if (c != '0' && Character.digit(c, 16) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
