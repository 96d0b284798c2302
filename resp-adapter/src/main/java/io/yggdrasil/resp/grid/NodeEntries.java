package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.InPlacePut;
import io.yggdrasil.ignite.internals.NodeKeys;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.RowReader;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.tier.hot.ArraySink;
import org.jspecify.annotations.Nullable;

/**
 * The entries of nodes of collections as the command sees them that is running: where their roots are, in pages or in the scope,
 * they are too.
 *
 * <p>Threads: one, that of its {@link GridKeyspaces}.
 */
final class NodeEntries {
    private final GridKeyspaces roots;
    private final EntryScope scope;
    private final @Nullable SpanWindow window;
    private final InPlacePut inPlace = new InPlacePut();
    private final RowReader reader = new RowReader();
    private final ArraySink sink = new ArraySink();
    private final EntryRow scratch = new EntryRow();
    private final byte[] keyBytes = new byte[NodeKeys.BYTES_MAX];

    /** Whether nodes have entries in the scope, as it then knows better than the pages. */
    private boolean areInScope;

    private @Nullable PartitionView overwritesAt;

    NodeEntries(GridKeyspaces roots) {
        this.roots = roots;
        this.scope = roots.scope();
        this.window = roots.window();
    }

    /** Reads a node. */
    byte @Nullable [] read(EntryStore nodes, int partition, long owner, int id) {
        byte[] node = readShort(nodes, partition, owner, id);
        if (node != null) {
            return node;
        }
        Object value = row(NodeKeys.key(nodes, partition, owner, id)).value();
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        throw new YggdrasilException(
                YggdrasilException.Kind.CORRUPT, "a node of a collection was replaced by " + value.getClass());
    }

    /** Reads it from its page; null where that cannot be done. */
    private byte @Nullable [] readShort(EntryStore nodes, int partition, long owner, int id) {
        if (window != null || areInScope) {
            return null;
        }
        int length = NodeKeys.write(partition, owner, id, keyBytes);
        RowReader.Outcome outcome = reader.read(nodes, keyBytes, 0, length, partition, roots.nowMillis(), sink);
        return outcome == RowReader.Outcome.FOUND ? sink.toBytes() : null;
    }

    private EntryRow row(EntryKey key) {
        if (window != null) {
            return window.row(key, roots.nowMillis());
        }
        int index = scope.isOpen() ? scope.indexOf(key) : -1;
        if (index >= 0) {
            return scope.row(index, roots.nowMillis());
        }
        key.store().read(key, roots.nowMillis(), scratch);
        return scratch;
    }

    /** Stores a node whose root is in the scope. */
    void put(EntryKey key, byte[] node) {
        if (window != null) {
            window.put(key, node, Expiry.NONE, roots.nowMillis());
        } else if (!putInPlace(key, node)) {
            roots.openIfLate();
            putInScope(key, node);
        }
    }

    private boolean putInPlace(EntryKey key, byte[] node) {
        PartitionView view = key.store().view();
        inPlace.stay(true);
        return view != null && inPlace.put(key, node, view);
    }

    private void putInScope(EntryKey key, byte[] node) {
        areInScope = true;
        scope.put(scope.include(key), node, Expiry.NONE, roots.nowMillis());
    }

    /** Whether nodes of the collection that the command changes may be written over: see {@link InPlacePut#overwrite}. */
    boolean mayOverwrite(EntryStore nodes, int partition) {
        PartitionView view = roots.readsToChange() ? nodes.view() : null;
        return view != null
                && InPlacePut.mayOverwrite(nodes, partition, view, NodeKeys.BYTES_MAX, Collection.NODE_BYTES);
    }

    /** Sees to it that nodes can be written over once their root is stored. */
    void beginOverwrite(EntryStore nodes) {
        PartitionView view = scope.isOpen() ? null : nodes.view();
        if (!scope.isOpen() && (view == null || !inPlace.beginOverwrite(nodes, view))) {
            throw new YggdrasilException(YggdrasilException.Kind.RETRY, "nodes cannot be written over now");
        }
        overwritesAt = view;
    }

    /** Writes a node over another, when the root is stored. */
    void overwrite(EntryKey key, byte[] node) {
        PartitionView view = overwritesAt;
        if (scope.isOpen() || view == null) {
            scope.useReserve(true);
            putInScope(key, node);
        } else {
            inPlace.overwrite(key, node, view);
        }
    }

    /** Removes a node whose root is in the scope. */
    void remove(EntryKey key) {
        if (window != null) {
            window.remove(key, roots.nowMillis());
        } else {
            roots.openIfLate();
            areInScope = true;
            scope.removeAny(scope.include(key));
        }
    }

    /** Gives back the locks that are kept from one node to the next. */
    void leave() {
        inPlace.leave();
    }

    /** The scope is about to be closed. */
    void close() {
        leave();
        areInScope = false;
    }
}
