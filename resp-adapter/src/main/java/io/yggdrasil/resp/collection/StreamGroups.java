package io.yggdrasil.resp.collection;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Tree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumer groups of a stream, by name.
 *
 * <p>All are in tree 1. Keys that begin with 0 (i32) and go on with a name lead to groups; what belongs to a {@link
 * StreamGroup} begins with its number, which is not 0.
 */
public final class StreamGroups {
    static final int TREE = 1;

    private static final int DIRECTORY = 0;

    private final Tree tree;

    /** The groups of a collection of type stream. */
    public StreamGroups(Collection collection) {
        this.tree = collection.tree(TREE);
    }

    /** Number of groups. */
    public long count() {
        return tree.rank(StreamGroup.number(DIRECTORY + 1));
    }

    /** The group of a name; null: there is none. */
    public @Nullable StreamGroup find(byte[] name) {
        byte[] header = tree.get(key(name));
        return header == null ? null : StreamGroup.read(tree, name, header);
    }

    /**
     * Makes a group of a name that none has.
     *
     * @param lastId behind which it begins
     * @param entriesRead how many entries were ever added up to there; -1: it is not known
     */
    public StreamGroup create(byte[] name, StreamId lastId, long entriesRead) {
        long elements = tree.count();
        int last = elements == 0
                ? DIRECTORY
                : ByteBuffer.wrap(tree.at(elements - 1).key()).getInt();
        return StreamGroup.create(tree, name, StreamGroup.after(last), lastId, entriesRead);
    }

    /** Removes a group with all that it has. */
    public void remove(StreamGroup group) {
        tree.remove(key(group.name()));
        group.clear();
    }

    /** All groups in the order of their names. */
    public List<StreamGroup> all() {
        int count = (int) count();
        List<StreamGroup> groups = new ArrayList<>(count);
        tree.visit(0, element -> {
            if (groups.size() < count) {
                byte[] name = Arrays.copyOfRange(element.key(), Integer.BYTES, element.key().length);
                groups.add(StreamGroup.read(tree, name, element.value()));
            }
            return groups.size() < count;
        });
        return groups;
    }

    static byte[] key(byte[] name) {
        return ByteBuffer.allocate(Integer.BYTES + name.length)
                .putInt(DIRECTORY)
                .put(name)
                .array();
    }
}
