package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.NodeStore;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.NodeKeys;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The nodes of the collection at one key, read and written as the entries of the command that is running. */
final class GridNodes implements NodeStore {
    private final GridKeyspaces entries;
    private final EntryKey root;
    private final byte[] key;

    /**
     * @param root the entry of the collection's root
     * @param key the user's key
     */
    GridNodes(GridKeyspaces entries, EntryKey root, byte[] key) {
        this.entries = entries;
        this.root = root;
        this.key = key;
    }

    @Override
    public long newOwner() {
        long owner = 0;
        while (owner == 0) {
            owner = ThreadLocalRandom.current().nextLong();
        }
        write(owner, 0, key);
        return owner;
    }

    @Override
    public byte @Nullable [] read(long owner, int id) {
        Object value = entries.node(entry(owner, id)).value();
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        throw new YggdrasilException(
                YggdrasilException.Kind.CORRUPT, "a node of a collection was replaced by " + value.getClass());
    }

    @Override
    public void write(long owner, int id, byte[] node) {
        entries.putNode(entry(owner, id), node);
    }

    @Override
    public void remove(long owner, int id) {
        entries.removeNode(entry(owner, id));
    }

    private EntryKey entry(long owner, int id) {
        return NodeKeys.key(root.store().nodes(), root.partition(), owner, id);
    }
}
