package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import org.jspecify.annotations.Nullable;

/** An input of set algebra: a sorted set, a set, whose members all have the score 1, or nothing. */
final class Operand {
    private static final double SCORE_IN_SET = 1;

    private final @Nullable ScoredMembers sorted;
    private final @Nullable Fields plain;
    private double weight = 1;

    private Operand(@Nullable ScoredMembers sorted, @Nullable Fields plain) {
        this.sorted = sorted;
        this.plain = plain;
    }

    static Operand of(Call call, int index) {
        Key key = call.key(index);
        ValueType type = call.keyspace().type(key);
        if (type != null && type != ValueType.ZSET && type != ValueType.SET) {
            throw Errors.wrongType();
        }
        Collection collection = type == null ? null : call.keyspace().collection(key, type);
        if (collection == null) {
            call.missedByWriter(key);
            return new Operand(null, null);
        }
        return type == ValueType.ZSET
                ? new Operand(new ScoredMembers(collection), null)
                : new Operand(null, new Fields(collection));
    }

    void weight(double value) {
        weight = value;
    }

    long count() {
        return sorted != null ? sorted.count() : plain != null ? plain.count() : 0;
    }

    boolean contains(byte[] member) {
        return !Double.isNaN(score(member));
    }

    /** The score of a member, not weighed; NaN: there is none. */
    double score(byte[] member) {
        if (sorted != null) {
            return sorted.score(member);
        }
        return plain != null && plain.contains(member) ? SCORE_IN_SET : Double.NaN;
    }

    /** A score multiplied with the weight; NaN where that makes none. */
    double weighed(double score) {
        return score * weight;
    }

    /** Visits all members with their scores, not weighed, until the visitor says enough. */
    void visit(ScoredMembers.Visitor visitor) {
        if (sorted != null) {
            sorted.visit(0, true, visitor);
        } else if (plain != null) {
            plain.visit((member, value) -> visitor.visit(member, SCORE_IN_SET));
        }
    }
}
