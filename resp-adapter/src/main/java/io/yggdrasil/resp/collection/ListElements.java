package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Tree;
import io.yggdrasil.ignite.collection.Values;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The elements of a list: a tree ordered by place. Places count from 0 at the left end; both ends are as near as the
 * middle.
 */
public final class ListElements {
    private final Tree tree;
    private final Values values;

    /** The elements of a collection's first tree. */
    public ListElements(Collection collection) {
        this.tree = collection.tree(0);
        this.values = new Values(tree);
    }

    /** Number of elements. */
    public long count() {
        return tree.count();
    }

    /** The place of an index as clients give it, negative ones counted from the right end; -1: there is no such place. */
    public long place(long index) {
        long place = index < 0 ? index + count() : index;
        return place < 0 || place >= count() ? -1 : place;
    }

    /** The element at a place. */
    public byte[] at(long place) {
        return tree.at(place).value();
    }

    /** The outermost element of a list that has one. */
    public byte[] at(ListEnd end) {
        return at(end == ListEnd.LEFT ? 0 : count() - 1);
    }

    /** Changes the element at a place. */
    public void set(long place, byte[] element) {
        tree.set(place, element);
    }

    /** Puts an element before the one that has a place now, or at the right end. */
    public void insert(long place, byte[] element) {
        tree.insert(place, element);
    }

    /** Puts an element at an end. */
    public void push(ListEnd end, byte[] element) {
        tree.insert(end == ListEnd.LEFT ? 0 : count(), element);
    }

    /** Puts elements at an end, one after the other. */
    public void push(ListEnd end, List<byte[]> elements) {
        values.push(end == ListEnd.LEFT, elements);
    }

    /** Removes outermost elements of one end, as many as there are at most. */
    public void drop(ListEnd end, long some) {
        long count = count();
        tree.removeRange(end == ListEnd.LEFT ? 0 : count - some, end == ListEnd.LEFT ? some : count);
    }

    /** Visits elements from an end inwards, as many as there are at most. */
    public void visit(ListEnd end, long some, Visitor visitor) {
        visit(end == ListEnd.LEFT ? 0 : count() - 1, end == ListEnd.LEFT, some, visitor);
    }

    /** Visits elements from a place to the right, as many as there are at most. */
    public void visit(long place, long some, Visitor visitor) {
        visit(place, true, some, visitor);
    }

    private void visit(long from, boolean forward, long some, Visitor visitor) {
        if (some <= 0) {
            return;
        }
        long[] left = {some};
        values.visit(from, forward, (bytes, offset, length) -> {
            visitor.visit(bytes, offset, length);
            return --left[0] > 0;
        });
    }

    /** Told of elements; the array is not to be changed, nor kept. */
    @FunctionalInterface
    public interface Visitor {
        /** An element's bytes. */
        void visit(byte[] bytes, int offset, int length);
    }

    /**
     * Looks for an element from an end inwards.
     *
     * @param most how many elements are looked at
     * @param found told the places; returns whether to go on
     */
    public void search(byte[] element, ListEnd from, long most, LongPredicate found) {
        if (most <= 0) {
            return;
        }
        boolean forward = from == ListEnd.LEFT;
        long first = forward ? 0 : count() - 1;
        long[] seen = {0};
        values.visit(first, forward, (bytes, offset, length) -> {
            long place = forward ? first + seen[0] : first - seen[0];
            seen[0]++;
            return (!isSame(element, bytes, offset, length) || found.test(place)) && seen[0] < most;
        });
    }

    /** The leftmost place of an element; -1: there is none. */
    public long find(byte[] element) {
        long[] place = {-1};
        search(element, ListEnd.LEFT, Long.MAX_VALUE, found -> {
            place[0] = found;
            return false;
        });
        return place[0];
    }

    /** Removes what is equal to an element, looked for from an end inwards, and returns how many there were. */
    public long remove(byte[] element, ListEnd from, long most) {
        return values.remove(
                from == ListEnd.LEFT, most, (bytes, offset, length) -> isSame(element, bytes, offset, length));
    }

    private static boolean isSame(byte[] element, byte[] bytes, int offset, int length) {
        return Arrays.equals(element, 0, element.length, bytes, offset, offset + length);
    }
}
