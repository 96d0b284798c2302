package io.yggdrasil.ignite.collection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The values of a tree, many at a time and looked at where they lie, without copies: for who reads, searches or adds many of them.
 *
 * <p>Threads: one.
 */
public final class Values {
    private final Tree tree;

    /** The values of all elements of a tree. */
    public Values(Tree tree) {
        this.tree = tree;
    }

    /**
     * Visits values in the order of their elements from a rank on until the visitor says enough.
     *
     * @param forward whether ranks ascend
     */
    public void visit(long from, boolean forward, Visitor visitor) {
        tree.visit(from, forward, (leaf, index) -> see(leaf, index, visitor));
    }

    /**
     * Removes the elements whose values a visitor chooses, by answering that it does. Every leaf is read and written once
     * at most, however many of its elements go.
     *
     * @param forward whether to begin at rank 0 and not at the last one
     * @param most how many are removed at most
     * @return how many were removed
     */
    public long remove(boolean forward, long most, Visitor choice) {
        long removed = 0;
        long rank = forward ? 0 : tree.count() - 1;
        while (removed < most && rank >= 0 && rank < tree.count()) {
            int index = tree.descend(rank);
            byte[] leaf = tree.leaf();
            int seen = forward ? Node.count(leaf) - index : index + 1;
            BitSet chosen = choose(leaf, index, forward, most - removed, choice);
            int some = chosen.cardinality();
            if (some > 0) {
                tree.change(Node.without(leaf, chosen), -some, chosen.nextSetBit(0));
            }
            removed += some;
            rank += forward ? seen - some : -seen;
        }
        return removed;
    }

    /**
     * Puts values without keys at an end, one after the other, so that the last one is the outermost. A leaf is written once
     * for all that it has room for.
     *
     * @param front whether they are put before rank 0 and not behind the last one
     */
    public void push(boolean front, List<byte[]> values) {
        int done = 0;
        while (done < values.size()) {
            tree.descend(front ? 0 : tree.count());
            byte[] leaf = tree.leaf();
            List<byte[]> some = values.subList(done, done + fitting(values, done, tree.room()));
            done += some.size();
            if (front) {
                tree.change(Node.concat(Node.leaf(reversed(some)), leaf), some.size(), 0);
            } else {
                tree.change(Node.concat(leaf, Node.leaf(some)), some.size(), Node.count(leaf));
            }
        }
    }

    /** How many values from a place on there is room for; one has to go in, whether it fits or not. */
    private static int fitting(List<byte[]> values, int from, int room) {
        int left = room - Node.bytesOf(values.get(from));
        int to = from + 1;
        while (to < values.size() && left >= Node.bytesOf(values.get(to))) {
            left -= Node.bytesOf(values.get(to++));
        }
        return to - from;
    }

    private static List<byte[]> reversed(List<byte[]> values) {
        List<byte[]> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return reversed;
    }

    private static BitSet choose(byte[] leaf, int from, boolean forward, long most, Visitor choice) {
        BitSet chosen = new BitSet();
        long left = most;
        int n = Node.count(leaf);
        for (int i = from; i >= 0 && i < n && left > 0; i += forward ? 1 : -1) {
            if (see(leaf, i, choice)) {
                chosen.set(i);
                left--;
            }
        }
        return chosen;
    }

    private static boolean see(byte[] leaf, int index, Visitor visitor) {
        int start = Node.valueStart(leaf, index);
        return visitor.visit(leaf, start, Node.end(leaf, index) - start);
    }

    /** Told of values; the array is not to be changed, nor kept. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns whether to go on, or whether the value is chosen. */
        boolean visit(byte[] bytes, int offset, int length);
    }
}
