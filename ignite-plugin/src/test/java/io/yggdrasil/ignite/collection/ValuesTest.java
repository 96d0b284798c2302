package io.yggdrasil.ignite.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ValuesTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final NodesInMemory nodes = new NodesInMemory();
    private byte[] root = Collection.create(1, 1, nodes).write();

    private Collection open() {
        return Collection.read(root, nodes);
    }

    private void save(Collection collection) {
        root = collection.write();
        collection.written();
    }

    /** One of a few kinds, told by the first byte. */
    private byte[] value(int kinds) {
        byte[] value = new byte[random.nextInt(200) == 0 ? 10_000 : 1 + random.nextInt(60)];
        random.nextBytes(value);
        value[0] = (byte) random.nextInt(kinds);
        return value;
    }

    private static List<byte[]> all(Tree tree, boolean forward) {
        List<byte[]> values = new ArrayList<>();
        new Values(tree).visit(forward ? 0 : tree.count() - 1, forward, (bytes, offset, length) -> {
            values.add(Arrays.copyOfRange(bytes, offset, offset + length));
            return true;
        });
        return values;
    }

    private void push(List<byte[]> model, Tree tree, int kinds) {
        boolean front = random.nextBoolean();
        List<byte[]> pushed = new ArrayList<>();
        for (int left = model.size() > 6000 ? 0 : random.nextInt(random.nextBoolean() ? 4 : 800); left > 0; left--) {
            byte[] value = value(kinds);
            pushed.add(value);
            model.add(front ? 0 : model.size(), value);
        }
        new Values(tree).push(front, pushed);
    }

    private static long removeFrom(List<byte[]> model, boolean forward, long most, int kind) {
        long removed = 0;
        int i = forward ? 0 : model.size() - 1;
        while (i >= 0 && i < model.size() && removed < most) {
            boolean chosen = model.get(i)[0] == kind;
            if (chosen) {
                model.remove(i);
                removed++;
            }
            i += forward ? chosen ? 0 : 1 : -1;
        }
        return removed;
    }

    @Test
    void remove_randomChoices_isTheModel() {
        List<byte[]> model = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            int kinds = 1 + random.nextInt(12);
            Collection collection = open();
            Tree tree = collection.tree(0);
            for (int left = model.size() > 6000 ? 0 : random.nextInt(600); left > 0; left--) {
                byte[] value = value(kinds);
                int rank = random.nextInt(3) == 0 ? random.nextInt(model.size() + 1) : model.size();
                model.add(rank, value);
                tree.insert(rank, value);
            }
            push(model, tree, kinds);
            boolean forward = random.nextBoolean();
            long most = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(300);
            int kind = random.nextInt(kinds);
            long removed = new Values(tree).remove(forward, most, (bytes, offset, length) -> bytes[offset] == kind);
            assertEquals(removeFrom(model, forward, most, kind), removed, () -> "seed=" + seed);
            save(collection);
            assertEquals(model.size(), open().tree(0).count(), () -> "seed=" + seed);
            List<byte[]> values = all(open().tree(0), round % 2 == 0);
            assertEquals(model.size(), values.size(), () -> "seed=" + seed);
            for (int i = 0; i < model.size(); i++) {
                byte[] value = values.get(round % 2 == 0 ? i : model.size() - 1 - i);
                assertArrayEquals(model.get(i), value, () -> "seed=" + seed);
            }
        }
        Collection collection = open();
        assertEquals(model.size(), new Values(collection.tree(0)).remove(false, Long.MAX_VALUE, (b, o, l) -> true));
        save(collection);
        assertEquals(0, nodes.size(), () -> "nodes are left, seed=" + seed);
    }

    @Test
    void remove_everySecondOfMany_writesEachLeafOnce() {
        Collection collection = open();
        int elements = 50_000;
        for (int i = 0; i < elements; i++) {
            collection.tree(0).insert(i, new byte[] {(byte) (i & 1), 1, 2, 3});
        }
        save(collection);
        final int leaves = nodes.size();
        nodes.mark();
        collection = open();
        int[] looks = new int[1];
        long removed = new Values(collection.tree(0)).remove(true, Long.MAX_VALUE, (bytes, offset, length) -> {
            looks[0]++;
            return bytes[offset] == 0;
        });
        assertEquals(elements / 2, removed);
        assertEquals(elements, looks[0]);
        save(collection);
        assertTrue(nodes.log().size() <= leaves, () -> nodes.log().size() + " writes of " + leaves + " nodes");
    }

    @Test
    void push_ofMany_fillsNodesAndWritesThemSeldom() {
        int elements = 100_000;
        int bytes = elements * (1 + 8 + 2);
        for (boolean front : new boolean[] {true, false}) {
            Collection collection = Collection.create(1, 1, nodes);
            new Values(collection.tree(0)).push(front, Collections.nCopies(elements, new byte[8]));
            nodes.mark();
            collection.write();
            assertEquals(elements, collection.tree(0).count());
            int leaves = nodes.log().size();
            assertTrue(leaves * NodeBatch.NODE_BYTES < bytes * 1.1, () -> leaves + " nodes");
        }
    }

    @Test
    void visit_enough_ends() {
        Collection collection = open();
        for (int i = 0; i < 5000; i++) {
            collection.tree(0).insert(i, new byte[] {(byte) i});
        }
        int[] looks = new int[1];
        new Values(collection.tree(0)).visit(4321, false, (bytes, offset, length) -> ++looks[0] < 7);
        assertEquals(7, looks[0]);
    }
}
