package io.yggdrasil.resp.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Groups of many nodes are what a map of maps would be. */
@NullMarked
final class StreamGroupsTest {
    private static final Key KEY = Key.of("stream");
    private static final int STEPS = 60_000;

    /** A pending entry of the model. */
    private record Pending(String consumer, long delivered, long deliveries) {}

    /** A group of the model: its consumers' pending entries. */
    private record Group(TreeMap<StreamId, Pending> pending, TreeMap<String, Integer> consumers) {
        Group() {
            this(new TreeMap<>(), new TreeMap<>());
        }

        long countOf(String consumer) {
            return pending.values().stream()
                    .filter(entry -> entry.consumer().equals(consumer))
                    .count();
        }
    }

    private final long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final InMemoryKeyspace keyspace = new InMemoryKeyspace(0, () -> 0);
    private final TreeMap<String, Group> model = new TreeMap<>();

    private Collection open() {
        Collection stored = keyspace.collection(KEY, ValueType.STREAM);
        return stored == null ? keyspace.newCollection(KEY, ValueType.STREAM) : stored;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Some are the beginning of others, or empty. */
    private String name() {
        return "name".substring(0, random.nextInt(5)) + (random.nextBoolean() ? "" : random.nextInt(4));
    }

    private StreamId id() {
        return new StreamId(random.nextInt(3000), random.nextInt(100) == 0 ? -1 : random.nextInt(4));
    }

    private void step(StreamGroups groups) {
        String name = name();
        Group expected = model.get(name);
        StreamGroup group = groups.find(bytes(name));
        assertEquals(expected == null, group == null, () -> "seed=" + seed);
        if (expected == null || group == null) {
            groups.create(bytes(name), StreamId.MIN, 0);
            model.put(name, new Group());
        } else if (random.nextInt(5000) == 0) {
            groups.remove(group);
            model.remove(name);
        } else {
            change(group, expected);
        }
    }

    private void change(StreamGroup group, Group expected) {
        String consumerName = name();
        boolean isKnown = expected.consumers().containsKey(consumerName);
        StreamConsumer consumer = group.consumer(bytes(consumerName));
        assertEquals(isKnown, consumer != null, () -> "seed=" + seed);
        if (consumer == null) {
            consumer = group.addConsumer(bytes(consumerName), 7);
            expected.consumers().put(consumerName, 7);
        } else if (random.nextInt(1000) == 0) {
            assertEquals(expected.countOf(consumerName), group.pendingCount(consumer), () -> "seed=" + seed);
            group.remove(consumer);
            expected.consumers().remove(consumerName);
            expected.pending().values().removeIf(entry -> entry.consumer().equals(consumerName));
            return;
        }
        StreamId id = id();
        if (random.nextInt(4) == 0) {
            assertEquals(expected.pending().remove(id) != null, group.removePending(id), () -> "seed=" + seed);
        } else {
            Pending entry = new Pending(consumerName, random.nextLong(), random.nextInt(9));
            group.putPending(new PendingEntry(id, consumer.number(), entry.delivered(), entry.deliveries()));
            expected.pending().put(id, entry);
        }
    }

    private void compare(StreamGroups groups) {
        assertEquals(
                List.copyOf(model.keySet()),
                groups.all().stream().map(group -> text(group.name())).toList());
        assertEquals(model.size(), groups.count());
        model.forEach((name, expected) -> compare(Objects.requireNonNull(groups.find(bytes(name))), expected));
    }

    private void compare(StreamGroup group, Group expected) {
        assertEquals(expected.pending().size(), group.pendingCount(), () -> "seed=" + seed);
        assertEquals(expected.consumers().size(), group.consumerCount());
        assertEquals(
                List.copyOf(expected.consumers().keySet()),
                group.consumers().stream()
                        .map(consumer -> text(consumer.name()))
                        .toList());
        StreamId from = id();
        List<PendingEntry> entries = new ArrayList<>();
        assertEquals(expected.pending().headMap(from).size(), group.pendingBelow(from));
        group.visitPending(group.pendingBelow(from), entries::add);
        Map<StreamId, Pending> found = new TreeMap<>();
        for (PendingEntry entry : entries) {
            found.put(
                    entry.id(),
                    new Pending(text(group.nameOf(entry.consumer())), entry.deliveredMillis(), entry.deliveries()));
        }
        assertEquals(expected.pending().tailMap(from), found, () -> "seed=" + seed);
        for (StreamConsumer consumer : group.consumers()) {
            String name = text(consumer.name());
            assertEquals(expected.countOf(name), group.pendingCount(consumer), () -> "seed=" + seed);
            assertEquals(
                    expected.pending().tailMap(from).entrySet().stream()
                            .filter(entry -> entry.getValue().consumer().equals(name))
                            .map(Map.Entry::getKey)
                            .limit(50)
                            .toList(),
                    group.pendingIds(consumer, from, 50),
                    () -> "seed=" + seed);
        }
    }

    @Test
    void randomChanges_areThoseOfMapsInMemory() {
        for (int done = 0; done < STEPS; ) {
            Collection stream = open();
            StreamGroups groups = new StreamGroups(stream);
            for (int left = random.nextInt(500); left >= 0; left--, done++) {
                step(groups);
            }
            if (random.nextInt(20) == 0 || done >= STEPS) {
                compare(groups);
            }
            keyspace.save(KEY, stream);
        }
        assertFalse(open().isInRoot());
    }

    @Test
    void groups_whenAllAreRemoved_leaveNothing() {
        Collection stream = open();
        StreamGroups groups = new StreamGroups(stream);
        for (int i = 0; i < 20_000; i++) {
            step(groups);
        }
        for (StreamGroup group : groups.all()) {
            groups.remove(group);
        }
        assertEquals(0, stream.tree(StreamGroups.TREE).count());
        assertTrue(stream.isInRoot());
        assertNull(groups.find(bytes("name")));
    }
}
