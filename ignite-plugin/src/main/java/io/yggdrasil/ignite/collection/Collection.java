package io.yggdrasil.ignite.collection;

import io.yggdrasil.ignite.YggdrasilException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * A collection as one command reads and changes it: made from the root that stands under the user's key, and turned into
 * the next root by {@link #write}.
 *
 * <pre>
 *   0         1        2        3         4           12         16      18       18 + 4f
 *   +---------+--------+--------+---------+-----------+----------+-------+--------+----------+---------+---------+
 *   | version | type   | marks  | trees t | owner     | next id  | free  | f free | facts    | t times | top     |
 *   | (2)     |        |        |         | (i64)     | (i32)    | f     | ids    | (u32     | height  | nodes   |
 *   |         |        |        |         |           |          | (u16) | (i32)  | length)  | (u8)    |         |
 *   +---------+--------+--------+---------+-----------+----------+-------+--------+----------+---------+---------+
 * </pre>
 *
 * A top is preceded by its height (u8) and its length (i32).
 *
 * <p>{@code owner} names the collection's nodes among those of others; 0 while it has none.
 *
 * <p>Threads: one.
 */
public final class Collection {
    private static final byte VERSION = 2;
    private static final int FIXED_BYTES = 18;
    private static final int FREE_AT = 16;
    private static final int OWNER_AT = 4;

    /** Length of the nodes that may be written over. */
    public static final int NODE_BYTES = NodeBatch.NODE_BYTES;

    /**
     * Length of a root that has nodes. With a key of 170 bytes its row just fits in a page of 4 KB; a row in two pages takes
     * twice as long to read and to write.
     */
    private static final int ROOT_BYTES = 3_840;

    private static final int FREE_BYTES = NodeBatch.FREE_MAX * Integer.BYTES;

    /** A root without nodes that has grown gets this part of its bytes more, and so many, to grow where it is. */
    private static final int ROOM_SHARE = 4;

    private static final int ROOM_BYTES = 32;

    private final int type;
    private final NodeBatch nodes;

    /** Length of the root that was read or stored; 0: there is none. */
    private int rootBytes;

    private int writtenBytes;
    private Tree[] trees;
    private int marks;
    private byte[] facts;

    private Collection(int type, NodeBatch nodes, int rootBytes, Tree[] trees, int marks, byte[] facts) {
        this.type = type;
        this.nodes = nodes;
        this.rootBytes = rootBytes;
        this.trees = trees;
        this.marks = marks;
        this.facts = facts;
    }

    /** An empty collection. */
    public static Collection create(int type, int treeCount, NodeStore store) {
        NodeBatch nodes = new NodeBatch(store, 0, new int[0], NodeBatch.FIRST_ID);
        Tree[] trees = new Tree[treeCount];
        for (int i = 0; i < treeCount; i++) {
            trees[i] = new Tree(nodes, Node.empty(), 0, topBytes(treeCount));
        }
        return new Collection(type, nodes, 0, trees, 0, new byte[0]);
    }

    /** Reads a root; what is damaged is a {@code CORRUPT} error. */
    public static Collection read(byte[] root, NodeStore store) {
        try {
            return parse(ByteBuffer.wrap(root), store);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new YggdrasilException(YggdrasilException.Kind.CORRUPT, "the root of a collection is damaged", e);
        }
    }

    private static Collection parse(ByteBuffer in, NodeStore store) {
        byte version = in.get();
        if (version != VERSION) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.CORRUPT, "the root of a collection has the unknown version " + version);
        }
        int rootBytes = in.limit();
        int type = in.get();
        int marks = in.get() & 0xFF;
        int treeCount = in.get();
        long owner = in.getLong();
        int next = in.getInt();
        int[] free = new int[in.getChar()];
        for (int i = 0; i < free.length; i++) {
            free[i] = in.getInt();
        }
        byte[] facts = bytes(in);
        NodeBatch nodes = new NodeBatch(store, owner, free, next);
        Tree[] trees = new Tree[treeCount];
        for (int i = 0; i < trees.length; i++) {
            int height = in.get();
            byte[] top = bytes(in);
            Node.check(top, height > 0);
            trees[i] = new Tree(nodes, top, height, topBytes(trees.length));
        }
        return new Collection(type, nodes, rootBytes, trees, marks, facts);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** A root with all its tops is to fit in a page. */
    private static int topBytes(int treeCount) {
        return (ROOT_BYTES - FIXED_BYTES - FREE_BYTES) / treeCount - 64;
    }

    /** The type of a root. */
    public static int typeOf(byte[] root) {
        return root[1];
    }

    /** The owner of a root's nodes; 0: it has none. */
    public static long ownerOf(byte[] root) {
        return ByteBuffer.wrap(root).getLong(OWNER_AT);
    }

    /** The ids of a root's nodes are all less than this. */
    public static int idsOf(byte[] root) {
        return ByteBuffer.wrap(root).getInt(12);
    }

    /** Whether a root keeps the id for new nodes, so that it reaches none that has it. */
    public static boolean isFree(byte[] root, int id) {
        ByteBuffer in = ByteBuffer.wrap(root, FIXED_BYTES, root.length - FIXED_BYTES);
        boolean free = id >= idsOf(root);
        for (int i = in.getChar(FREE_AT); i > 0 && !free; i--) {
            free = in.getInt() == id;
        }
        return free;
    }

    /** The number of a root's trees. */
    public static int treesOf(byte[] root) {
        return root[3];
    }

    /** What a root's type keeps beside its elements. */
    public static byte[] factsOf(byte[] root) {
        ByteBuffer in = ByteBuffer.wrap(root);
        in.position(FIXED_BYTES + in.getChar(FREE_AT) * Integer.BYTES);
        return bytes(in);
    }

    /** What kind of collection this is; told by who made it. */
    public int type() {
        return type;
    }

    /** The tree with an index. */
    public Tree tree(int index) {
        return trees[index];
    }

    /** Number of trees. */
    public int treeCount() {
        return trees.length;
    }

    /**
     * Makes the number of trees another one: what comes to it is empty, and what goes must be. A tree stays as it is while there
     * are more of them; only how large its top may grow changes.
     */
    public void trees(int count) {
        Tree[] next = new Tree[count];
        for (int i = 0; i < count; i++) {
            next[i] = i < trees.length ? trees[i] : new Tree(nodes, Node.empty(), 0, topBytes(count));
            next[i].topBytes(topBytes(count));
        }
        for (int i = count; i < trees.length; i++) {
            if (trees[i].count() > 0) {
                throw new IllegalStateException("tree=" + i + " has count=" + trees[i].count());
            }
        }
        trees = next;
        nodes.onEdit();
    }

    /** Eight bits for the type's own use. */
    public int marks() {
        return marks;
    }

    /** Changes {@link #marks}. */
    public void marks(int value) {
        nodes.onEdit();
        marks = value;
    }

    /** What the type wants to keep beside its elements. */
    public byte[] facts() {
        return facts;
    }

    /** Changes {@link #facts}. */
    public void facts(byte[] value) {
        nodes.onEdit();
        facts = value;
    }

    /** How often it was changed since it was read or created. */
    public int edits() {
        return nodes.edits();
    }

    /** About how many bytes are stored, unused nodes included: large elements count as a usual node. */
    public long storedBytes() {
        long bytes = FIXED_BYTES + facts.length;
        long stored = isInRoot() ? 0 : 1 + nodes.free().length;
        for (Tree tree : trees) {
            bytes += Node.used(tree.top());
            stored += tree.nodeCount();
        }
        return bytes + stored * NodeBatch.NODE_BYTES;
    }

    /** Whether all elements are in the root. */
    public boolean isInRoot() {
        for (Tree tree : trees) {
            if (!tree.isInRoot()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes changed nodes and answers the root that is to be stored then. Roots keep their length mostly, so that one takes
     * another's place without moving: see {@link #lengthFor}.
     */
    public byte[] write() {
        nodes.write();
        boolean small = isInRoot();
        int[] free = small ? new int[0] : nodes.free();
        int bytes = FIXED_BYTES + free.length * Integer.BYTES + Integer.BYTES + facts.length;
        for (Tree tree : trees) {
            bytes += 1 + Integer.BYTES + Node.used(tree.top());
        }
        ByteBuffer out = ByteBuffer.allocate(small ? lengthFor(bytes) : Math.max(bytes, ROOT_BYTES));
        out.put(VERSION).put((byte) type).put((byte) marks).put((byte) trees.length);
        out.putLong(small ? 0 : nodes.owner())
                .putInt(small ? NodeBatch.FIRST_ID : nodes.next())
                .putChar((char) free.length);
        for (int id : free) {
            out.putInt(id);
        }
        out.putInt(facts.length).put(facts);
        for (Tree tree : trees) {
            out.put((byte) tree.height()).putInt(Node.used(tree.top())).put(tree.top(), 0, Node.used(tree.top()));
        }
        writtenBytes = out.capacity();
        return out.array();
    }

    /**
     * The length of a root without nodes that needs so many bytes. It stays what it was while it fits and is not twice what is
     * needed; one that has grown gets some more for the next changes, in its page.
     */
    private int lengthFor(int bytes) {
        if (rootBytes == 0 || bytes <= rootBytes && rootBytes <= 2 * bytes) {
            return Math.max(bytes, rootBytes);
        }
        return Math.max(bytes, Math.min(bytes + bytes / ROOM_SHARE + ROOM_BYTES, ROOT_BYTES));
    }

    /** Copies all nodes to another place, which must have none of them, and answers the root that is to be stored then. */
    public byte[] copyTo(NodeStore target) {
        byte[] copy = write();
        if (!isInRoot()) {
            long owner = target.newOwner();
            for (Tree tree : trees) {
                tree.copyNodes(target, owner);
            }
            ByteBuffer.wrap(copy).putLong(OWNER_AT, owner);
        }
        return copy;
    }

    /** To be called as soon as the root that {@link #write} answered is stored: writes nodes that take the place of others. */
    public void overwrite() {
        nodes.overwrite();
    }

    /**
     * To be called when the root that {@link #write} answered is stored, after {@link #overwrite}: removes nodes that are not used any more. The next
     * change begins with what is stored now.
     */
    public void written() {
        rootBytes = writtenBytes;
        if (isInRoot()) {
            nodes.removeAll();
        } else {
            nodes.removeUnused();
        }
    }
}
