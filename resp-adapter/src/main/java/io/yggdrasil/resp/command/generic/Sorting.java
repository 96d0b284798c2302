package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.Reals;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Keyspace;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts elements into the order that SORT is asked for. */
final class Sorting {
    private static final Comparator<Weighed> BY_SCORE =
            Comparator.comparingDouble(Weighed::score).thenComparing(Weighed::element, Arrays::compareUnsigned);
    private static final Comparator<Weighed> BY_TEXT =
            Comparator.comparing(Weighed::text, Comparator.nullsFirst(Arrays::compareUnsigned));

    private Sorting() {}

    /** An element with what it is compared by: a text, or a score. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared but by a comparator.
    private record Weighed(byte[] element, byte @Nullable [] text, double score) {}

    /** The elements in order. */
    static List<byte[]> sorted(List<byte[]> elements, SortOptions options, Keyspace keyspace) {
        Comparator<Weighed> order = options.isAlpha() ? BY_TEXT : BY_SCORE;
        List<Weighed> weighed = elements.stream()
                .map(element -> weigh(element, options, keyspace))
                .sorted(options.isDescending() ? order.reversed() : order)
                .toList();
        if (weighed.stream().anyMatch(one -> Double.isNaN(one.score()))) {
            throw new RedisException("ERR One or more scores can't be converted into double");
        }
        return weighed.stream().map(Weighed::element).toList();
    }

    private static Weighed weigh(byte[] element, SortOptions options, Keyspace keyspace) {
        SortPattern by = options.by();
        byte[] text = by == null ? element : by.lookUp(keyspace, element);
        return options.isAlpha() ? new Weighed(element, text, 0) : new Weighed(element, null, score(text));
    }

    /** A text as {@code strtod} reads it; NaN: it is no number. What is not there is 0, as is an empty text. */
    private static double score(byte @Nullable [] text) {
        int end = 0;
        while (text != null && end < text.length && text[end] != 0) {
            end++;
        }
        if (text == null || end == 0) {
            return 0;
        }
        int start = 0;
        while (start < end && (text[start] == ' ' || text[start] >= '\t' && text[start] <= '\r')) {
            start++;
        }
        Double score = Reals.parse(text, start, end - start);
        boolean isTooLarge = score != null && score.isInfinite() && Character.isDigit(text[end - 1]);
        return score == null || isTooLarge ? Double.NaN : score + 0.0; // Makes 0 of -0.
    }
}
