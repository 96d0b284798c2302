package io.yggdrasil.resp.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type of value: how it is read from text, what it may be, how it is written.
 *
 * @param allowed what a value may be, for people
 * @param parser reads a value; throws {@link IllegalArgumentException} for one that is not allowed
 * @param writer writes a value so that the parser reads it back
 * @param isList whether the value is a list, which text separates by commas
 */
record Kind<T>(String allowed, Function<String, T> parser, Function<T, String> writer, boolean isList) {
    private static final long KIB = 1L << 10;

    T parse(String text) {
        return parser.apply(text.strip());
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>(
                min + " to " + max,
                text -> (int) inRange(Long.parseLong(text), min, max),
                value -> Integer.toString(value),
                false);
    }

    static Kind<Boolean> flag() {
        return new Kind<>(
                "yes or no",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "yes", "true", "on" -> true;
                    case "no", "false", "off" -> false;
                    default -> throw new IllegalArgumentException(text);
                },
                value -> value ? "yes" : "no",
                false);
    }

    static Kind<String> text(String allowed, int charactersMax) {
        return new Kind<>(
                allowed,
                text -> {
                    inRange(text.length(), 0, charactersMax);
                    return text;
                },
                Function.identity(),
                false);
    }

    /** Bytes with Redis's units: 1k is 1000, 1kb is 1024, and so on for m and g. */
    static Kind<Long> bytes(long min, long max) {
        return new Kind<>(
                writeBytes(min) + " to " + writeBytes(max),
                text -> inRange(parseBytes(text), min, max),
                Kind::writeBytes,
                false);
    }

    /** As {@link #bytes}, with 0 for "decide at start". */
    static Kind<Long> bytesOrAuto(long min, long max) {
        return bytesOrZero("chosen at start", min, max);
    }

    /** As {@link #bytes}, with 0 for "off". */
    static Kind<Long> bytesOrOff(long min, long max) {
        return bytesOrZero("off", min, max);
    }

    private static Kind<Long> bytesOrZero(String zero, long min, long max) {
        return new Kind<>(
                "0 (" + zero + ") or " + writeBytes(min) + " to " + writeBytes(max),
                text -> {
                    long bytes = parseBytes(text);
                    return bytes == 0 ? 0 : inRange(bytes, min, max);
                },
                Kind::writeBytes,
                false);
    }

    /** A time with a unit: 250ms, 2s, 5m, 1h. A number alone is in seconds, as Redis has it. */
    static Kind<Duration> duration(Duration min, Duration max) {
        return new Kind<>(
                writeDuration(min) + " to " + writeDuration(max),
                text -> Duration.ofMillis(inRange(parseMillis(text), min.toMillis(), max.toMillis())),
                Kind::writeDuration,
                false);
    }

    /** One of an enum's names, written in lower case with dashes. */
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        E[] all = type.getEnumConstants();
        return new Kind<>(
                Arrays.stream(all).map(Kind::writeName).collect(Collectors.joining(", ")),
                text -> Arrays.stream(all)
                        .filter(value -> writeName(value).equalsIgnoreCase(text.replace('_', '-')))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)),
                Kind::writeName,
                false);
    }

    /** A list of values that this kind allows. */
    Kind<List<T>> list(int min, int max) {
        return new Kind<>(
                min + " to " + max + " of: " + allowed,
                text -> {
                    List<String> parts = Arrays.stream(text.split("[,\\s]+"))
                            .filter(part -> !part.isEmpty())
                            .toList();
                    inRange(parts.size(), min, max);
                    return parts.stream().map(this::parse).toList();
                },
                values -> values.stream().map(writer).collect(Collectors.joining(",")),
                true);
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("value=" + value);
        }
        return value;
    }

    private static String writeName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long parseBytes(String text) {
        int digits = digits(text);
        long factor = switch (text.substring(digits).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k" -> 1_000;
            case "kb" -> KIB;
            case "m" -> 1_000_000;
            case "mb" -> KIB * KIB;
            case "g" -> 1_000_000_000;
            case "gb" -> KIB * KIB * KIB;
            default -> throw new IllegalArgumentException(text);
        };
        return multiply(Long.parseLong(text.substring(0, digits)), factor);
    }

    private static long parseMillis(String text) {
        int digits = digits(text);
        long factor = switch (text.substring(digits).toLowerCase(Locale.ROOT)) {
            case "ms" -> 1;
            case "", "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> throw new IllegalArgumentException(text);
        };
        return multiply(Long.parseLong(text.substring(0, digits)), factor);
    }

    private static int digits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }

    private static long multiply(long number, long factor) {
        try {
            return Math.multiplyExact(number, factor);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("number=" + number, e);
        }
    }

    private static String writeBytes(long bytes) {
        if (bytes != 0 && bytes % (KIB * KIB * KIB) == 0) {
            return bytes / (KIB * KIB * KIB) + "gb";
        }
        if (bytes != 0 && bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "mb";
        }
        return bytes != 0 && bytes % KIB == 0 ? bytes / KIB + "kb" : Long.toString(bytes);
    }

    private static String writeDuration(Duration value) {
        long millis = value.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
