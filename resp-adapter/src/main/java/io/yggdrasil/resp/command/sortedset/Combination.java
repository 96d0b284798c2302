package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.collection.ScoredMembers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Union, intersection and difference of sorted sets. */
final class Combination {
    private Combination() {}

    /** Members of any of the inputs, in order. */
    static List<ScoredMember> union(List<Operand> inputs, Aggregate aggregate) {
        Map<Member, Double> scores = new HashMap<>();
        for (Operand input : bySize(inputs)) {
            input.visit((member, score) -> {
                scores.merge(new Member(member), Aggregate.numberOf(input.weighed(score)), aggregate::of);
                return true;
            });
        }
        List<ScoredMember> result = new ArrayList<>(scores.size());
        scores.forEach((member, score) -> result.add(new ScoredMember(member.bytes, score)));
        return sorted(result);
    }

    /** Members of all of the inputs, in order. */
    static List<ScoredMember> intersection(List<Operand> inputs, Aggregate aggregate) {
        List<ScoredMember> result = new ArrayList<>();
        visitShared(inputs, aggregate, (member, score) -> result.add(new ScoredMember(member, score)));
        return sorted(result);
    }

    /**
     * Number of members of all of the inputs.
     *
     * @param limit where counting ends; 0: nowhere
     */
    static long intersectionSize(List<Operand> inputs, long limit) {
        long[] count = {0};
        visitShared(inputs, Aggregate.SUM, (member, score) -> ++count[0] != limit);
        return count[0];
    }

    /** Members of the first input and of no other, in order. */
    static List<ScoredMember> difference(List<Operand> inputs) {
        List<ScoredMember> result = new ArrayList<>();
        List<Operand> others = inputs.subList(1, inputs.size());
        inputs.get(0).visit((member, score) -> {
            if (others.stream().noneMatch(other -> other.contains(member))) {
                result.add(new ScoredMember(member, score));
            }
            return true;
        });
        return sorted(result);
    }

    /** Visits the members of the smallest input that are in all others, too. */
    private static void visitShared(List<Operand> inputs, Aggregate aggregate, ScoredMembers.Visitor visitor) {
        List<Operand> bySize = bySize(inputs);
        Operand smallest = bySize.get(0);
        List<Operand> others = bySize.subList(1, bySize.size());
        smallest.visit((member, score) -> {
            double sum = Aggregate.numberOf(smallest.weighed(score));
            for (Operand other : others) {
                double next = other.score(member);
                if (Double.isNaN(next)) {
                    return true;
                }
                sum = aggregate.of(sum, other.weighed(next));
            }
            return visitor.visit(member, sum);
        });
    }

    private static List<Operand> bySize(List<Operand> inputs) {
        return inputs.stream().sorted(Comparator.comparingLong(Operand::count)).toList();
    }

    private static List<ScoredMember> sorted(List<ScoredMember> members) {
        members.sort(ScoredMember.ORDER);
        return members;
    }

    /** A key of a map; comparable, so that many with one hash stay cheap. */
    private static final class Member implements Comparable<Member> {
        private final byte[] bytes;

        Member(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int compareTo(Member other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Member that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
