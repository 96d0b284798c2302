package io.yggdrasil.ignite.collection;

import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of collections are kept. The root that reaches them is stored after them, by the caller.
 *
 * <p>Arrays that are passed in or answered are not to be changed by either side.
 */
public interface NodeStore {
    /** A name, never 0, for the nodes of a collection that had none so far; notes whose they are. */
    long newOwner();

    /** The node with an id; null: there is none. */
    byte @Nullable [] read(long owner, int id);

    /** Stores a node, whether there is one with its id or not. */
    void write(long owner, int id, byte[] node);

    /** Whether a node may be stored with an id that nothing in the collection's root reaches: a root before may still count. */
    default boolean mayReuse(long owner, int id) {
        return true;
    }

    /**
     * Whether stored nodes may be written over by others of the same length: nobody else has a copy of them, and they do not
     * outlive the process. To be asked anew for each change.
     */
    default boolean mayOverwrite() {
        return false;
    }

    /**
     * Sees to it that {@link #overwrite} cannot fail before the root is stored that the nodes belong to.
     *
     * @throws io.yggdrasil.ignite.YggdrasilException {@code RETRY}: it could, now
     */
    default void beginOverwrite() {
        throw new UnsupportedOperationException("nodes are not written over");
    }

    /** Writes a node over the one with its id, of the same length; no effect if that is gone. */
    default void overwrite(long owner, int id, byte[] node) {
        throw new UnsupportedOperationException("nodes are not written over");
    }

    /** Removes a node, if there is one; id 0 is the note of {@link #newOwner}. */
    void remove(long owner, int id);
}
