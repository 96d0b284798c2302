package io.yggdrasil.resp.collection;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Elements drawn at random, every one as likely as any other. */
public final class Draw {
    /** From this part of all on, those that stay behind are drawn instead. */
    private static final int MOST = 2;

    private Draw() {}

    /** Any place. */
    public static long place(long count) {
        return ThreadLocalRandom.current().nextLong(count);
    }

    /** How many are drawn for {@code wanted}: so many different ones at most, or exactly that many, again and again, if negative. */
    public static long size(long count, long wanted) {
        return wanted < 0 ? -wanted : Math.min(count, wanted);
    }

    /**
     * Elements drawn one after the other.
     *
     * @param count number of elements, more than 0
     * @param wanted as in {@link #size}
     * @param at the element at a place
     */
    public static <T> Iterator<T> elements(long count, long wanted, LongFunction<T> at) {
        return places(count, wanted).mapToObj(at).iterator();
    }

    private static LongStream places(long count, long wanted) {
        if (wanted < 0) {
            return LongStream.range(0, -wanted).map(i -> place(count));
        }
        if (wanted >= count) {
            return LongStream.range(0, count);
        }
        boolean few = wanted < count / MOST;
        Set<Long> drawn = new HashSet<>();
        while (drawn.size() < (few ? wanted : count - wanted)) {
            drawn.add(place(count));
        }
        return few
                ? drawn.stream().mapToLong(Long::longValue)
                : LongStream.range(0, count).filter(place -> !drawn.contains(place));
    }
}
