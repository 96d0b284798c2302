package io.yggdrasil.ignite.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.YggdrasilException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TreeTest {
    private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;
    private static final byte[] NO_VALUE = {};

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final NodesInMemory nodes = new NodesInMemory();
    private byte[] root = Collection.create(7, 1, nodes).write();

    private @Nullable Collection kept;
    private Use use = Use.READS;

    /** How a collection is used from one change to the next. */
    enum Use {
        /** It is read for each change. */
        READS,
        /** It is kept mostly. */
        KEEPS,
        /** It is kept mostly, and nodes are written over. */
        OVERWRITES
    }

    private void use(Use next) {
        use = next;
        nodes.overwritable(next == Use.OVERWRITES);
    }

    private Collection open() {
        Collection known = kept;
        kept = null;
        return known == null || random.nextInt(10) == 0 ? Collection.read(root, nodes) : known;
    }

    private void save(Collection collection) {
        root = collection.write();
        collection.overwrite();
        collection.written();
        kept = use == Use.READS ? null : collection;
    }

    private static byte[] key(int number) {
        return ("key" + number).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] value() {
        int bound = random.nextInt(300) == 0 ? 20_000 : 60;
        byte[] value = new byte[random.nextInt(bound)];
        random.nextBytes(value);
        return value;
    }

    private static List<Element> all(Tree tree, boolean forward) {
        List<Element> elements = new ArrayList<>();
        tree.visit(forward ? 0 : tree.count() - 1, forward, (leaf, index) -> {
            elements.add(new Element(Node.key(leaf, index), Node.value(leaf, index)));
            return true;
        });
        return elements;
    }

    private void assertSame(TreeMap<byte[], byte[]> model, Tree tree) {
        assertEquals(model.size(), tree.count(), () -> "seed=" + seed);
        List<Element> elements = all(tree, true);
        assertEquals(model.size(), elements.size(), () -> "seed=" + seed);
        int rank = 0;
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertArrayEquals(entry.getKey(), elements.get(rank).key(), () -> "seed=" + seed);
            assertArrayEquals(entry.getValue(), elements.get(rank).value(), () -> "seed=" + seed);
            rank++;
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyed_randomChanges_isTheModel(Use how) {
        use(how);
        TreeMap<byte[], byte[]> model = new TreeMap<>(BYTES);
        for (int round = 0; round < 600; round++) {
            Collection collection = open();
            Tree tree = collection.tree(0);
            boolean growing = round % 200 < 110;
            for (int left = 1 + random.nextInt(40); left > 0; left--) {
                byte[] key = key(random.nextInt(5000));
                if (random.nextInt(10) < (growing ? 8 : 1)) {
                    byte[] value = value();
                    assertArrayEquals(model.put(key, value), tree.put(key, value), () -> "seed=" + seed);
                } else if (growing || model.isEmpty()) {
                    assertArrayEquals(model.remove(key), tree.remove(key), () -> "seed=" + seed);
                } else {
                    byte[] some = model.higherKey(key) == null ? model.firstKey() : model.higherKey(key);
                    assertEquals(model.headMap(some).size(), tree.rank(some), () -> "seed=" + seed);
                    assertArrayEquals(model.remove(some), tree.remove(some), () -> "seed=" + seed);
                }
            }
            byte[] probe = key(random.nextInt(5000));
            assertArrayEquals(model.get(probe), tree.get(probe), () -> "seed=" + seed);
            assertEquals(model.headMap(probe).size(), tree.rank(probe), () -> "seed=" + seed);
            save(collection);
            if (round % 20 == 0) {
                assertSame(model, open().tree(0));
            }
        }
        Collection collection = open();
        for (byte[] key : new ArrayList<>(model.keySet())) {
            assertArrayEquals(model.remove(key), collection.tree(0).remove(key), () -> "seed=" + seed);
        }
        save(collection);
        assertEquals(0, open().tree(0).count());
        assertEquals(0, nodes.size(), () -> "nodes are left, seed=" + seed);
    }

    @ParameterizedTest
    @EnumSource
    void isFree_idsThatTheRootKeeps_areNotReached(Use how) {
        use(how);
        for (int round = 0; round < 50; round++) {
            Collection collection = open();
            for (int i = 0; i < 100; i++) {
                collection.tree(0).put(key(random.nextInt(5000)), value());
            }
            save(collection);
        }
        nodes.takeIdsRead();
        all(open().tree(0), true);
        Set<Integer> reached = nodes.takeIdsRead();
        int free = 0;
        for (int id = 1; id < Collection.idsOf(root); id++) {
            if (Collection.isFree(root, id)) {
                free++;
                assertFalse(reached.contains(id), "id=" + id + " seed=" + seed);
            }
        }
        assertTrue((free > 0 || how == Use.OVERWRITES) && !reached.isEmpty(), () -> "seed=" + seed);
        assertTrue(Collection.isFree(root, Collection.idsOf(root)), () -> "seed=" + seed);
        long stored = open().storedBytes() / NodeBatch.NODE_BYTES;
        assertTrue(Math.abs(nodes.size() - stored) <= 1, () -> nodes.size() + " nodes, " + stored + " seed=" + seed);
    }

    @ParameterizedTest
    @EnumSource
    void ids_ofManyLargeChanges_areUsedAgain(Use how) {
        use(how);
        TreeMap<byte[], byte[]> model = new TreeMap<>(BYTES);
        int made = 0;
        for (int round = 0; round < 300; round++) {
            Collection collection = open();
            for (int i = 0; i < 2_000; i++) {
                byte[] key = key(random.nextInt(20_000));
                byte[] value = new byte[40];
                random.nextBytes(value);
                model.put(key, value);
                collection.tree(0).put(key, value);
            }
            save(collection);
            made += nodes.size() / 2; // Most leaves are changed.
        }
        int ids = Collection.idsOf(root);
        assertTrue(ids < 16 * nodes.size() && ids < made / 4, () -> ids + " ids, " + nodes.size() + " seed=" + seed);
        assertSame(model, open().tree(0));
    }

    @ParameterizedTest
    @EnumSource
    void placed_randomChanges_isTheModel(Use how) {
        use(how);
        List<byte[]> model = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            Collection collection = open();
            Tree tree = collection.tree(0);
            for (int left = 1 + random.nextInt(40); left > 0; left--) {
                int rank = random.nextInt(model.size() + 1);
                int act = random.nextInt(round % 200 < 120 ? 12 : 40);
                if (act < 10 || model.isEmpty()) {
                    int place = act < 3 ? 0 : act < 6 ? model.size() : rank;
                    byte[] value = value();
                    model.add(place, value);
                    tree.insert(place, value);
                } else if (act == 10 && rank < model.size()) {
                    byte[] value = value();
                    model.set(rank, value);
                    tree.set(rank, value);
                } else {
                    int to = Math.min(model.size(), rank + random.nextInt(8));
                    model.subList(rank, to).clear();
                    tree.removeRange(rank, to);
                }
            }
            save(collection);
            List<Element> elements = all(open().tree(0), round % 2 == 0);
            assertEquals(model.size(), elements.size(), () -> "seed=" + seed);
            for (int i = 0; i < model.size(); i++) {
                Element element = elements.get(round % 2 == 0 ? i : model.size() - 1 - i);
                assertArrayEquals(model.get(i), element.value(), () -> "seed=" + seed);
                assertArrayEquals(model.get(i), open().tree(0).at(i).value(), () -> "seed=" + seed);
            }
        }
        Collection collection = open();
        collection.tree(0).removeRange(0, model.size());
        save(collection);
        assertEquals(0, nodes.size(), () -> "nodes are left, seed=" + seed);
    }

    /** However many of a change's writes were made, the old root tells the old elements. */
    @Test
    void write_cutShort_leavesTheOldElements() {
        TreeMap<byte[], byte[]> model = new TreeMap<>(BYTES);
        for (int round = 0; round < 150; round++) {
            final TreeMap<byte[], byte[]> before = new TreeMap<>(model);
            final byte[] oldRoot = root;
            Collection collection = open();
            for (int left = 1 + random.nextInt(60); left > 0; left--) {
                byte[] key = key(random.nextInt(1500));
                if (random.nextInt(10) < (round % 100 < 60 ? 8 : 3)) {
                    byte[] value = value();
                    model.put(key, value);
                    collection.tree(0).put(key, value);
                } else {
                    model.remove(key);
                    collection.tree(0).remove(key);
                }
            }
            Map<String, byte[]> then = nodes.mark();
            final byte[] newRoot = collection.write();
            List<Runnable> writes = nodes.log();
            nodes.restore(then);
            for (Runnable write : writes) {
                assertSame(before, Collection.read(oldRoot, nodes).tree(0));
                write.run();
            }
            assertSame(before, Collection.read(oldRoot, nodes).tree(0));
            root = newRoot;
            assertSame(model, open().tree(0));
            collection.written();
            assertSame(model, open().tree(0));
        }
    }

    @Test
    void put_sequentialKeys_fillsNodes() {
        Collection collection = open();
        int elements = 20_000;
        for (int i = 0; i < elements; i++) {
            collection.tree(0).put(String.format("%08d", i).getBytes(StandardCharsets.US_ASCII), new byte[32]);
        }
        save(collection);
        int bytes = elements * (1 + 8 + 32 + 2);
        assertTrue(nodes.size() * NodeBatch.NODE_BYTES < bytes * 1.1, () -> nodes.size() + " nodes");
    }

    @Test
    void change_ofOneElement_writesOneNodeALevel() {
        Collection collection = open();
        for (int i = 0; i < 30_000; i++) {
            collection.tree(0).put(key(i), new byte[32]);
        }
        save(collection);
        for (int i = 0; i < 100; i++) {
            nodes.mark();
            collection = open();
            collection.tree(0).put(key(random.nextInt(30_000)), new byte[32]);
            save(collection);
            assertTrue(nodes.log().size() <= 2, () -> nodes.log().size() + " writes");
        }
    }

    @Test
    void rankOfEnding_ofKeysOfAnyLength_isTheFirst() {
        TreeMap<byte[], byte[]> model = new TreeMap<>(BYTES);
        Tree tree = open().tree(0);
        for (int i = 0; i < 400; i++) {
            byte[] key = new byte[random.nextInt(i % 8 == 0 ? 300 : 6)];
            for (int at = 0; at < key.length; at++) {
                key[at] = (byte) random.nextInt(3);
            }
            model.put(key, NO_VALUE);
            tree.put(key, NO_VALUE);
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
            int bytes = random.nextInt(key.length + 1);
            byte[] ending = Arrays.copyOfRange(key, bytes, key.length);
            if (random.nextInt(4) == 0) {
                ending = Arrays.copyOf(ending, ending.length + 1);
            }
            assertEquals(rankOfEnding(model, bytes, ending), tree.rankOfEnding(bytes, ending), () -> "seed=" + seed);
        }
    }

    private static long rankOfEnding(TreeMap<byte[], byte[]> model, int bytes, byte[] ending) {
        long rank = 0;
        for (byte[] key : model.keySet()) {
            if (key.length == bytes + ending.length
                    && Arrays.equals(key, bytes, key.length, ending, 0, ending.length)) {
                return rank;
            }
            rank++;
        }
        return -1;
    }

    @Test
    void change_ofOneElementInPlace_writesOneNodeAndMakesNone() {
        Collection collection = open();
        for (int i = 0; i < 30_000; i++) {
            collection.tree(0).put(key(i), new byte[32]);
        }
        save(collection);
        use(Use.OVERWRITES);
        int stored = nodes.size();
        for (int i = 0; i < 100; i++) {
            nodes.mark();
            byte[] before = root;
            byte[] value = new byte[32];
            random.nextBytes(value);
            byte[] key = key(random.nextInt(30_000));
            collection = open();
            collection.tree(0).put(key, value);
            save(collection);
            assertEquals(1, nodes.log().size());
            assertArrayEquals(before, root);
            assertArrayEquals(value, Collection.read(root, nodes).tree(0).get(key), () -> "seed=" + seed);
        }
        assertEquals(stored, nodes.size());
    }

    @Test
    void read_damagedRoot_isCorrupt() {
        byte[] sound = root;
        for (int length = 0; length < sound.length; length++) {
            root = Arrays.copyOf(sound, length);
            assertEquals(
                    YggdrasilException.Kind.CORRUPT,
                    assertThrows(YggdrasilException.class, this::open).kind());
        }
    }

    @Test
    void get_nodeMissing_isCorrupt() {
        Collection collection = open();
        for (int i = 0; i < 1000; i++) {
            collection.tree(0).put(key(i), NO_VALUE);
        }
        save(collection);
        nodes.restore(Map.of());
        assertEquals(
                YggdrasilException.Kind.CORRUPT,
                assertThrows(YggdrasilException.class, () -> open().tree(0).get(key(1)))
                        .kind());
        assertNull(Collection.create(1, 1, nodes).tree(0).get(key(1)));
    }
}
