package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.RootValue;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.ignite.Ignite;

/**
 * Finds nodes whose roots went while nobody freed them: their primary died in the middle. A partition is searched once after
 * this node became its primary.
 *
 * <p>Node 0 of every owner holds the user's key. Whether its root still has that owner is asked under the root's lock, which
 * who makes nodes holds until their root is stored; an owner that a root does not have any more comes never again.
 *
 * <p>Threads: one.
 */
final class OrphanSearch {
    private final Ignite ignite;
    private final ExchangeEpoch epoch;
    private final Map<String, EntryStore> stores = new HashMap<>();
    private final Map<String, BitSet> searched = new HashMap<>();
    private final EntryScope scope = new EntryScope();

    /** Told of nodes that nothing reaches. */
    interface Found {
        /** Ids are all less than {@code ids}. */
        void orphans(String cacheName, int partition, long owner, int ids);
    }

    OrphanSearch(Ignite ignite, ExchangeEpoch epoch) {
        this.ignite = ignite;
        this.epoch = epoch;
    }

    /** Searches one partition; false: none is left to be searched now. */
    boolean step(Found found) {
        for (String name : ignite.cacheNames()) {
            if (!name.endsWith(EntryStore.NODES_SUFFIX)) {
                continue;
            }
            EntryStore store = store(name.substring(0, name.length() - EntryStore.NODES_SUFFIX.length()));
            PartitionView view = store.view();
            if (view != null && step(store, view, found)) {
                return true;
            }
        }
        return false;
    }

    private EntryStore store(String name) {
        EntryStore known = stores.get(name);
        if (known == null || known.isStopped()) {
            known = EntryStore.open(ignite, name, epoch);
            stores.put(name, known);
            searched.put(name, new BitSet());
        }
        return known;
    }

    private boolean step(EntryStore store, PartitionView view, Found found) {
        BitSet done = searched.computeIfAbsent(store.name(), name -> new BitSet());
        for (int p = done.nextSetBit(0); p >= 0; p = done.nextSetBit(p + 1)) {
            done.set(p, view.isLocal(p));
        }
        for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
            if (!done.get(p)) {
                if (store.nodes().size(p) > 0) {
                    search(store, p, found);
                }
                done.set(p);
                return true;
            }
        }
        return false;
    }

    private void search(EntryStore store, int partition, Found found) {
        Map<Long, Integer> ids = new HashMap<>();
        store.nodes().scanKeys(partition, key -> {
            if (key instanceof String text) {
                ids.merge(NodeKeys.ownerOf(text), NodeKeys.idOf(text) + 1, Math::max);
            }
            return true;
        });
        EntryRow row = new EntryRow();
        ids.forEach((owner, count) -> {
            store.nodes().read(NodeKeys.key(store.nodes(), partition, owner, 0), 0, row);
            if (row.value() instanceof byte[] key && !isOwner(store.key(key, 0, key.length, partition), owner)) {
                found.orphans(store.name(), partition, owner, count);
            }
        });
    }

    private boolean isOwner(EntryKey root, long owner) {
        int index = scope.add(root);
        try {
            if (scope.open() != EntryScope.Opening.OPEN) {
                throw new YggdrasilException(YggdrasilException.Kind.RETRY, "ownership is being decided");
            }
            return scope.row(index, 0).value() instanceof RootValue value && Collection.ownerOf(value.bytes()) == owner;
        } finally {
            scope.close();
        }
    }
}
