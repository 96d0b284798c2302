package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What SORT is told behind its key.
 *
 * @param by what elements are sorted by; null: themselves
 * @param isSorting false when a constant BY says that the order is to stay
 * @param isAlpha whether strings are compared rather than numbers
 * @param offset as given: may be negative
 * @param count as given; negative: all
 * @param gets what is told of each element; none: the element
 * @param store argument index of the key that the result is stored at; 0: it is told
 */
record SortOptions(
        @Nullable SortPattern by,
        boolean isSorting,
        boolean isDescending,
        boolean isAlpha,
        long offset,
        long count,
        List<SortPattern> gets,
        int store) {
    private static final int FIRST = 2;

    /**
     * Reads the options.
     *
     * @param mayStore false for SORT_RO
     * @param readsAllKeys whether the client may read every key: BY and GET read keys that nobody knows before
     */
    static SortOptions read(Call call, boolean mayStore, boolean isClusterMode, Predicate<Call> readsAllKeys) {
        SortPattern by = null;
        boolean isSorting = true;
        boolean isDescending = false;
        boolean isAlpha = false;
        long offset = 0;
        long count = -1;
        List<SortPattern> gets = new ArrayList<>();
        int store = 0;
        for (int i = FIRST; i < call.count(); i++) {
            int values = values(call.request(), i);
            if (call.is(i, "ASC")) {
                isDescending = false;
            } else if (call.is(i, "DESC")) {
                isDescending = true;
            } else if (call.is(i, "ALPHA")) {
                isAlpha = true;
            } else if (values == 2) {
                offset = call.integer(i + 1);
                count = call.integer(i + 2);
            } else if (values == 1 && call.is(i, "BY")) {
                by = new SortPattern(call.bytes(i + 1), call.judgingMillis());
                isSorting &= by.isVariable();
                if (by.isVariable()) {
                    requireAllKeys("BY", call, isClusterMode, readsAllKeys);
                }
            } else if (values == 1 && call.is(i, "GET")) {
                requireAllKeys("GET", call, isClusterMode, readsAllKeys);
                gets.add(new SortPattern(call.bytes(i + 1), call.judgingMillis()));
            } else if (values == 1 && mayStore) {
                store = i + 1;
            } else {
                throw Errors.syntax();
            }
            i += values;
        }
        return new SortOptions(by, isSorting, isDescending, isAlpha, offset, count, gets, store);
    }

    private static void requireAllKeys(String option, Call call, boolean isClusterMode, Predicate<Call> readsAllKeys) {
        if (isClusterMode) {
            throw new RedisException("ERR " + option + " option of SORT denied in Cluster mode.");
        }
        if (!readsAllKeys.test(call)) {
            throw new RedisException("ERR " + option + " option of SORT denied due to insufficient ACL permissions.");
        }
    }

    /** Number of arguments that belong to the option at an index, as far as they are there. */
    private static int values(Request request, int index) {
        int left = request.count() - index - 1;
        if (request.is(index, "LIMIT")) {
            return left >= 2 ? 2 : 0;
        }
        boolean takesOne = request.is(index, "BY") || request.is(index, "GET") || request.is(index, "STORE");
        return takesOne && left >= 1 ? 1 : 0;
    }

    /** Argument index of the key that SORT stores its result at; 0: there is none. */
    static int store(Request request) {
        int store = 0;
        for (int i = FIRST; i < request.count(); i += 1 + values(request, i)) {
            if (request.is(i, "STORE") && values(request, i) == 1) {
                store = i + 1;
            }
        }
        return store;
    }

    /** Whether SORT looks up keys that its elements name. */
    static boolean looksUp(Request request) {
        for (int i = FIRST; i < request.count(); i += 1 + values(request, i)) {
            boolean names = request.is(i, "BY") || request.is(i, "GET");
            if (names && values(request, i) == 1 && request.text(i + 1).indexOf('*') >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The same, sorted by the elements' own bytes. */
    SortOptions byElement() {
        return new SortOptions(null, true, isDescending, true, offset, count, gets, store);
    }

    /** The place of the first result among so many elements. */
    int first(int elements) {
        return (int) Math.min(Math.max(offset, 0), elements);
    }

    /** How many results there are from {@link #first} on. */
    int results(int elements) {
        int rest = elements - first(elements);
        return count < 0 ? rest : (int) Math.min(count, rest);
    }
}
