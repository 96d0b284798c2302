package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.collection.Appender;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.ignite.collection.Tree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Named elements in no particular order: the fields of a hash, the members of a set.
 *
 * <p>A tree's key is a hash of the name (4 bytes), then the name. So a cursor can be a hash: the order of elements does not
 * change with what is written, and a scan neither misses what stays nor keeps anything.
 */
public final class Fields {
    private static final int HASH_BYTES = Integer.BYTES;

    private final Tree tree;

    /** The elements of a collection's first tree. */
    public Fields(Collection collection) {
        this(collection.tree(0));
    }

    /** The elements of a tree. */
    public Fields(Tree tree) {
        this.tree = tree;
    }

    /** Number of elements. */
    public long count() {
        return tree.count();
    }

    /** The value of a name; null: there is none. */
    public byte @Nullable [] get(byte[] name) {
        return tree.get(keyOf(name));
    }

    /** Whether there is an element of a name. */
    public boolean contains(byte[] name) {
        return tree.contains(keyOf(name));
    }

    /** Stores an element; returns the value that it had, or null when there was none. */
    public byte @Nullable [] put(byte[] name, byte[] value) {
        return tree.put(keyOf(name), value);
    }

    /** Removes an element; returns the value that it had, or null when there was none. */
    public byte @Nullable [] remove(byte[] name) {
        return tree.remove(keyOf(name));
    }

    /** The element at a place, from 0 to {@code count() - 1}; any order will do for who draws places at random. */
    public Element at(long place) {
        Element element = tree.at(place);
        return new Element(nameOf(element.key()), element.value());
    }

    /** Visits all elements until the visitor says enough. */
    public void visit(Visitor visitor) {
        tree.visit(0, element -> visitor.visit(nameOf(element.key()), element.value()));
    }

    /** Goes through the tree: by the same keys, in the same order, for all fields of whatever collection. */
    public Cursor cursor() {
        return tree.cursor();
    }

    /** Fills these fields, which must be empty, with elements by the keys and in the order of cursors. */
    public Appender appender() {
        return tree.appender();
    }

    /** The name in a tree's key. */
    public static byte[] nameOf(byte[] key) {
        return Arrays.copyOfRange(key, HASH_BYTES, key.length);
    }

    /**
     * Visits elements from a cursor on until at least {@code count} were seen or the end is reached. Elements with one hash
     * are never split between two calls.
     *
     * @param cursor 0 to begin, then what the last call returned
     * @return where to go on; 0 at the end
     */
    public long scan(long cursor, long count, Visitor visitor) {
        if (cursor < 0 || cursor > 0xFFFF_FFFFL) {
            return 0;
        }
        Scan scan = new Scan(count, visitor);
        byte[] from = new byte[HASH_BYTES];
        putHash(from, (int) cursor);
        tree.visit(tree.rank(from), scan);
        return scan.next;
    }

    /** Told of elements; the arrays are the visitor's to keep. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns whether to go on. */
        boolean visit(byte[] name, byte[] value);
    }

    private static final class Scan implements Tree.ElementVisitor {
        private final long count;
        private final Visitor visitor;
        private long seen;
        private int lastHash;
        private long next;

        Scan(long count, Visitor visitor) {
            this.count = count;
            this.visitor = visitor;
        }

        @Override
        public boolean visit(Element element) {
            int hash = hashIn(element.key());
            if (seen >= count && hash != lastHash) {
                next = Integer.toUnsignedLong(hash);
                return false;
            }
            seen++;
            lastHash = hash;
            visitor.visit(nameOf(element.key()), element.value());
            return true;
        }
    }

    static byte[] keyOf(byte[] name) {
        byte[] key = new byte[HASH_BYTES + name.length];
        putHash(key, hash(name));
        System.arraycopy(name, 0, key, HASH_BYTES, name.length);
        return key;
    }

    private static void putHash(byte[] key, int hash) {
        key[0] = (byte) (hash >>> 24);
        key[1] = (byte) (hash >>> 16);
        key[2] = (byte) (hash >>> 8);
        key[3] = (byte) hash;
    }

    private static int hashIn(byte[] key) {
        return key[0] << 24 | (key[1] & 0xFF) << 16 | (key[2] & 0xFF) << 8 | key[3] & 0xFF;
    }

    /** Stored: must never change. The JDK's hash of the array, its bits mixed as MurmurHash3 ends (both are specified). */
    static int hash(byte[] name) {
        int hash = Arrays.hashCode(name);
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }
}
