package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Reals;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;

/** Members by their scores: {@code 1.5} is within, {@code (1.5} without. */
record ScoreRange(double min, boolean isMinOut, double max, boolean isMaxOut) implements MemberRange {
    static ScoreRange parse(Call call, int min, int max) {
        return new ScoreRange(bound(call, min), isOut(call, min), bound(call, max), isOut(call, max));
    }

    private static boolean isOut(Call call, int index) {
        Request request = call.request();
        return request.length(index) > 0 && request.buffer()[request.offset(index)] == '(';
    }

    private static double bound(Call call, int index) {
        Request request = call.request();
        int skip = isOut(call, index) ? 1 : 0;
        Double bound = Reals.parseBound(request.buffer(), request.offset(index) + skip, request.length(index) - skip);
        if (bound == null) {
            throw new RedisException("ERR min or max is not a float");
        }
        return bound;
    }

    @Override
    public long from(ScoredMembers members) {
        return isMinOut ? members.upTo(min) : members.below(min);
    }

    @Override
    public long to(ScoredMembers members) {
        return isMaxOut ? members.below(max) : members.upTo(max);
    }
}
