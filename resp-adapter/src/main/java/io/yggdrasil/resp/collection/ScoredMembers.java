package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.ignite.collection.Tree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The members of a sorted set, found by name and by place.
 *
 * <p>Two trees tell the same twice and change together. Tree 0 is {@link Fields}: a member's value is its score as 8 bytes,
 * the bits of the double. Tree 1 has the order: its keys are the score in 8 bytes that compare as scores do, then the
 * member; its values are empty. So a rank, and how many members are below a score, is what tree 1 counts on one way down.
 *
 * <p>Scores are never NaN, which therefore stands for a member that is not there; -0 is stored as 0, which it equals.
 */
public final class ScoredMembers {
    private static final int SCORE_BYTES = Double.BYTES;
    private static final byte[] NO_MEMBER = {};
    private static final byte[] NO_VALUE = {};

    /** Elements of one step of a range's removal. */
    private static final int REMOVED_AT_ONCE = 1024;

    private final Fields scores;
    private final Tree order;

    /** The members of a collection of two trees. */
    public ScoredMembers(Collection collection) {
        this.scores = new Fields(collection.tree(0));
        this.order = collection.tree(1);
    }

    /** Members with their scores, for {@link #scoreOf}, in no particular order. */
    public Fields fields() {
        return scores;
    }

    /** The score that is a value among the {@link #fields()}. */
    public static double scoreOf(byte[] value) {
        if (value.length != SCORE_BYTES) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.CORRUPT, "the score of a member has " + value.length + " bytes");
        }
        return ByteBuffer.wrap(value).getDouble();
    }

    /** Number of members. */
    public long count() {
        return scores.count();
    }

    /** The score of a member; NaN: there is none. */
    public double score(byte[] member) {
        byte[] value = scores.get(member);
        return value == null ? Double.NaN : scoreOf(value);
    }

    /** Stores a member; returns the score that it had, NaN when it is new. */
    public double put(byte[] member, double score) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("score=" + score);
        }
        double kept = score + 0.0; // Makes 0 of -0.
        byte[] value = ByteBuffer.allocate(SCORE_BYTES).putDouble(kept).array();
        byte[] old = scores.put(member, value);
        double before = old == null ? Double.NaN : scoreOf(old);
        if (before != kept) {
            if (old != null) {
                order.remove(key(before, member));
            }
            order.put(key(kept, member), NO_VALUE);
        }
        return before;
    }

    /** Removes a member; returns whether it was there. */
    public boolean remove(byte[] member) {
        byte[] old = scores.remove(member);
        if (old != null) {
            order.remove(key(scoreOf(old), member));
        }
        return old != null;
    }

    /** The place of a member, from 0 on; its score must be given. */
    public long rank(byte[] member, double score) {
        return order.rank(key(score, member));
    }

    /** The member at a place, from 0 to {@code count() - 1}. */
    public ScoredMember at(long rank) {
        Element element = order.at(rank);
        return new ScoredMember(memberIn(element.key()), scoreIn(element.key()));
    }

    /** Number of members with a score less than this one. */
    public long below(double score) {
        return order.rank(key(score, NO_MEMBER));
    }

    /** Number of members with a score of this or less. */
    public long upTo(double score) {
        return order.rank(
                ByteBuffer.allocate(SCORE_BYTES).putLong(ordered(score) + 1).array());
    }

    /** Number of members that come before this one, be it there or not. */
    public long below(double score, byte[] member) {
        return order.rank(key(score, member));
    }

    /** Number of members that come before this one, and the one itself if it is there. */
    public long upTo(double score, byte[] member) {
        return order.rank(key(score, Arrays.copyOf(member, member.length + 1))); // The next one has a zero more.
    }

    /**
     * Visits members from a place on until the visitor says enough; none if the place is not there.
     *
     * @param forward whether scores ascend
     */
    public void visit(long from, boolean forward, Visitor visitor) {
        order.visit(from, forward, element -> visitor.visit(memberIn(element.key()), scoreIn(element.key())));
    }

    /** Removes the members at places {@code from} to {@code to} (exclusive). */
    public void removeRange(long from, long to) {
        for (long left = to - from; left > 0; ) {
            int some = (int) Math.min(left, REMOVED_AT_ONCE);
            List<byte[]> members = new ArrayList<>(some);
            visit(from, true, (member, score) -> {
                members.add(member);
                return members.size() < some;
            });
            members.forEach(scores::remove);
            order.removeRange(from, from + some);
            left -= some;
        }
    }

    /** Told of members; the arrays are the visitor's to keep. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns whether to go on. */
        boolean visit(byte[] member, double score);
    }

    private static byte[] key(double score, byte[] member) {
        return ByteBuffer.allocate(SCORE_BYTES + member.length)
                .putLong(ordered(score))
                .put(member)
                .array();
    }

    private static byte[] memberIn(byte[] key) {
        return Arrays.copyOfRange(key, SCORE_BYTES, key.length);
    }

    private static double scoreIn(byte[] key) {
        long ordered = ByteBuffer.wrap(key).getLong();
        return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
    }

    /** Stored: must never change. Bits that compare as unsigned numbers as scores do; 0 and -0 are one. */
    private static long ordered(double score) {
        long bits = Double.doubleToRawLongBits(score + 0.0);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }
}
