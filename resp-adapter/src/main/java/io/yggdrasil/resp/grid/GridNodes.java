package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.collection.NodeStore;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.NodeKeys;
import io.yggdrasil.resp.keyspace.Key;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The nodes of the collection at one key, read and written as the entries of the command that is running. */
final class GridNodes implements NodeStore {
    private final GridKeyspaces entries;
    private final EntryStore roots;
    private final int partition;
    private final byte[] key;
    private @Nullable EntryKey root;

    /**
     * @param roots where the collection's root is
     * @param key the user's key
     */
    GridNodes(GridKeyspaces entries, EntryStore roots, Key key) {
        this.entries = entries;
        this.roots = roots;
        this.partition = key.partition();
        this.key = key.bytes();
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
        return entries.nodes().read(roots.nodes(), partition, owner, id);
    }

    @Override
    public void write(long owner, int id, byte[] node) {
        entries.nodes().put(entry(owner, id), node);
    }

    @Override
    public boolean mayReuse(long owner, int id) {
        SpanWindow window = entries.window();
        if (window == null && !entries.scope().isHolding()) {
            return true;
        }
        EntryKey known = root;
        if (known == null) {
            known = roots.key(key, 0, key.length, partition);
            root = known;
        }
        return window == null ? entries.scope().mayReuseNode(known, owner, id) : window.mayReuseNode(known, owner, id);
    }

    @Override
    public boolean mayOverwrite() {
        return entries.nodes().mayOverwrite(roots.nodes(), partition);
    }

    @Override
    public void beginOverwrite() {
        entries.nodes().beginOverwrite(roots.nodes());
    }

    @Override
    public void overwrite(long owner, int id, byte[] node) {
        entries.nodes().overwrite(entry(owner, id), node);
    }

    @Override
    public void remove(long owner, int id) {
        entries.nodes().remove(entry(owner, id));
    }

    private EntryKey entry(long owner, int id) {
        return NodeKeys.key(roots.nodes(), partition, owner, id);
    }
}
