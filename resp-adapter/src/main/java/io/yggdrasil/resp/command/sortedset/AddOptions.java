package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;

/**
 * What ZADD and ZINCRBY are told beside scores and members.
 *
 * @param onlyNew NX
 * @param onlyKnown XX
 * @param onlyGreater GT
 * @param onlyLess LT
 * @param countChanges CH
 * @param increment INCR
 * @param first the argument with the first score
 */
record AddOptions(
        boolean onlyNew,
        boolean onlyKnown,
        boolean onlyGreater,
        boolean onlyLess,
        boolean countChanges,
        boolean increment,
        int first) {
    private static final String[] WORDS = {"NX", "XX", "GT", "LT", "CH", "INCR"};

    /** Reads and checks them; there is at least one pair of a score and a member then. */
    static AddOptions parse(Call call, boolean increment) {
        boolean[] given = new boolean[WORDS.length];
        given[WORDS.length - 1] = increment;
        int at = 2;
        for (int word; at < call.count() && (word = word(call, at)) >= 0; at++) {
            given[word] = true;
        }
        AddOptions options = new AddOptions(given[0], given[1], given[2], given[3], given[4], given[5], at);
        options.check(call.count() - at);
        return options;
    }

    private static int word(Call call, int index) {
        for (int i = 0; i < WORDS.length; i++) {
            if (call.is(index, WORDS[i])) {
                return i;
            }
        }
        return -1;
    }

    private void check(int left) {
        if (left == 0 || left % 2 != 0) {
            throw Errors.syntax();
        }
        if (onlyNew && onlyKnown) {
            throw new RedisException("ERR XX and NX options at the same time are not compatible");
        }
        if ((onlyGreater && onlyNew) || (onlyLess && onlyNew) || (onlyGreater && onlyLess)) {
            throw new RedisException("ERR GT, LT, and/or NX options at the same time are not compatible");
        }
        if (increment && left > 2) {
            throw new RedisException("ERR INCR option supports a single increment-element pair");
        }
    }

    /** The score that a member gets, or NaN if it stays as it is. */
    double next(double old, double given) {
        if (Double.isNaN(old)) {
            return onlyKnown ? Double.NaN : given;
        }
        if (onlyNew) {
            return Double.NaN;
        }
        double next = increment ? old + given : given;
        if (Double.isNaN(next)) {
            throw new RedisException("ERR resulting score is not a number (NaN)");
        }
        boolean stays = (onlyLess && next >= old) || (onlyGreater && next <= old);
        return stays ? Double.NaN : next;
    }
}
