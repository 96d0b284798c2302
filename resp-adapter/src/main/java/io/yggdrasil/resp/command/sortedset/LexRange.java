package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import java.util.Arrays;

/**
 * Members by their bytes: {@code [a} is within, {@code (a} without, {@code -} is before and {@code +} behind all. It is for
 * sorted sets whose members have one score, or are in the order of their bytes all the same; of others what it tells is left
 * open.
 */
record LexRange(Bound min, Bound max) implements MemberRange {
    static LexRange parse(Call call, int min, int max) {
        return new LexRange(Bound.parse(call, min), Bound.parse(call, max));
    }

    @Override
    public long from(ScoredMembers members) {
        return min.before(members, !min.isOut);
    }

    @Override
    public long to(ScoredMembers members) {
        return max.before(members, max.isOut);
    }

    private enum Place {
        FIRST,
        AT,
        LAST
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Bound(Place place, byte[] member, boolean isOut) {
        private static final byte[] NONE = {};

        static Bound parse(Call call, int index) {
            byte[] text = call.bytes(index);
            char kind = text.length == 0 ? 0 : (char) text[0];
            if (kind == '(' || kind == '[') {
                return new Bound(Place.AT, Arrays.copyOfRange(text, 1, text.length), kind == '(');
            }
            boolean alone = text.length == 1 || (text.length > 1 && text[1] == 0);
            if (!alone || (kind != '-' && kind != '+')) {
                throw new RedisException("ERR min or max not valid string range item");
            }
            return new Bound(kind == '-' ? Place.FIRST : Place.LAST, NONE, true);
        }

        /**
         * Number of members before this.
         *
         * @param without whether the member of this very name is not one of them
         */
        long before(ScoredMembers members, boolean without) {
            if (place != Place.AT || members.count() == 0) {
                return place == Place.LAST ? members.count() : 0;
            }
            double score = members.at(0).score();
            if (score != members.at(members.count() - 1).score()) {
                return beforeWhateverScore(members, without);
            }
            return without ? members.below(score, member) : members.upTo(score, member);
        }

        private long beforeWhateverScore(ScoredMembers members, boolean without) {
            long from = 0;
            long to = members.count();
            while (from < to) {
                long middle = (from + to) >>> 1;
                int order = Arrays.compareUnsigned(members.at(middle).member(), member);
                if (order < 0 || order == 0 && !without) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }
    }
}
