package io.yggdrasil.ignite.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors over trees, and the trees that appenders fill. */
final class CursorTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final NodesInMemory nodes = new NodesInMemory();

    private static byte[] key(int number) {
        return ("key" + number).getBytes(StandardCharsets.US_ASCII);
    }

    private TreeMap<byte[], byte[]> model(int elements) {
        TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        while (model.size() < elements) {
            int bytes = random.nextInt(random.nextInt(500) == 0 ? 20_000 : 40);
            model.put(key(random.nextInt(elements * 3)), new byte[bytes]);
        }
        return model;
    }

    private Tree appended(TreeMap<byte[], byte[]> model) {
        Collection collection = Collection.create(7, 1, nodes);
        Appender appender = collection.tree(0).appender();
        model.forEach(appender::append);
        appender.finish();
        byte[] root = collection.write();
        collection.written();
        return Collection.read(root, nodes).tree(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 5_000, 60_000})
    void appender_sortedElements_makesTheirTree(int elements) {
        TreeMap<byte[], byte[]> model = model(elements);
        Tree tree = appended(model);
        assertEquals(model.size(), tree.count(), () -> "seed=" + seed);
        int rank = 0;
        Cursor cursor = tree.cursor();
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertTrue(cursor.next(), () -> "seed=" + seed);
            assertArrayEquals(entry.getKey(), cursor.key(), () -> "seed=" + seed);
            assertArrayEquals(entry.getValue(), cursor.value(), () -> "seed=" + seed);
            if (rank % 50 == 0) {
                assertEquals(rank, tree.rank(entry.getKey()), () -> "seed=" + seed);
                assertArrayEquals(entry.getKey(), tree.at(rank).key(), () -> "seed=" + seed);
            }
            rank++;
        }
        assertFalse(cursor.next(), () -> "seed=" + seed);
    }

    @Test
    void appended_changedLater_isTheModel() {
        TreeMap<byte[], byte[]> model = model(8_000);
        Tree tree = appended(model);
        for (int i = 0; i < 20_000; i++) {
            byte[] key = key(random.nextInt(24_000));
            if (random.nextInt(10) < 4) {
                assertArrayEquals(model.put(key, key), tree.put(key, key), () -> "seed=" + seed);
            } else {
                assertArrayEquals(model.remove(key), tree.remove(key), () -> "seed=" + seed);
            }
        }
        assertEquals(model.size(), tree.count(), () -> "seed=" + seed);
        Cursor cursor = tree.cursor();
        for (byte[] key : model.keySet()) {
            assertTrue(cursor.next() && cursor.isAt(key), () -> "seed=" + seed);
        }
    }

    @Test
    void appender_ofPlaces_keepsTheirOrder() {
        Collection collection = Collection.create(7, 1, nodes);
        Appender appender = collection.tree(0).appender();
        for (int i = 0; i < 10_000; i++) {
            appender.append(new byte[0], key(i));
        }
        assertEquals(0, collection.tree(0).count());
        appender.finish();
        for (int i = 0; i < 10_000; i += 7) {
            assertArrayEquals(key(i), collection.tree(0).at(i).value());
        }
        assertThrows(IllegalStateException.class, () -> collection.tree(0).appender());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5_000, 60_000})
    void cursor_randomMoves_isWhereTheModelSays(int elements) {
        TreeMap<byte[], byte[]> model = model(elements);
        Tree tree = appended(model);
        for (int round = 0; round < 40; round++) {
            Cursor cursor = tree.cursor();
            byte[] last = null;
            for (int steps = 0; steps < 500; steps++) {
                byte[] expected;
                boolean moved;
                if (random.nextInt(3) == 0) {
                    expected = last != null ? model.higherKey(last) : model.isEmpty() ? null : model.firstKey();
                    moved = cursor.next();
                } else {
                    byte[] sought = key(random.nextInt(Math.max(1, elements * 4)));
                    boolean behind = last != null && Arrays.compareUnsigned(last, sought) >= 0;
                    expected = behind ? last : model.ceilingKey(sought);
                    moved = cursor.seek(sought);
                }
                assertEquals(expected != null, moved, () -> "seed=" + seed);
                if (expected == null) {
                    break;
                }
                assertArrayEquals(expected, cursor.key(), () -> "seed=" + seed);
                assertTrue(cursor.isAt(expected));
                last = expected;
            }
        }
    }

    @Test
    void compareTo_ordersByKeys() {
        Tree tree = appended(model(3_000));
        for (int round = 0; round < 1_000; round++) {
            Cursor one = tree.cursor();
            Cursor other = tree.cursor();
            if (one.seek(key(random.nextInt(9_000))) && other.seek(key(random.nextInt(9_000)))) {
                int order = Arrays.compareUnsigned(one.key(), other.key());
                assertEquals(Integer.signum(order), Integer.signum(one.compareTo(other)), () -> "seed=" + seed);
            }
        }
    }
}
