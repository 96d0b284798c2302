package io.yggdrasil.ignite.collection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty tree with elements that come in its order: makes one full node after the other, from the leaves up, where
 * {@link Tree#put} would copy a leaf an element. Nothing is in the tree before {@link #finish}. Threads: one.
 */
public final class Appender {
    private static final byte[] NO_KEY = {};

    private final Tree tree;
    private final NodeBatch nodes;
    private final int topBytes;
    private final List<NodePacker> levels = new ArrayList<>();
    private byte @Nullable [] lastLeaf;

    Appender(Tree tree, NodeBatch nodes, int topBytes) {
        this.tree = tree;
        this.nodes = nodes;
        this.topBytes = topBytes;
    }

    /**
     * Puts an element behind the last.
     *
     * @param key greater than all before; empty in trees that are ordered by place
     */
    public void append(byte[] key, byte[] value) {
        add(0, key, value);
    }

    private void add(int level, byte[] key, byte[] value) {
        if (level == levels.size()) {
            levels.add(new NodePacker(level > 0));
        }
        NodePacker packer = levels.get(level);
        if (!packer.isEmpty() && packer.bytesWith(key, value) > NodeBatch.NODE_BYTES) {
            close(level);
        }
        packer.add(key, value);
    }

    /** Makes a node of what came at a level, and a child of it. */
    private void close(int level) {
        byte[] node = levels.get(level).take();
        byte[] bound = level > 0 ? Node.key(node, 0) : lastLeaf == null ? NO_KEY : Node.separator(lastLeaf, node);
        if (level == 0) {
            lastLeaf = node;
        }
        add(level + 1, bound, Node.child(nodes.add(node), Node.elements(node)));
    }

    /** Puts all elements into the tree, which must still be empty. */
    public void finish() {
        int level = 0;
        while (level < levels.size() - 1
                || (level < levels.size() && !levels.get(level).fits(topBytes))) {
            close(level++);
        }
        if (!levels.isEmpty()) {
            tree.fill(levels.get(level).take(), level);
        }
    }
}
