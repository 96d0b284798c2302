package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.NodeStore;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryScope;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.ExchangeEpoch;
import io.yggdrasil.ignite.internals.NodeKeys;
import io.yggdrasil.ignite.slot.Slots;
import java.nio.file.Path;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that lost their root are freed: at once if the node lives, when it comes again if it died first. */
final class OrphanedNodesTest {
    private static final int ELEMENTS = 1000;

    /** One collection's nodes, written one by one as a command writes them. */
    private record Nodes(EntryStore store, EntryKey root, String key, long owner) implements NodeStore {
        @Override
        public long newOwner() {
            write(owner, 0, key.getBytes(UTF_8));
            return owner;
        }

        @Override
        public byte[] read(long of, int id) {
            EntryRow row = new EntryRow();
            store.nodes().read(node(id), 0, row);
            return (byte[]) row.value();
        }

        @Override
        public void write(long of, int id, byte[] node) {
            put(node(id), node);
        }

        @Override
        public void remove(long of, int id) {
            throw new UnsupportedOperationException("nothing shrinks here");
        }

        private EntryKey node(int id) {
            return NodeKeys.key(store.nodes(), root.partition(), owner, id);
        }
    }

    private static void put(EntryKey key, Object value) {
        try (EntryScope scope = new EntryScope()) {
            int index = scope.add(key);
            TestGrid.await("scope", () -> scope.open() == EntryScope.Opening.OPEN);
            scope.put(index, value, 0, 0);
        }
    }

    private static Nodes nodesOf(EntryStore store, String key, long owner) {
        byte[] bytes = key.getBytes(UTF_8);
        int partition = Slots.partition(Slots.slot(bytes, 0, bytes.length));
        return new Nodes(store, store.key(bytes, 0, bytes.length, partition), key, owner);
    }

    /** Writes a collection's nodes and answers its root, which is not stored. */
    private static RootValue write(Nodes nodes) {
        Collection collection = Collection.create(1, 1, nodes);
        for (int i = 0; i < ELEMENTS; i++) {
            collection.tree(0).insert(i, ("element " + i).getBytes(UTF_8));
        }
        return new RootValue(collection.write());
    }

    private static EntryStore store(Ignite node) {
        Namespace namespace = Yggdrasil.of(node).namespaces().database(0);
        return EntryStore.open(node, namespace.cacheName(), ExchangeEpoch.start(node));
    }

    @Test
    void nodesWithoutRoot_areFreedAfterARestart_othersStay(@TempDir Path folder) {
        try (TestGrid grid = new TestGrid(bean -> bean, folder)) {
            Ignite node = grid.startServer();
            node.cluster().state(ClusterState.ACTIVE);
            EntryStore store = store(node);
            Nodes kept = nodesOf(store, "kept", 7);
            put(kept.root(), write(kept));
            long sound = node.cache("db0:nodes").sizeLong();
            write(nodesOf(store, "lost", 8)); // As if the node died before it stored the root.
            Nodes replaced = nodesOf(store, "replaced", 9);
            put(replaced.root(), write(replaced));
            assertEquals(3 * sound, node.cache("db0:nodes").sizeLong());
            put(replaced.root(), "a string".getBytes(UTF_8));
            TestGrid.await("freed at once", () -> node.cache("db0:nodes").sizeLong() == 2 * sound);
            grid.close();

            Ignite again = grid.startServer();
            EntryStore reopened = store(again);
            TestGrid.await("freed later", () -> again.cache("db0:nodes").sizeLong() == sound);
            EntryRow row = new EntryRow();
            reopened.read(nodesOf(reopened, "kept", 7).root(), 0, row);
            Collection collection = Collection.read(((RootValue) row.value()).bytes(), nodesOf(reopened, "kept", 7));
            assertArrayEquals(
                    "element 999".getBytes(UTF_8), collection.tree(0).at(999).value());
        }
    }
}
