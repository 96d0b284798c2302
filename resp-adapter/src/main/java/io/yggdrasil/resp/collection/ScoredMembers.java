package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Appender;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.ignite.collection.Tree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a sorted set, found by name and by place.
 *
 * <p>Tree 0 has the order: its keys are the score in 8 bytes that compare as scores do, then the member; its values are empty.
 * So a rank, and how many members are below a score, is what it counts on one way down. A few members that fit in the root
 * are looked for one after the other. Otherwise there is a tree 1, which tells the same twice and changes with the other: {@link
 * Fields} whose values are scores as 8 bytes, the bits of the double. It stays when members go.
 *
 * <p>Scores are never NaN, which therefore stands for a member that is not there; -0 is stored as 0, which it equals.
 */
public final class ScoredMembers {
    private static final int SCORE_BYTES = Double.BYTES;
    private static final byte[] NO_MEMBER = {};
    private static final byte[] NO_VALUE = {};

    /** Elements of one step of a range's removal. */
    private static final int REMOVED_AT_ONCE = 1024;

    /** So many members at most are looked for one after the other. */
    private static final int SCANNED_MAX = 128;

    private final Collection collection;
    private final Tree order;
    private @Nullable Fields scores;

    /** The members of a sorted set. */
    public ScoredMembers(Collection collection) {
        this.collection = collection;
        this.order = collection.tree(0);
        this.scores = collection.treeCount() > 1 ? new Fields(collection.tree(1)) : null;
    }

    /** Visits members with their scores, for {@link #scoreOf}, as {@link Fields#scan} does; few at once. */
    public long scan(long cursor, long count, Fields.Visitor visitor) {
        Fields many = scores;
        if (many != null) {
            return many.scan(cursor, count, visitor);
        }
        visit(0, true, (member, score) -> visitor.visit(member, bytesOf(score)));
        return 0;
    }

    /** The score that is a value among the {@link #fields()}. */
    public static double scoreOf(byte[] value) {
        if (value.length != SCORE_BYTES) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.CORRUPT, "the score of a member has " + value.length + " bytes");
        }
        return ByteBuffer.wrap(value).getDouble();
    }

    private static byte[] bytesOf(double score) {
        return ByteBuffer.allocate(SCORE_BYTES).putDouble(score).array();
    }

    /** Number of members. */
    public long count() {
        return order.count();
    }

    /** The score of a member; NaN: there is none. */
    public double score(byte[] member) {
        Fields many = scores;
        if (many != null) {
            byte[] value = many.get(member);
            return value == null ? Double.NaN : scoreOf(value);
        }
        long rank = order.rankOfEnding(SCORE_BYTES, member);
        return rank < 0 ? Double.NaN : scoreIn(order.at(rank).key());
    }

    /** Stores a member; returns the score that it had, NaN when it is new. */
    public double put(byte[] member, double score) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("score=" + score);
        }
        double kept = score + 0.0; // Makes 0 of -0.
        double before = putScore(member, kept);
        if (before != kept) {
            if (!Double.isNaN(before)) {
                order.remove(key(before, member));
            }
            order.put(key(kept, member), NO_VALUE);
            if (scores == null && (order.count() > SCANNED_MAX || !order.isInRoot())) {
                addScores(all());
            }
        }
        return before;
    }

    private double putScore(byte[] member, double score) {
        Fields many = scores;
        if (many == null) {
            return score(member);
        }
        byte[] old = many.put(member, bytesOf(score));
        return old == null ? Double.NaN : scoreOf(old);
    }

    private void addScores(List<ScoredMember> all) {
        collection.trees(2);
        Fields many = new Fields(collection.tree(1));
        Appender appender = many.appender();
        for (ScoredMember one : MemberSort.byHash(all)) {
            appender.append(Fields.keyOf(one.member()), bytesOf(one.score()));
        }
        appender.finish();
        scores = many;
    }

    private List<ScoredMember> all() {
        List<ScoredMember> all = new ArrayList<>((int) count());
        visit(0, true, (member, score) -> all.add(new ScoredMember(member, score)));
        return all;
    }

    /**
     * Stores all members at once, none being there yet.
     *
     * @param members in any order, each once
     */
    public void fill(List<ScoredMember> members) {
        boolean many = members.size() > SCANNED_MAX;
        if (many) {
            collection.trees(2); // Tells the order's tree how large its top may grow.
        }
        Appender appender = order.appender();
        for (ScoredMember one : MemberSort.byScore(members)) {
            appender.append(key(one.score(), one.member()), NO_VALUE);
        }
        appender.finish();
        if (many || !order.isInRoot()) {
            addScores(members);
        }
    }

    /** Goes through the members as {@link Fields#cursor} does, with values for {@link #scoreOf}. */
    public Cursor cursor() {
        Fields many = scores;
        if (many != null) {
            return many.cursor();
        }
        List<Element> few = new ArrayList<>((int) count());
        visit(0, true, (member, score) -> few.add(new Element(Fields.keyOf(member), bytesOf(score))));
        few.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
        return order.cursor(few);
    }

    /** Removes a member; returns whether it was there. */
    public boolean remove(byte[] member) {
        double score = score(member);
        if (Double.isNaN(score)) {
            return false;
        }
        order.remove(key(score, member));
        if (scores != null) {
            scores.remove(member);
        }
        return true;
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
        order.visitKeys(
                from,
                forward,
                (bytes, start, end) ->
                        visitor.visit(Arrays.copyOfRange(bytes, start + SCORE_BYTES, end), scoreAt(bytes, start)));
    }

    /** Removes the members at places {@code from} to {@code to} (exclusive). */
    public void removeRange(long from, long to) {
        for (long left = to - from; left > 0; ) {
            int some = (int) Math.min(left, REMOVED_AT_ONCE);
            removeScores(from, some);
            order.removeRange(from, from + some);
            left -= some;
        }
    }

    private void removeScores(long from, int some) {
        Fields many = scores;
        if (many != null) {
            List<byte[]> members = new ArrayList<>(some);
            visit(from, true, (member, score) -> {
                members.add(member);
                return members.size() < some;
            });
            members.forEach(many::remove);
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
        return scoreAt(key, 0);
    }

    private static double scoreAt(byte[] bytes, int offset) {
        long ordered = ByteBuffer.wrap(bytes).getLong(offset);
        return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
    }

    /** Stored: must never change. Bits that compare as unsigned numbers as scores do; 0 and -0 are one. */
    static long ordered(double score) {
        long bits = Double.doubleToRawLongBits(score + 0.0);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }
}
