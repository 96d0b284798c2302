package io.yggdrasil.ignite.collection;

import io.yggdrasil.ignite.YggdrasilException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a collection as one change sees and makes them. Ids that the stored root reaches are never written: see the
 * package.
 */
final class NodeBatch {
    /** Nodes are stored with this length, so that one takes another's place without moving; larger ones as they are. */
    static final int NODE_BYTES = 3968;

    /** Unused nodes that stay stored, for the next changes: so many at most, ... */
    static final int FREE_MAX = 128;

    /** ... and of more than a few no more than this part of all. */
    private static final int FREE_SHARE = 8;

    private static final int FREE_FEW = 8;

    /** Node 0 tells whose nodes these are, for who finds them without a root. */
    static final int FIRST_ID = 1;

    private static final int LEAVES_SEEN = 16;
    private static final int INNER_SEEN = 64;

    /** With no more ids than this nobody looks whether some are unused. */
    private static final int DENSE_MAX = 1_024;

    private static final int UNSTORED_TRIES = 4;

    private final NodeStore store;
    private final MadeNodes made = new MadeNodes();
    private final Set<Integer> replaced = new HashSet<>();

    /** What the store said of this change. */
    private @Nullable Boolean mayOverwrite;

    /** Stored nodes that were read or written. What the root reaches stays as it is while this batch is used. */
    private final SeenNodes leaves = new SeenNodes(LEAVES_SEEN);

    private final SeenNodes inners = new SeenNodes(INNER_SEEN);
    private long owner;
    private int[] free;
    private int freeCount;
    private int next;
    private int edits;

    /**
     * @param owner whose nodes they are; 0: there are none
     * @param free ids of stored nodes that nothing reaches
     * @param next the first id that was never used
     */
    NodeBatch(NodeStore store, long owner, int[] free, int next) {
        this.store = store;
        this.owner = owner;
        this.free = free;
        this.freeCount = free.length;
        this.next = next;
    }

    /** How often the collection was changed since it was read. */
    int edits() {
        return edits;
    }

    /** The collection is changed. */
    void onEdit() {
        edits++;
    }

    byte[] read(int id, boolean inner) {
        byte[] node = made.get(id);
        if (node == null) {
            node = readStored(id, inner ? inners : leaves);
        }
        Node.check(node, inner);
        return node;
    }

    private byte[] readStored(int id, SeenNodes seen) {
        byte[] node = seen.get(id);
        if (node == null) {
            node = store.read(owner, id);
            if (node == null) {
                throw new BrokenTreeException("node " + id + " of a collection is missing");
            }
            seen.put(id, node);
        }
        return node;
    }

    /** Whether a node was made by this change, so that it may be written upon. */
    boolean isMade(int id) {
        return made.contains(id);
    }

    /** Gives a new node an id. */
    int add(byte[] node) {
        edits++;
        int id = takeFree();
        made.put(id, node);
        return id;
    }

    /** An id that may be written: one that is free, or one that was never used. */
    private int takeFree() {
        for (int i = freeCount - 1; i >= 0; i--) {
            int id = free[i];
            if (store.mayReuse(owner, id)) {
                System.arraycopy(free, i + 1, free, i, freeCount - i - 1);
                freeCount--;
                return id;
            }
        }
        return next > DENSE_MAX ? takeUnstored() : next++;
    }

    /**
     * An id of a node that was removed, found by trying a few, or else a new one. So what changes many nodes at a time, again and
     * again, does not use up the ids: with n nodes, they grow with the fifth root of n to the fourth times the nodes ever made.
     */
    private int takeUnstored() {
        for (int tries = UNSTORED_TRIES; tries > 0; tries--) {
            int id = ThreadLocalRandom.current().nextInt(1, next);
            if (!made.contains(id) && store.mayReuse(owner, id) && store.read(owner, id) == null) {
                return id;
            }
        }
        if (next == Integer.MAX_VALUE) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.USER, "the collection has had too many nodes: write it to another key");
        }
        return next++;
    }

    /** Puts a node where another was; returns its id. */
    int replace(int id, byte[] node) {
        boolean usual = Node.used(node) <= NODE_BYTES;
        if (made.contains(id) && (usual || !made.isOver(id))) {
            made.put(id, node);
            return id;
        }
        if (usual && isUsualNode(id, Node.isInner(node)) && mayOverwrite()) {
            edits++;
            made.putOver(id, node);
            return id;
        }
        drop(id);
        return add(node);
    }

    /** Whether a stored node is known to have the usual length. */
    private boolean isUsualNode(int id, boolean inner) {
        byte[] stored = (inner ? inners : leaves).get(id);
        return stored != null && stored.length == NODE_BYTES;
    }

    private boolean mayOverwrite() {
        Boolean answer = mayOverwrite;
        if (answer == null) {
            answer = store.mayOverwrite();
            mayOverwrite = answer;
        }
        return answer;
    }

    /** Drops a node. */
    void drop(int id) {
        edits++;
        if (made.remove(id)) {
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, freeCount + FREE_FEW);
            }
            free[freeCount++] = id;
        } else {
            replaced.add(id);
        }
    }

    /**
     * Stores what was made and takes no other's place. The root that reaches it is to be stored next, then {@link #overwrite}
     * and {@link #removeUnused} are to be called.
     */
    void write() {
        if (owner == 0 && !made.isEmpty()) {
            owner = store.newOwner();
        }
        made.pad(NODE_BYTES);
        made.forEach((id, node, isOver) -> {
            if (!isOver) {
                store.write(owner, id, node);
            }
        });
        if (made.hasOver()) {
            store.beginOverwrite();
        }
    }

    /** Stores what was made and takes another's place. */
    void overwrite() {
        made.forEach((id, node, isOver) -> {
            if (isOver) {
                store.overwrite(owner, id, node);
            }
        });
    }

    /** The ids that nothing will reach when the new root is stored, and that stay. */
    int[] free() {
        int[] all = unused();
        return Arrays.copyOf(all, Math.min(all.length, kept()));
    }

    private int kept() {
        return Math.min(FREE_MAX, Math.max(FREE_FEW, next / FREE_SHARE));
    }

    /** Removes the unused nodes that do not stay, after the new root was stored, which is where the next change begins. */
    void removeUnused() {
        int[] all = unused();
        for (int i = kept(); i < all.length; i++) {
            store.remove(owner, all[i]);
        }
        free = Arrays.copyOf(all, Math.min(all.length, kept()));
        freeCount = free.length;
        made.forEach((id, node, isOver) -> (Node.isInner(node) ? inners : leaves).put(id, node));
        forgetChange();
    }

    /** Removes everything, after a root was stored that reaches no node. */
    void removeAll() {
        for (int id = next - 1; id >= 0 && owner != 0; id--) {
            store.remove(owner, id);
        }
        owner = 0;
        next = FIRST_ID;
        freeCount = 0;
        forgetChange();
        inners.clear();
        leaves.clear();
    }

    private void forgetChange() {
        made.clear();
        replaced.clear();
        mayOverwrite = null;
    }

    int next() {
        return next;
    }

    long owner() {
        return owner;
    }

    /** Those that may be used again by the next change come first. */
    private int[] unused() {
        int[] all = Arrays.copyOf(free, freeCount + replaced.size());
        int at = freeCount;
        for (int id : replaced) {
            all[at++] = id;
        }
        int reusable = 0;
        for (int i = 0; i < all.length; i++) {
            int id = all[i];
            if (store.mayReuse(owner, id)) {
                System.arraycopy(all, reusable, all, reusable + 1, i - reusable);
                all[reusable++] = id;
            }
        }
        return all;
    }
}
