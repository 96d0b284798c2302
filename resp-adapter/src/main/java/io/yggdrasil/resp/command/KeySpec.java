package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.Request;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's keys stand among its arguments and what happens to them, in the two steps of Redis 7: where to
 * begin, then how to go on.
 *
 * @param flags what the command does with these keys
 * @param keyword word behind which the keys begin, or null when they begin at {@code begin}
 * @param begin index of the first key; with a keyword: the index from which to search (negative: from the end,
 *     backwards)
 * @param keyNum whether the argument at {@code begin} is the number of keys rather than a key
 * @param last for ranges: index of the last key relative to the first; negative counts from the end (-1: the last
 *     argument). For key numbers: index of the first key relative to the number
 * @param step distance between two keys
 * @param limit for {@code last == -1}: 2 means half of the arguments left are keys, 3 a third; 0 or 1: all
 * @param finder finds keys where the above does not tell, or not well enough; null where it does
 */
public record KeySpec(
        Set<Flag> flags,
        @Nullable String keyword,
        int begin,
        boolean keyNum,
        int last,
        int step,
        int limit,
        @Nullable KeyFinder finder) {
    /** Finds keys by reading a command's arguments as the command does. */
    @FunctionalInterface
    public interface KeyFinder {
        /** Tells the argument indexes of keys. */
        void find(Request request, IntConsumer out);
    }

    /** What a command does with the keys of a spec; the names are those that COMMAND INFO shows. */
    public enum Flag {
        RO("RO"),
        RW("RW"),
        OW("OW"),
        RM("RM"),
        ACCESS("access"),
        UPDATE("update"),
        INSERT("insert"),
        DELETE("delete"),
        NOT_KEY("not_key"),
        INCOMPLETE("incomplete"),
        VARIABLE_FLAGS("variable_flags");

        private final String wireName;

        Flag(String wireName) {
            this.wireName = wireName;
        }

        /** The flag as COMMAND INFO writes it. */
        public String wireName() {
            return wireName;
        }
    }

    /** One key at {@code index}. */
    public static KeySpec at(int index, Flag... flags) {
        return range(index, 0, 1, flags);
    }

    /** Keys from {@code first} to {@code last} (relative to the first; negative: from the end) every {@code step}. */
    public static KeySpec range(int first, int last, int step, Flag... flags) {
        return new KeySpec(setOf(flags), null, first, false, last, step, 0, null);
    }

    /** A count at {@code index}, its keys right behind it. */
    public static KeySpec counted(int index, Flag... flags) {
        return new KeySpec(setOf(flags), null, index, true, 1, 1, 0, null);
    }

    /** Keys behind {@code keyword}, searched from {@code from}, as a range relative to the first. */
    public static KeySpec after(String keyword, int from, int last, int step, int limit, Flag... flags) {
        return new KeySpec(setOf(flags), keyword, from, false, last, step, limit, null);
    }

    /** Keys at places that only the command itself can tell; COMMAND calls them unknown. */
    public static KeySpec unknown(KeyFinder finder, Flag... flags) {
        return new KeySpec(setOf(flags), null, 0, false, 0, 0, 0, finder);
    }

    /** As this one tells it, but where the keys are told wrongly for some requests, so that they are found otherwise. */
    public KeySpec foundBy(KeyFinder better) {
        return new KeySpec(flags, keyword, begin, keyNum, last, step, limit, better);
    }

    /** Whether only {@link #finder()} tells where the keys are. */
    public boolean isUnknown() {
        return begin == 0;
    }

    /** Whether the keys stand at fixed places that {@link #forEach} finds without looking at the arguments' bytes. */
    public boolean isFixed() {
        return isRange() && finder == null;
    }

    /** Whether the keys are told by the places of the first and the last, even if {@link #finder()} knows better. */
    boolean isRange() {
        return keyword == null && !keyNum && begin != 0;
    }

    /** Appends the argument indexes of this spec's keys to {@code out}. */
    public void collect(Request request, KeyPositions out) {
        if (finder != null) {
            finder.find(request, index -> out.add(index, this));
            return;
        }
        int first = keyword == null ? begin : find(request, keyword, begin);
        int count = request.count();
        if (first <= 0 || first >= count) {
            return;
        }
        int from = first;
        int to;
        if (keyNum) {
            int length = request.length(first);
            if (!Decimal.isLong(request.buffer(), request.offset(first), length)) {
                return;
            }
            long keys = Decimal.parseLong(request.buffer(), request.offset(first), length);
            from = first + last;
            if (keys <= 0 || from + (keys - 1) * step >= count) {
                return;
            }
            to = (int) (from + (keys - 1) * step);
        } else if (last >= 0) {
            to = Math.min(first + last, count - 1);
        } else {
            to = count + last;
            if (limit >= 2) {
                to = first + (count - first) / limit - 1;
            }
        }
        for (int i = from; i <= to; i += step) {
            out.add(i, this);
        }
    }

    private static int find(Request request, String keyword, int from) {
        if (from > 0) {
            for (int i = from; i < request.count() - 1; i++) {
                if (request.is(i, keyword)) {
                    return i + 1;
                }
            }
        } else {
            for (int i = request.count() + from; i > 0; i--) {
                if (request.is(i, keyword)) {
                    return i + 1;
                }
            }
        }
        return 0;
    }

    private static Set<Flag> setOf(Flag... flags) {
        Set<Flag> set = EnumSet.noneOf(Flag.class);
        for (Flag flag : flags) {
            set.add(flag);
        }
        return java.util.Collections.unmodifiableSet(set);
    }
}
