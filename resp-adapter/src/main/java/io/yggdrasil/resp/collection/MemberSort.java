package io.yggdrasil.resp.collection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Puts members in the order of one of a sorted set's trees. To compare many with each other would look at each about 18 times,
 * and wait for memory most of them. So each has a number, which stands for the beginning of its key in the tree; they are dealt
 * out by the digits of their numbers, the last digit first (LSD radix sort), and only those of one number are compared.
 *
 * <p>Threads: one.
 */
public final class MemberSort {
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    /** So many are compared at once. */
    private static final int FEW = 256;

    private static final Comparator<ScoredMember> BY_HASH = (a, b) -> {
        int order = Integer.compareUnsigned(Fields.hash(a.member()), Fields.hash(b.member()));
        return order == 0 ? Arrays.compareUnsigned(a.member(), b.member()) : order;
    };

    private final int count;
    private ScoredMember[] members;
    private long[] numbers;

    private MemberSort(ScoredMember[] members, ToLongFunction<ScoredMember> number) {
        this.count = members.length;
        this.members = members;
        this.numbers = Arrays.stream(members).mapToLong(number).toArray();
    }

    /** A copy in the order that members have in a sorted set. */
    public static List<ScoredMember> byScore(List<ScoredMember> members) {
        return sorted(members, member -> ScoredMembers.ordered(member.score()), ScoredMember.ORDER);
    }

    /** A copy in the order that {@link Fields#cursor} goes. */
    static List<ScoredMember> byHash(List<ScoredMember> members) {
        return sorted(members, member -> Integer.toUnsignedLong(Fields.hash(member.member())), BY_HASH);
    }

    /**
     * A sorted copy.
     *
     * @param number of two members, that of the lesser is not greater, both being unsigned
     */
    private static List<ScoredMember> sorted(
            List<ScoredMember> members, ToLongFunction<ScoredMember> number, Comparator<ScoredMember> order) {
        ScoredMember[] copy = members.toArray(ScoredMember[]::new);
        if (copy.length <= FEW) {
            Arrays.sort(copy, order);
            return Arrays.asList(copy);
        }
        MemberSort sort = new MemberSort(copy, number);
        sort.dealOut();
        sort.sortEqual(order);
        return Arrays.asList(sort.members);
    }

    private void dealOut() {
        long varied = isInOrder() ? 0 : varied();
        ScoredMember[] nextMembers = new ScoredMember[count];
        long[] nextNumbers = new long[count];
        for (int shift = Long.numberOfTrailingZeros(varied); shift < Long.SIZE; shift += DIGIT_BITS) {
            if (digit(varied, shift) == 0) {
                continue;
            }
            int[] places = places(shift);
            for (int i = 0; i < count; i++) {
                int place = places[digit(numbers[i], shift)]++;
                nextMembers[place] = members[i];
                nextNumbers[place] = numbers[i];
            }
            ScoredMember[] dealtMembers = nextMembers;
            long[] dealtNumbers = nextNumbers;
            nextMembers = members;
            nextNumbers = numbers;
            members = dealtMembers;
            numbers = dealtNumbers;
        }
    }

    private boolean isInOrder() {
        int i = 1;
        while (i < count && Long.compareUnsigned(numbers[i - 1], numbers[i]) <= 0) {
            i++;
        }
        return i >= count;
    }

    /** The bits that not all numbers have alike. */
    private long varied() {
        long varied = 0;
        for (long number : numbers) {
            varied |= number ^ numbers[0];
        }
        return varied;
    }

    /** Where those with each digit begin. */
    private int[] places(int shift) {
        int[] places = new int[DIGITS + 1];
        for (int i = 0; i < count; i++) {
            places[digit(numbers[i], shift) + 1]++;
        }
        for (int digit = 1; digit < DIGITS; digit++) {
            places[digit] += places[digit - 1];
        }
        return places;
    }

    private static int digit(long number, int shift) {
        return (int) (number >>> shift) & DIGITS - 1;
    }

    private void sortEqual(Comparator<ScoredMember> order) {
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && numbers[to] == numbers[from]) {
                to++;
            }
            if (to - from > 1) {
                Arrays.sort(members, from, to, order);
            }
            from = to;
        }
    }
}
