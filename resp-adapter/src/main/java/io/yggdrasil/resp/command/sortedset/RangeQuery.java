package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import org.jspecify.annotations.Nullable;

/**
 * What ZRANGE and its kin are asked for.
 *
 * @param range the members, before the limit
 * @param fromTop whether they are told by descending scores
 * @param scores whether their scores are told
 * @param offset how many of them are passed over
 * @param limit how many are told then at most; negative: all
 */
record RangeQuery(MemberRange range, boolean fromTop, boolean scores, long offset, long limit) {
    /** By what members are chosen. */
    enum By {
        RANK,
        SCORE,
        LEX
    }

    /** Reads what follows a key: two ends, then options, of which there may be more if {@code by} is open. */
    static RangeQuery parse(Call call, int first, Form form) {
        return new Parser(call, form).parse(first);
    }

    /**
     * Which of the commands it is.
     *
     * @param by what it goes by, or null if options say so
     * @param fromTop whether it descends
     * @param isStoring whether the result is stored
     */
    record Form(@Nullable By by, boolean fromTop, boolean isStoring) {}

    /** Tells the visitor of the members; the count is told first. */
    void run(ScoredMembers members, Start start, ScoredMembers.Visitor visitor) {
        long from = range.from(members);
        long to = range.to(members);
        long rest = offset < 0 || offset >= to - from ? 0 : to - from - offset;
        long count = limit < 0 ? rest : Math.min(rest, limit);
        start.onCount(count);
        if (count > 0) {
            long[] left = {count};
            members.visit(fromTop ? to - 1 - offset : from + offset, !fromTop, (member, score) -> {
                visitor.visit(member, score);
                return --left[0] > 0;
            });
        }
    }

    /** Told how many members come. */
    @FunctionalInterface
    interface Start {
        /** Told once, before the first member. */
        void onCount(long count);
    }

    private static final class Parser {
        private final Call call;
        private final Form form;
        private boolean fromTop;
        private boolean scores;
        private By by;
        private boolean isByGiven;
        private long offset;
        private long limit = -1;

        Parser(Call call, Form form) {
            this.call = call;
            this.form = form;
            this.fromTop = form.fromTop;
            this.isByGiven = form.by != null;
            this.by = form.by == null ? By.RANK : form.by;
        }

        RangeQuery parse(int first) {
            for (int at = first + 2; at < call.count(); ) {
                at = option(at);
            }
            if (limit != -1 && by == By.RANK) {
                throw new RedisException(
                        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
            }
            if (scores && by == By.LEX) {
                throw new RedisException("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
            }
            boolean isByRank = by == By.RANK;
            return new RangeQuery(range(first), fromTop, scores, isByRank ? 0 : offset, isByRank ? -1 : limit);
        }

        private int option(int at) {
            boolean isOpen = form.by == null;
            if (!form.isStoring && call.is(at, "WITHSCORES")) {
                scores = true;
            } else if (call.is(at, "LIMIT") && call.count() - at > 2) {
                offset = call.integer(at + 1);
                limit = call.integer(at + 2);
                return at + 3;
            } else if (isOpen && !fromTop && call.is(at, "REV")) {
                fromTop = true;
            } else if (!isByGiven && call.is(at, "BYLEX")) {
                by = By.LEX;
                isByGiven = true;
            } else if (!isByGiven && call.is(at, "BYSCORE")) {
                by = By.SCORE;
                isByGiven = true;
            } else {
                throw Errors.syntax();
            }
            return at + 1;
        }

        private MemberRange range(int first) {
            int min = fromTop ? first + 1 : first;
            int max = fromTop ? first : first + 1;
            return switch (by) {
                case RANK -> RankRange.parse(call, first, fromTop);
                case SCORE -> ScoreRange.parse(call, min, max);
                case LEX -> LexRange.parse(call, min, max);
            };
        }
    }
}
