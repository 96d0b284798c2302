package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;

/**
 * Members by their places.
 *
 * @param start the first place; negative: counted from the end, -1 the last
 * @param stop the last place, likewise
 * @param fromTop whether places count from the highest score down
 */
record RankRange(long start, long stop, boolean fromTop) implements MemberRange {
    static RankRange parse(Call call, int index, boolean fromTop) {
        return new RankRange(call.integer(index), call.integer(index + 1), fromTop);
    }

    @Override
    public long from(ScoredMembers members) {
        long count = members.count();
        return fromTop ? count - end(count) : begin(count);
    }

    @Override
    public long to(ScoredMembers members) {
        long count = members.count();
        return fromTop ? count - begin(count) : end(count);
    }

    private long begin(long count) {
        return Math.max(0, Math.min(count, start < 0 ? count + start : start));
    }

    private long end(long count) {
        return 1 + Math.max(-1, Math.min(count - 1, stop < 0 ? count + stop : stop));
    }
}
