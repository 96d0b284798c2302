package io.yggdrasil.ignite.internals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.TestGrid;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.NodeStore;
import io.yggdrasil.ignite.collection.RootValue;
import io.yggdrasil.ignite.collection.Tree;
import io.yggdrasil.ignite.slot.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes that a scope keeps back until they are committed together. */
final class HeldWritesTest {
    private static final int ELEMENTS = 3000;
    private static final int CHANGES = 120;

    /** Unused nodes that a collection keeps for its next changes. */
    private static final int SPARE_NODES = 8;

    private static final TestGrid GRID = new TestGrid();

    private static IgniteCache<Object, Object> cache;
    private static EntryStore store;
    private static ExchangeEpoch epoch;

    @BeforeAll
    static void start() {
        Ignite node = GRID.startServer();
        Namespace namespace = Yggdrasil.of(node).namespaces().database(0);
        cache = namespace.cache();
        epoch = ExchangeEpoch.start(node);
        store = EntryStore.open(node, namespace.cacheName(), epoch);
    }

    @AfterAll
    static void stop() {
        epoch.stop();
        GRID.close();
    }

    private static EntryKey key(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return store.key(bytes, 0, bytes.length, Slots.partition(Slots.slot(bytes)));
    }

    private static EntryScope open(String... keys) {
        EntryScope scope = new EntryScope();
        for (String key : keys) {
            scope.add(key(key));
        }
        assertEquals(EntryScope.Opening.OPEN, scope.open());
        return scope;
    }

    private static byte[] text(Object text) {
        return text.toString().getBytes(UTF_8);
    }

    private static @Nullable Object stored(String key) {
        EntryRow row = new EntryRow();
        assertTrue(store.read(key(key), System.currentTimeMillis(), row));
        return row.value();
    }

    @Test
    void heldWrites_areSeenByTheScopeOnly_untilCommit() {
        long now = System.currentTimeMillis();
        cache.put("held gone", text("old"));
        try (EntryScope scope = open("held new", "held gone")) {
            scope.holdWrites();
            scope.put(0, text("first"), 0, now);
            scope.put(0, text("last"), now + 60_000, now);
            assertTrue(scope.remove(1, now));
            assertFalse(scope.remove(1, now));
            assertArrayEquals(text("last"), (byte[]) scope.row(0, now).value());
            assertFalse(scope.row(1, now).isPresent());
            assertEquals(null, stored("held new"));
            assertArrayEquals(text("old"), (byte[]) stored("held gone"));
            Object version = scope.versionOfWrite(0);
            scope.commit(now);
            assertFalse(scope.isHolding());
            assertEquals(version, scope.row(0, now).version());
        }
        assertArrayEquals(text("last"), (byte[]) cache.get("held new"));
        assertEquals(null, cache.get("held gone"));
    }

    @Test
    void heldWrites_withoutCommit_areNotDone() {
        long now = System.currentTimeMillis();
        cache.put("left", text("as it was"));
        try (EntryScope scope = open("left", "never")) {
            scope.holdWrites();
            scope.remove(0, now);
            scope.put(1, text("value"), 0, now);
        }
        assertArrayEquals(text("as it was"), (byte[]) cache.get("left"));
        assertEquals(null, cache.get("never"));
    }

    @Test
    void manyChangesOfOneCollection_leaveTheStoredOneReadable_untilCommit() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        List<String> model = new ArrayList<>();
        try (EntryScope scope = open("tree")) {
            Nodes at = new Nodes(scope, key("tree"));
            Collection collection = Collection.create(1, 1, at);
            for (int i = 0; i < ELEMENTS; i++) {
                model.add("element " + i);
                collection.tree(0).insert(i, text(model.get(i)));
            }
            save(scope, collection);
        }
        long nodesOfNew = nodesOf("tree");
        for (int round = 0; round < 4; round++) {
            boolean commits = round % 2 == 1;
            List<String> changed = new ArrayList<>(model);
            try (EntryScope scope = open("tree")) {
                scope.holdWrites();
                for (int i = 0; i < CHANGES; i++) {
                    change(scope, changed, random);
                    assertEquals(model, elements("tree"), () -> "seed=" + seed);
                }
                if (commits) {
                    scope.commit(System.currentTimeMillis());
                }
            }
            model = commits ? changed : model;
            assertEquals(model, elements("tree"), "seed=" + seed);
        }
        assertTrue(nodesOf("tree") <= 3 * nodesOfNew + SPARE_NODES, nodesOf("tree") + " nodes, new " + nodesOfNew);
    }

    private static void change(EntryScope scope, List<String> model, Random random) {
        Nodes at = new Nodes(scope, key("tree"));
        RootValue root = (RootValue) scope.row(0, System.currentTimeMillis()).value();
        Collection collection = Collection.read(root.bytes(), at);
        int index = random.nextInt(model.size());
        if (random.nextBoolean()) {
            model.add(index, "new " + random.nextInt());
            collection.tree(0).insert(index, text(model.get(index)));
        } else {
            model.remove(index);
            collection.tree(0).removeRange(index, index + 1);
        }
        save(scope, collection);
    }

    private static void save(EntryScope scope, Collection collection) {
        scope.put(0, new RootValue(collection.write()), EntryScope.KEEP_EXPIRE_TIME, System.currentTimeMillis());
        collection.written();
    }

    /** All elements as whoever is outside of the scope finds them. */
    private static List<String> elements(String key) {
        RootValue root = (RootValue) stored(key);
        Tree tree = Collection.read(root.bytes(), new Nodes(null, key(key))).tree(0);
        List<String> all = new ArrayList<>();
        for (long i = 0; i < tree.count(); i++) {
            all.add(new String(tree.at(i).value(), UTF_8));
        }
        return all;
    }

    private static long nodesOf(String key) {
        return store.nodes().size(key(key).partition());
    }

    @Test
    void collectionThatIsMadeAndDropped_leavesNoNodes() {
        try (EntryScope scope = open("dropped")) {
            scope.holdWrites();
            Collection collection = Collection.create(1, 1, new Nodes(scope, key("dropped")));
            for (int i = 0; i < ELEMENTS; i++) {
                collection.tree(0).insert(i, text("element " + i));
            }
            save(scope, collection);
            assertTrue(nodesOf("dropped") > 0);
            scope.remove(0, System.currentTimeMillis());
            scope.commit(System.currentTimeMillis());
        }
        TestGrid.await("nodes are freed", () -> nodesOf("dropped") == 0);
    }

    /** The nodes of one collection, written in a scope, or read outside of one. */
    private record Nodes(@Nullable EntryScope scope, EntryKey root) implements NodeStore {
        @Override
        public long newOwner() {
            long owner = ThreadLocalRandom.current().nextLong() | 1;
            write(owner, 0, text(root.key()));
            return owner;
        }

        @Override
        public byte @Nullable [] read(long owner, int id) {
            EntryRow row = new EntryRow();
            store.nodes().read(node(owner, id), 0, row);
            return (byte[]) row.value();
        }

        @Override
        public void write(long owner, int id, byte[] node) {
            scope.put(scope.include(node(owner, id)), node, 0, 0);
        }

        @Override
        public boolean mayReuse(long owner, int id) {
            return scope == null || scope.mayReuseNode(root, owner, id);
        }

        @Override
        public void remove(long owner, int id) {
            scope.removeAny(scope.include(node(owner, id)));
        }

        private EntryKey node(long owner, int id) {
            return NodeKeys.key(store.nodes(), root.partition(), owner, id);
        }
    }
}
