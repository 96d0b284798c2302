package io.yggdrasil.resp.parameter;

import io.yggdrasil.resp.wire.Decimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Whole numbers in a range: plain, octal, amounts of memory ({@code 100mb}), or memory with the choice of a percentage.
 *
 * <p>A percentage is kept as text with its sign and read as a negative number.
 */
record NumberFormat(Notation notation, long min, long max, boolean unsigned) implements ParameterFormat {
    /** How the number is written. */
    enum Notation {
        PLAIN,
        OCTAL,
        MEMORY,
        MEMORY_OR_PERCENT
    }

    static NumberFormat plain(long min, long max) {
        return new NumberFormat(Notation.PLAIN, min, max, false);
    }

    static NumberFormat memory(long min, long max) {
        return new NumberFormat(Notation.MEMORY, min, max, false);
    }

    @Override
    public String read(String text, String current) {
        return switch (notation) {
            case PLAIN -> Long.toString(checked(plain(text)));
            case OCTAL -> Long.toString(checked(octal(text)), 8);
            case MEMORY -> Long.toUnsignedString(checked(memory(text, "argument must be a memory value")));
            case MEMORY_OR_PERCENT -> memoryOrPercent(text);
        };
    }

    @Override
    public long number(String kept) {
        if (kept.endsWith("%")) {
            return -Long.parseLong(kept.substring(0, kept.length() - 1));
        }
        return notation == Notation.OCTAL ? Long.parseLong(kept, 8) : new BigInteger(kept).longValue();
    }

    private String memoryOrPercent(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean percent = bytes.length > 1 && bytes[bytes.length - 1] == '%';
        if (percent && Decimal.isLong(bytes, 0, bytes.length - 1)) {
            long value = Decimal.parseLong(bytes, 0, bytes.length - 1);
            if (value >= 0) {
                return percentage(-value);
            }
        }
        long amount = memory(text, "argument must be a memory or percent value");
        return amount < 0 ? percentage(amount) : Long.toString(amount);
    }

    /** A percentage is a negative number; so is an amount of 8 EiB and more, which Redis takes for one. */
    private String percentage(long negative) {
        if (negative < min) {
            throw new IllegalArgumentException("percentage argument must be less or equal to " + -min);
        }
        return -negative + "%";
    }

    private long checked(long value) {
        boolean inside = unsigned
                ? Long.compareUnsigned(value, min) >= 0 && Long.compareUnsigned(value, max) <= 0
                : value >= min && value <= max;
        if (!inside) {
            int radix = notation == Notation.OCTAL ? 8 : 10;
            throw new IllegalArgumentException("argument must be between " + Long.toString(min, radix) + " and "
                    + (unsigned ? Long.toUnsignedString(max, radix) : Long.toString(max, radix)) + " inclusive");
        }
        return value;
    }

    private static long plain(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!Decimal.isLong(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("argument couldn't be parsed into an integer");
        }
        return Decimal.parseLong(bytes, 0, bytes.length);
    }

    private static long octal(String text) {
        try {
            return Long.parseLong(text, 8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("argument couldn't be parsed as an octal number", e);
        }
    }

    private static long memory(String text, String error) {
        Long bytes = MemoryAmount.bytes(text);
        if (bytes == null) {
            throw new IllegalArgumentException(error);
        }
        return bytes;
    }
}
