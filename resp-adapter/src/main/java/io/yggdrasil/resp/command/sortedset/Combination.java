package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.collection.ScoredMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Union, intersection and difference of sorted sets. All inputs are gone through in one order, that of {@link Fields}, in which
 * results come, too.
 */
final class Combination {
    private Combination() {}

    /** Members of any of the inputs, which are merged. */
    static List<ScoredMember> union(List<Operand> inputs, Aggregate aggregate) {
        List<ScoredMember> result = new ArrayList<>();
        PriorityQueue<Operand> merged = new PriorityQueue<>();
        inputs.stream().filter(input -> input.count() > 0).forEach(input -> advance(input, merged));
        while (!merged.isEmpty()) {
            Operand least = merged.remove();
            byte[] key = least.cursor().key();
            double score = Aggregate.numberOf(least.weighed(least.score()));
            advance(least, merged);
            for (Operand next = merged.peek(); next != null && next.cursor().isAt(key); next = merged.peek()) {
                score = aggregate.of(score, Aggregate.numberOf(next.weighed(next.score())));
                advance(merged.remove(), merged);
            }
            result.add(new ScoredMember(Fields.nameOf(key), score));
        }
        return result;
    }

    private static void advance(Operand input, PriorityQueue<Operand> merged) {
        if (input.cursor().next()) {
            merged.add(input);
        }
    }

    /** Members of all of the inputs. */
    static List<ScoredMember> intersection(List<Operand> inputs, Aggregate aggregate) {
        List<ScoredMember> result = new ArrayList<>();
        visitShared(inputs, aggregate, (key, score) -> result.add(new ScoredMember(Fields.nameOf(key), score)));
        return result;
    }

    /**
     * Number of members of all of the inputs.
     *
     * @param limit where counting ends; 0: nowhere
     */
    static long intersectionSize(List<Operand> inputs, long limit) {
        long[] count = {0};
        visitShared(inputs, Aggregate.SUM, (key, score) -> ++count[0] != limit);
        return count[0];
    }

    /** Visits the members of the smallest input that are in all others, too: by the keys of cursors, with scores. */
    private static void visitShared(List<Operand> inputs, Aggregate aggregate, ScoredMembers.Visitor visitor) {
        List<Operand> bySize = inputs.stream().sorted(Operand.BY_SIZE).toList();
        Operand smallest = bySize.get(0);
        boolean more = smallest.count() > 0;
        while (more && smallest.cursor().next()) {
            byte[] key = smallest.cursor().key();
            double score = Aggregate.numberOf(smallest.weighed(smallest.score()));
            boolean shared = true;
            for (int i = 1; i < bySize.size() && shared; i++) {
                double other = bySize.get(i).score(key);
                shared = !Double.isNaN(other);
                score = aggregate.of(score, bySize.get(i).weighed(other));
            }
            more = !shared || visitor.visit(key, score);
        }
    }

    /** Members of the first input and of no other. */
    static List<ScoredMember> difference(List<Operand> inputs) {
        List<ScoredMember> result = new ArrayList<>();
        Operand first = inputs.get(0);
        List<Operand> others = inputs.subList(1, inputs.size());
        while (first.count() > 0 && first.cursor().next()) {
            byte[] key = first.cursor().key();
            if (!isInAny(others, key)) {
                result.add(new ScoredMember(Fields.nameOf(key), first.score()));
            }
        }
        return result;
    }

    private static boolean isInAny(List<Operand> inputs, byte[] key) {
        for (Operand input : inputs) {
            if (!Double.isNaN(input.score(key))) {
                return true;
            }
        }
        return false;
    }
}
