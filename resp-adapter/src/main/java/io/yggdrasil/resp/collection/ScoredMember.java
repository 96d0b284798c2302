package io.yggdrasil.resp.collection;

import java.util.Arrays;
import java.util.Comparator;

/** A member of a sorted set. */
@SuppressWarnings("ArrayRecordComponent") // A pair to take apart, never compared but by its order.
public record ScoredMember(byte[] member, double score) {
    /** As members stand in a sorted set: by score, those of one score as unsigned bytes. */
    public static final Comparator<ScoredMember> ORDER = (a, b) -> {
        if (a.score == b.score) {
            return Arrays.compareUnsigned(a.member, b.member);
        }
        return a.score < b.score ? -1 : 1;
    };
}
