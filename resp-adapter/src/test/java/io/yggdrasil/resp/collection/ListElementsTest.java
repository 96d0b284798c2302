package io.yggdrasil.resp.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Lists of thousands of elements, small ones and some of 10 KB, beside a list in memory. */
@NullMarked
final class ListElementsTest {
    private static final int ROUNDS = 300;
    private static final int COUNT_MAX = 6000;
    private static final int LARGE_BYTES = 10 << 10;

    private final long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final InMemoryKeyspace keyspace = new InMemoryKeyspace(0, () -> 0);
    private final Key key = Key.of("list");
    private final List<byte[]> model = new ArrayList<>();

    private Collection open() {
        Collection list = keyspace.collection(key, ValueType.LIST);
        return list == null ? keyspace.newCollection(key, ValueType.LIST) : list;
    }

    @Test
    void randomChanges_areThoseOfTheModel() {
        for (int round = 0; round < ROUNDS; round++) {
            Collection list = open();
            ListElements elements = new ListElements(list);
            for (int left = 1 + random.nextInt(20); left > 0; left--) {
                change(elements);
            }
            keyspace.save(key, list);
            look(new ListElements(open()));
            if (round % 20 == 0) {
                compareAll(new ListElements(open()));
            }
        }
        Collection list = open();
        new ListElements(list).drop(random.nextBoolean() ? ListEnd.LEFT : ListEnd.RIGHT, model.size());
        keyspace.save(key, list);
        assertEquals(0, keyspace.size());
    }

    private void change(ListElements elements) {
        int act = random.nextInt(100);
        if (act < 40) {
            pushSome(elements, model.size() < COUNT_MAX ? random.nextInt(60) : 0);
        } else if (act < 60) {
            int place = random.nextInt(model.size() + 1);
            byte[] element = element();
            elements.insert(place, element);
            model.add(place, element);
        } else if (act < 80 && !model.isEmpty()) {
            int place = random.nextInt(model.size());
            byte[] element = element();
            elements.set(place, element);
            model.set(place, element);
        } else if (act < 97) {
            dropSome(elements, random.nextInt(20) == 0 ? random.nextInt(model.size() + 1) : random.nextInt(30));
        } else {
            removeSome(elements, random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(20));
        }
    }

    private void pushSome(ListElements elements, int some) {
        ListEnd end = end();
        boolean together = random.nextBoolean();
        List<byte[]> pushed = new ArrayList<>();
        for (int i = 0; i < some; i++) {
            byte[] element = element();
            pushed.add(element);
            if (!together) {
                elements.push(end, element);
            }
            model.add(end == ListEnd.LEFT ? 0 : model.size(), element);
        }
        if (together) {
            elements.push(end, pushed);
        }
    }

    private void dropSome(ListElements elements, int wanted) {
        ListEnd end = end();
        int some = Math.min(wanted, model.size());
        elements.drop(end, some);
        (end == ListEnd.LEFT ? model.subList(0, some) : model.subList(model.size() - some, model.size())).clear();
    }

    private void removeSome(ListElements elements, long most) {
        ListEnd end = end();
        byte[] element = element();
        List<Integer> places = places(element, end, model.size());
        List<Integer> gone = places.subList(0, (int) Math.min(most, places.size()));
        assertEquals(gone.size(), elements.remove(element, end, most), () -> "seed=" + seed);
        gone.stream().sorted(Collections.reverseOrder()).forEach(place -> model.remove((int) place));
    }

    /** The places of an element, found from an end inwards. */
    private List<Integer> places(byte[] element, ListEnd end, long most) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < Math.min(most, model.size()); i++) {
            int place = end == ListEnd.LEFT ? i : model.size() - 1 - i;
            if (Arrays.equals(model.get(place), element)) {
                places.add(place);
            }
        }
        return places;
    }

    private void look(ListElements elements) {
        assertEquals(model.size(), elements.count(), () -> "seed=" + seed);
        ListEnd end = end();
        byte[] wanted = element();
        long most = random.nextInt(model.size() + 10);
        List<Integer> found = new ArrayList<>();
        elements.search(wanted, end, most, place -> found.add((int) place));
        assertEquals(places(wanted, end, most), found, () -> "seed=" + seed);
        List<Integer> all = places(wanted, ListEnd.LEFT, model.size());
        assertEquals(all.isEmpty() ? -1 : all.get(0), elements.find(wanted), () -> "seed=" + seed);
        if (!model.isEmpty()) {
            int place = random.nextInt(model.size());
            assertArrayEquals(model.get(place), elements.at(place), () -> "seed=" + seed);
            assertArrayEquals(model.get(end == ListEnd.LEFT ? 0 : model.size() - 1), elements.at(end));
            int some = Math.min(random.nextInt(200), model.size() - place);
            compare(model.subList(place, place + some), told(visitor -> elements.visit(place, some, visitor)));
        }
    }

    private void compareAll(ListElements elements) {
        compare(model, told(visitor -> elements.visit(ListEnd.LEFT, model.size(), visitor)));
        List<byte[]> backward = new ArrayList<>(model);
        Collections.reverse(backward);
        compare(backward, told(visitor -> elements.visit(ListEnd.RIGHT, model.size(), visitor)));
    }

    private static List<byte[]> told(java.util.function.Consumer<ListElements.Visitor> visit) {
        List<byte[]> told = new ArrayList<>();
        visit.accept((bytes, offset, length) -> told.add(Arrays.copyOfRange(bytes, offset, offset + length)));
        return told;
    }

    private void compare(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size(), () -> "seed=" + seed);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), () -> "seed=" + seed);
        }
    }

    private ListEnd end() {
        return random.nextBoolean() ? ListEnd.LEFT : ListEnd.RIGHT;
    }

    /** Often an equal one: of 40 small ones, one of them empty, and 4 of 10 KB. */
    private byte[] element() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            byte[] large = new byte[LARGE_BYTES];
            Arrays.fill(large, (byte) random.nextInt(4));
            return large;
        }
        if (kind < 6) {
            byte[] small = new byte[random.nextInt(40)];
            Arrays.fill(small, (byte) small.length);
            return small;
        }
        byte[] any = new byte[random.nextInt(60)];
        random.nextBytes(any);
        return any;
    }
}
