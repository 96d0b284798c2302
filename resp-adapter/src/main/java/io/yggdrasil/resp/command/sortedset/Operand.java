package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An input of set algebra: a sorted set, a set, whose members all have the score 1, or nothing. Inputs compare by the members
 * that they are at, those at one member by their size.
 */
final class Operand implements Comparable<Operand> {
    /** The order in which scores of one member come together. */
    static final Comparator<Operand> BY_SIZE =
            Comparator.comparingLong(Operand::count).thenComparingInt(operand -> operand.index);

    private static final double SCORE_IN_SET = 1;

    /** So many members are looked up; who is asked for more goes through all, which takes less time for each but some to begin. */
    private static final int LOOKED_UP_MAX = 8;

    private final int index;
    private final @Nullable ScoredMembers sorted;
    private final @Nullable Fields plain;
    private @Nullable Cursor cursor;
    private int lookedUp;
    private double weight = 1;

    private Operand(int index, @Nullable ScoredMembers sorted, @Nullable Fields plain) {
        this.index = index;
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
            return new Operand(index, null, null);
        }
        return type == ValueType.ZSET
                ? new Operand(index, new ScoredMembers(collection), null)
                : new Operand(index, null, new Fields(collection));
    }

    void weight(double value) {
        weight = value;
    }

    long count() {
        return sorted != null ? sorted.count() : plain != null ? plain.count() : 0;
    }

    /** Goes through the members, in the same order for all inputs; there must be some. */
    Cursor cursor() {
        Cursor opened = cursor;
        if (opened == null) {
            opened = sorted != null
                    ? sorted.cursor()
                    : Objects.requireNonNull(plain, "nothing").cursor();
            cursor = opened;
        }
        return opened;
    }

    /** The score of the member that the cursor is at, not weighed. */
    double score() {
        return sorted != null ? ScoredMembers.scoreOf(cursor().value()) : SCORE_IN_SET;
    }

    /**
     * The score of a member, not weighed; NaN: there is none.
     *
     * @param key as cursors have it; behind those that were asked for before
     */
    double score(byte[] key) {
        if (count() == 0) {
            return Double.NaN;
        }
        if (lookedUp < LOOKED_UP_MAX) {
            lookedUp++;
            return lookUp(Fields.nameOf(key));
        }
        return cursor().seek(key) && cursor().isAt(key) ? score() : Double.NaN;
    }

    private double lookUp(byte[] member) {
        if (sorted != null) {
            return sorted.score(member);
        }
        return plain != null && plain.contains(member) ? SCORE_IN_SET : Double.NaN;
    }

    /** A score multiplied with the weight; NaN where that makes none. */
    double weighed(double score) {
        return score * weight;
    }

    @Override
    public int compareTo(Operand other) {
        int order = cursor().compareTo(other.cursor());
        return order == 0 ? BY_SIZE.compare(this, other) : order;
    }
}
