package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What a command of set algebra is asked for: {@code numkeys key... } and its options.
 *
 * @param limit of ZINTERCARD; 0: none
 */
record AlgebraRequest(List<Operand> inputs, Aggregate aggregate, boolean scores, long limit) {
    /** Options that not all of the commands take. */
    enum Option {
        WEIGHTS,
        AGGREGATE,
        WITHSCORES,
        LIMIT
    }

    /** Reads the keys, whose number is at an argument, then the options. */
    static AlgebraRequest parse(Call call, int index, EnumSet<Option> allowed) {
        long keys = call.integer(index);
        if (keys < 1) {
            throw new RedisException(
                    "ERR at least 1 input key is needed for '" + call.command().fullName() + "' command");
        }
        if (keys > call.count() - index - 1) {
            throw Errors.syntax();
        }
        int end = index + 1 + (int) keys;
        List<Operand> inputs = new ArrayList<>();
        for (int i = index + 1; i < end; i++) {
            inputs.add(Operand.of(call, i));
        }
        return options(call, end, inputs, allowed);
    }

    private static AlgebraRequest options(Call call, int from, List<Operand> inputs, EnumSet<Option> allowed) {
        Aggregate aggregate = Aggregate.SUM;
        boolean scores = false;
        long limit = 0;
        for (int at = from; at < call.count(); ) {
            int left = call.count() - at - 1;
            if (is(call, at, Option.WEIGHTS, allowed) && left >= inputs.size()) {
                for (int i = 0; i < inputs.size(); i++) {
                    inputs.get(i).weight(call.real(at + 1 + i, "ERR weight value is not a float"));
                }
                at += inputs.size() + 1;
            } else if (is(call, at, Option.AGGREGATE, allowed) && left >= 1) {
                aggregate = aggregate(call, at + 1);
                at += 2;
            } else if (is(call, at, Option.WITHSCORES, allowed)) {
                scores = true;
                at++;
            } else if (is(call, at, Option.LIMIT, allowed) && left >= 1) {
                limit = call.integerFrom(at + 1, 0, "ERR LIMIT can't be negative");
                at += 2;
            } else {
                throw Errors.syntax();
            }
        }
        return new AlgebraRequest(inputs, aggregate, scores, limit);
    }

    private static boolean is(Call call, int index, Option option, EnumSet<Option> allowed) {
        return allowed.contains(option) && call.is(index, option.name());
    }

    private static Aggregate aggregate(Call call, int index) {
        for (Aggregate aggregate : Aggregate.values()) {
            if (call.is(index, aggregate.name())) {
                return aggregate;
            }
        }
        throw Errors.syntax();
    }
}
