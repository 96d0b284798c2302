package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.resp.keyspace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of one command are: in which stores, and on which nodes, as ownership was when they were added.
 *
 * <p>Threads: one. Reused; hot.
 */
final class KeyRoutes {
    private final Grid grid;
    private final List<EntryStore> stores = new ArrayList<>(2);
    private final List<PartitionView> views = new ArrayList<>(2);
    private @Nullable UUID remoteNode;
    private @Nullable Object generation;
    private @Nullable Namespace lastNamespace;
    private @Nullable EntryStore lastStore;
    private boolean anyLocal;
    private boolean anyRemote;
    private boolean spanning;
    private long onlyAt = GridKeyspaces.ANY_EPOCH;

    KeyRoutes(Grid grid) {
        this.grid = grid;
    }

    void clear() {
        stores.clear();
        views.clear();
        remoteNode = null;
        anyLocal = false;
        anyRemote = false;
        spanning = false;
        generation = grid.namespaces().generation();
    }

    /** What became of a key that was added. */
    enum Added {
        LOCAL,
        REMOTE,
        /** Its owner is not known now; it was not added. */
        UNKNOWN
    }

    /** Adds a key. A {@code RESOURCE} error when it has no owner left. */
    Added add(int database, Key key) {
        EntryStore store = store(database, key);
        if (store == null) {
            grid.requestStart(database, key.bytes());
            return Added.UNKNOWN;
        }
        PartitionView view = ensureView(store);
        if (view == null || !isInEpoch(view)) {
            return Added.UNKNOWN;
        }
        if (view.isLocal(key.partition())) {
            anyLocal = true;
            return Added.LOCAL;
        }
        UUID owner = view.primary(key.partition());
        if (owner == null) {
            Grid.requireNotLost(view, key.partition());
            return Added.UNKNOWN;
        }
        spanning |= anyRemote && !owner.equals(remoteNode);
        anyRemote = true;
        remoteNode = owner;
        return Added.REMOTE;
    }

    /** As {@link Grid#store}, but remembers the store of the key before, which most keys share. */
    @Nullable
    EntryStore store(int database, Key key) {
        Namespace namespace = grid.namespaces().ofIfStarted(database, key.buffer(), key.offset(), key.length());
        if (namespace == null) {
            return null;
        }
        EntryStore known = lastStore;
        if (known != null && namespace == lastNamespace && !known.isStopped()) {
            return known;
        }
        EntryStore store = grid.store(namespace);
        lastNamespace = namespace;
        lastStore = store;
        return store;
    }

    /** The store of the key that was added last. */
    EntryStore lastStore() {
        return Objects.requireNonNull(lastStore);
    }

    /** Who owns what of a store, as keys of it were added; null: none was. */
    @Nullable
    PartitionView view(EntryStore store) {
        int known = stores.indexOf(store);
        return known < 0 ? null : views.get(known);
    }

    private @Nullable PartitionView ensureView(EntryStore store) {
        PartitionView known = view(store);
        if (known != null) {
            return known;
        }
        PartitionView view = store.view();
        if (view != null) {
            stores.add(store);
            views.add(view);
        }
        return view;
    }

    /** Whether a key may have copies on other nodes than its owner. */
    boolean haveCopies(List<Key> keys) {
        for (PartitionView view : views) {
            for (Key key : keys) {
                if (view.owners(key.partition()).size() > 1) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All keys of a request are routed in one epoch, or their nodes would not be owners at the same time. */
    private boolean isInEpoch(PartitionView view) {
        return view.epoch() == epoch() && (onlyAt == GridKeyspaces.ANY_EPOCH || view.epoch() == onlyAt);
    }

    /** Lets keys be added only while the epoch of ownership is this one; {@link GridKeyspaces#ANY_EPOCH}: always. */
    void onlyAt(long epoch) {
        onlyAt = epoch;
    }

    /** The epoch of ownership in which the keys were added. */
    long epoch() {
        return views.isEmpty() ? GridKeyspaces.ANY_EPOCH : views.get(0).epoch();
    }

    /** Where the keys are. */
    Route route() {
        if (!anyRemote) {
            return Route.LOCAL;
        }
        return spanning || anyLocal ? Route.SPANNING : Route.REMOTE;
    }

    /** The primary of all keys when the route is {@link Route#REMOTE}. */
    UUID remoteNode() {
        UUID node = remoteNode;
        if (node == null) {
            throw new IllegalStateException("route=" + route());
        }
        return node;
    }

    /** Whether ownership and the order of the databases are still what they were. */
    boolean isCurrent() {
        if (generation != grid.namespaces().generation()) {
            return false;
        }
        for (int i = 0; i < stores.size(); i++) {
            if (!stores.get(i).isCurrent(views.get(i))) {
                return false;
            }
        }
        return true;
    }
}
