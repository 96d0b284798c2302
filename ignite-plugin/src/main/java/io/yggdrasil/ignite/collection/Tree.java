package io.yggdrasil.ignite.collection;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Elements in an order, either of their keys, compared as unsigned bytes, or of the places where they were put: then all
 * keys are empty. Every element operation reads and writes one node a level.
 *
 * <p>Threads: one.
 */
public final class Tree {
    private static final int HEIGHT_MAX = 24;
    private static final byte[] NO_KEY = {};

    /** A node with fewer bytes is joined with its neighbour if both fill no more than {@link #JOINED_BYTES}. */
    private static final int SPARSE_BYTES = NodeBatch.NODE_BYTES / 4;

    private static final int JOINED_BYTES = NodeBatch.NODE_BYTES * 3 / 4;

    private final NodeBatch nodes;
    private int topBytes;
    private byte[] top;
    private int height;
    private long count;

    // The way of the last descent: what was read at each level, the entry that was taken, and the node's id.
    private final byte[][] way = new byte[HEIGHT_MAX][];
    private final int[] at = new int[HEIGHT_MAX];
    private final int[] ids = new int[HEIGHT_MAX];

    /**
     * @param top the top node
     * @param topBytes how large the top may grow
     */
    Tree(NodeBatch nodes, byte[] top, int height, int topBytes) {
        this.nodes = nodes;
        this.top = top;
        this.height = height;
        this.topBytes = topBytes;
        this.count = Node.elements(top);
    }

    /** Lets the top grow to another size from now on. */
    void topBytes(int bytes) {
        topBytes = bytes;
    }

    /** Number of elements. */
    public long count() {
        return count;
    }

    /** Whether all elements are in the root. */
    public boolean isInRoot() {
        return height == 0;
    }

    byte[] top() {
        return top;
    }

    int height() {
        return height;
    }

    /** The value of a key; null: there is none. */
    public byte @Nullable [] get(byte[] key) {
        int index = find(key);
        return index < 0 ? null : Node.value(way[0], index);
    }

    /** Whether there is an element with a key. */
    public boolean contains(byte[] key) {
        return find(key) >= 0;
    }

    /** Number of elements with smaller keys. */
    public long rank(byte[] key) {
        int index = find(key);
        return before() + (index < 0 ? -index - 1 : index);
    }

    /**
     * The rank of the first element whose key is so many bytes of any kind and then these; -1: there is none. Looks at one after
     * the other.
     */
    public long rankOfEnding(int bytes, byte[] ending) {
        long[] rank = {0};
        boolean[] found = {false};
        visitLeaves(top, height, leaf -> {
            int index = Node.findEnding(leaf, bytes, ending);
            found[0] = index >= 0;
            rank[0] += found[0] ? index : Node.count(leaf);
            return !found[0];
        });
        return found[0] ? rank[0] : -1;
    }

    /** Returns whether to go on. */
    private boolean visitLeaves(byte[] node, int level, Predicate<byte[]> visitor) {
        if (level == 0) {
            return visitor.test(node);
        }
        boolean goesOn = true;
        for (int i = 0; i < Node.count(node) && goesOn; i++) {
            goesOn = visitLeaves(nodes.read(Node.childId(node, i), level > 1), level - 1, visitor);
        }
        return goesOn;
    }

    /** Stores an element; returns the value that it had, or null when there was none. */
    public byte @Nullable [] put(byte[] key, byte[] value) {
        int index = find(key);
        if (index >= 0) {
            byte[] old = Node.value(way[0], index);
            replace(index, value);
            return old;
        }
        int place = -index - 1;
        change(Node.splice(way[0], place, place, key, value), 1, place);
        return null;
    }

    /** Removes an element; returns the value that it had, or null when there was none. */
    public byte @Nullable [] remove(byte[] key) {
        int index = find(key);
        if (index < 0) {
            return null;
        }
        byte[] old = Node.value(way[0], index);
        change(Node.splice(way[0], index, index + 1, null, NO_KEY), -1, index);
        return old;
    }

    /** Stands before the first element. */
    public Cursor cursor() {
        return new Cursor(nodes, top, height);
    }

    /** Stands before the first of some elements, which need not be in this tree; they come in the order of their keys. */
    public Cursor cursor(List<Element> elements) {
        NodePacker leaf = new NodePacker(false);
        elements.forEach(element -> leaf.add(element.key(), element.value()));
        return new Cursor(nodes, leaf.take(), 0);
    }

    /** What fills this tree, which must be empty. */
    public Appender appender() {
        requireEmpty();
        return new Appender(this, nodes, topBytes);
    }

    void fill(byte[] newTop, int newHeight) {
        requireEmpty();
        nodes.onEdit();
        top = newTop;
        height = newHeight;
        count = Node.elements(newTop);
    }

    private void requireEmpty() {
        if (count > 0) {
            throw new IllegalStateException("a tree of count=" + count + " is not empty");
        }
    }

    /** The element at a rank, from 0 on; the rank must be there. */
    public Element at(long rank) {
        requireRank(rank, count);
        int index = descend(rank);
        return element(index);
    }

    /** Puts an element without a key before the one that has a rank now, or at the end. */
    public void insert(long rank, byte[] value) {
        requireRank(rank, count + 1);
        int index = descend(rank);
        change(Node.splice(way[0], index, index, NO_KEY, value), 1, index);
    }

    /** Changes the value of the element at a rank. */
    public void set(long rank, byte[] value) {
        requireRank(rank, count);
        replace(descend(rank), value);
    }

    /** Changes a value in the leaf that was descended to. */
    private void replace(int index, byte[] value) {
        byte[] leaf = way[0];
        boolean fits = Node.end(leaf, index) - Node.valueStart(leaf, index) == value.length;
        change(
                fits
                        ? Node.withValue(leaf, index, value)
                        : Node.splice(leaf, index, index + 1, Node.key(leaf, index), value),
                0,
                index);
    }

    /** Removes the elements of ranks {@code from} to {@code to} (exclusive). */
    public void removeRange(long from, long to) {
        requireRank(from, to + 1);
        requireRank(to, count + 1);
        long left = to - from;
        while (left > 0) {
            int index = descend(from);
            int some = (int) Math.min(left, Node.count(way[0]) - index);
            change(Node.splice(way[0], index, index + some, null, NO_KEY), -some, index);
            left -= some;
        }
    }

    /** As {@link #visit(long, boolean, ElementVisitor)}, without copies. */
    void visit(long from, boolean forward, Visitor visitor) {
        if (from < 0 || from >= count) {
            return;
        }
        visit(top, height, from, forward, visitor);
    }

    /** Visits elements in order from a rank on until the visitor says enough. */
    public void visit(long from, ElementVisitor visitor) {
        visit(from, true, visitor);
    }

    /**
     * As {@link #visit(long, ElementVisitor)}.
     *
     * @param forward whether ranks ascend
     */
    public void visit(long from, boolean forward, ElementVisitor visitor) {
        visit(
                from,
                forward,
                (leaf, index) -> visitor.visit(new Element(Node.key(leaf, index), Node.value(leaf, index))));
    }

    /** As {@link #visit(long, boolean, ElementVisitor)}, for who wants keys and looks at them where they lie. */
    public void visitKeys(long from, boolean forward, KeyVisitor visitor) {
        visit(from, forward, (leaf, index) -> {
            int start = Node.keyStart(leaf, index);
            return visitor.visit(leaf, start, start + Node.keyLength(leaf, index));
        });
    }

    /** Returns whether to go on. */
    private boolean visit(byte[] node, int level, long from, boolean forward, Visitor visitor) {
        int n = Node.count(node);
        int index;
        long rest = from;
        if (level == 0) {
            for (index = (int) Math.min(rest, n - 1); index >= 0 && index < n; index += forward ? 1 : -1) {
                if (!visitor.visit(node, index)) {
                    return false;
                }
            }
            return true;
        }
        index = 0;
        while (index < n - 1 && rest >= Node.childCount(node, index)) {
            rest -= Node.childCount(node, index++);
        }
        boolean first = true;
        for (; index >= 0 && index < n; index += forward ? 1 : -1) {
            byte[] child = nodes.read(Node.childId(node, index), level > 1);
            long start = first ? rest : forward ? 0 : Long.MAX_VALUE;
            first = false;
            if (!visit(child, level - 1, start, forward, visitor)) {
                return false;
            }
        }
        return true;
    }

    /** Told of elements; the arrays are the visitor's to keep. */
    @FunctionalInterface
    public interface ElementVisitor {
        /** Returns whether to go on. */
        boolean visit(Element element);
    }

    /** Told of keys; the array is not to be changed, nor kept. */
    @FunctionalInterface
    public interface KeyVisitor {
        /** A key in bytes {@code from} to {@code to} (exclusive); returns whether to go on. */
        boolean visit(byte[] bytes, int from, int to);
    }

    /** Told where elements are. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(byte[] leaf, int index);
    }

    /** Number of stored nodes; reads those between the top and the leaves. */
    long nodeCount() {
        return height == 0 ? 0 : nodeCount(top, height);
    }

    private long nodeCount(byte[] node, int level) {
        long count = Node.count(node);
        for (int i = 0; level > 1 && i < Node.count(node); i++) {
            count += nodeCount(nodes.read(Node.childId(node, i), true), level - 1);
        }
        return count;
    }

    /** Writes all nodes under the ids that they have here. */
    void copyNodes(NodeStore target, long owner) {
        if (height > 0) {
            copyChildren(top, height, target, owner);
        }
    }

    private void copyChildren(byte[] node, int level, NodeStore target, long owner) {
        for (int i = 0; i < Node.count(node); i++) {
            int id = Node.childId(node, i);
            byte[] child = nodes.read(id, level > 1);
            target.write(owner, id, child);
            if (level > 1) {
                copyChildren(child, level - 1, target, owner);
            }
        }
    }

    private Element element(int index) {
        return new Element(Node.key(way[0], index), Node.value(way[0], index));
    }

    private static void requireRank(long rank, long end) {
        if (rank < 0 || rank >= end) {
            throw new IllegalArgumentException("rank=" + rank + " is not from 0 to " + (end - 1));
        }
    }

    /** Goes down to a key; answers as {@link Node#find} does. */
    private int find(byte[] key) {
        byte[] node = top;
        for (int level = height; level > 0; level--) {
            way[level] = node;
            at[level] = Node.childOf(node, key, key.length);
            node = child(level);
        }
        way[0] = node;
        return Node.find(node, key, key.length);
    }

    /** Goes down to a rank; answers the index in the leaf, which is its end for the rank behind the last. */
    int descend(long rank) {
        long rest = rank;
        byte[] node = top;
        for (int level = height; level > 0; level--) {
            int n = Node.count(node);
            int index = 0;
            while (index < n - 1 && rest >= Node.childCount(node, index)) {
                rest -= Node.childCount(node, index++);
            }
            way[level] = node;
            at[level] = index;
            node = child(level);
        }
        way[0] = node;
        return (int) Math.min(rest, Node.count(node));
    }

    /** The leaf that was descended to. */
    byte[] leaf() {
        return way[0];
    }

    /** How many bytes may be added to the leaf that was descended to before it is split; may be negative. */
    int room() {
        return (height == 0 ? topBytes : NodeBatch.NODE_BYTES) - Node.used(way[0]);
    }

    private byte[] child(int level) {
        ids[level - 1] = Node.childId(way[level], at[level]);
        return nodes.read(ids[level - 1], level > 1);
    }

    /** Number of elements left of the leaf that was descended to. */
    private long before() {
        long sum = 0;
        for (int level = height; level > 0; level--) {
            for (int i = 0; i < at[level]; i++) {
                sum += Node.childCount(way[level], i);
            }
        }
        return sum;
    }

    /**
     * Puts a changed leaf in place of the one that was descended to, and changes what is above. The next change needs a new
     * descent.
     *
     * @param added how many more elements it has
     * @param index where it differs
     */
    void change(byte[] leaf, long added, int index) {
        nodes.onEdit();
        count += added;
        byte[] node = leaf;
        int changed = index;
        for (int level = 0; level < height; level++) {
            byte[] parent = way[level + 1];
            int place = at[level + 1];
            if (Node.count(node) == 0) {
                nodes.drop(ids[level]);
                node = Node.splice(parent, place, place + 1, null, NO_KEY);
            } else if (Node.used(node) > NodeBatch.NODE_BYTES && Node.count(node) > 1) {
                node = split(parent, place, ids[level], node, changed);
            } else if (Node.used(node) >= Math.min(SPARSE_BYTES, Node.used(way[level])) || Node.count(parent) == 1) {
                int id = nodes.replace(ids[level], node);
                if (id == ids[level] && added == 0) {
                    return; // Nothing above differs.
                }
                node = recount(parent, place, id, added, level + 1);
            } else {
                node = join(parent, place, ids[level], node, added, level);
            }
            changed = place;
        }
        top = node;
        settleTop(changed);
    }

    /** The parent with one child changed in place if it was made by this change, else a copy. */
    private byte[] recount(byte[] parent, int place, int id, long added, int level) {
        boolean own = level < height && nodes.isMade(ids[level]);
        byte[] node = own ? parent : parent.clone();
        Node.setChild(node, place, id, Node.childCount(parent, place) + added);
        return node;
    }

    /** The parent with a child split in two or more. */
    private byte[] split(byte[] parent, int place, int id, byte[] node, int changed) {
        byte[] rest = node;
        byte[] result = parent;
        int next = place;
        int hint = changed;
        int oldId = id;
        boolean first = true;
        byte[] lower = place == 0 ? NO_KEY : Node.key(parent, place);
        while (rest != null) {
            byte[] part = rest;
            byte[] more = null;
            if (Node.used(rest) > NodeBatch.NODE_BYTES && Node.count(rest) > 1) {
                int cut = cut(rest, hint);
                part = Node.slice(rest, 0, cut);
                more = Node.slice(rest, cut, Node.count(rest));
                hint = -1;
            }
            if (more != null && Node.used(part) > NodeBatch.NODE_BYTES && Node.count(part) > 1) {
                // The left part is still too large: cut it again.
                int cut = Node.middle(part);
                more = Node.slice(rest, cut, Node.count(rest));
                part = Node.slice(rest, 0, cut);
            }
            int newId = first ? nodes.replace(oldId, part) : nodes.add(part);
            byte[] value = Node.child(newId, Node.elements(part));
            result = Node.splice(result, next, first ? next + 1 : next, lower, value);
            first = false;
            next++;
            if (more != null) {
                lower = bound(part, more);
            }
            rest = more;
        }
        return result;
    }

    /** The lower bound of {@code right}: for inner nodes the one that its first child has had. */
    private static byte[] bound(byte[] left, byte[] right) {
        return Node.isInner(right) ? Node.key(right, 0) : Node.separator(left, right);
    }

    /** Where to cut: elements that come at one end, one after the other, leave full nodes behind. */
    private static int cut(byte[] node, int changed) {
        int n = Node.count(node);
        int last = Node.isInner(node) ? n - 2 : n - 1; // A child that was cut has grown a neighbour.
        if (changed >= last) {
            return n - 1;
        }
        return changed == 0 ? 1 : Node.middle(node);
    }

    /** The parent with a sparse child joined with its neighbour, if both fit in one. */
    private byte[] join(byte[] parent, int place, int id, byte[] node, long added, int level) {
        int left = place > 0 ? place - 1 : place;
        int other = place > 0 ? place - 1 : place + 1;
        int otherId = Node.childId(parent, other);
        byte[] neighbour = nodes.read(otherId, level > 0);
        if (Node.used(node) + Node.used(neighbour) > JOINED_BYTES) {
            return recount(parent, place, nodes.replace(id, node), added, level + 1);
        }
        byte[] right = place > 0 ? node : neighbour;
        if (level > 0) {
            right = Node.splice(right, 0, 1, Node.key(parent, left + 1), Node.value(right, 0));
        }
        byte[] joined = place > 0 ? Node.concat(neighbour, right) : Node.concat(node, right);
        nodes.drop(otherId);
        byte[] value = Node.child(nodes.replace(id, joined), Node.elements(joined));
        return Node.splice(parent, left, left + 2, Node.key(parent, left), value);
    }

    /** Makes the tree higher while the top is too large, or lower while it has one child that fits. */
    private void settleTop(int changed) {
        if (Node.used(top) > topBytes && Node.count(top) > 1) {
            byte[] whole = top;
            int cut = cut(whole, changed);
            byte[] left = Node.slice(whole, 0, cut);
            byte[] right = Node.slice(whole, cut, Node.count(whole));
            top = Node.inner(
                    new byte[][] {NO_KEY, bound(left, right)},
                    new int[] {nodes.add(left), nodes.add(right)},
                    new long[] {Node.elements(left), Node.elements(right)});
            height++;
            return;
        }
        while (height > 0) {
            int n = Node.count(top);
            if (n == 0) {
                top = Node.empty();
                height = 0;
                return;
            }
            if (n > 1) {
                return;
            }
            int id = Node.childId(top, 0);
            byte[] child = nodes.read(id, height > 1);
            if (Node.used(child) > topBytes) {
                return;
            }
            top = Node.slice(child, 0, Node.count(child));
            nodes.drop(id);
            height--;
        }
    }
}
