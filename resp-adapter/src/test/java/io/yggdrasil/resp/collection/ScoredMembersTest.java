package io.yggdrasil.resp.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class ScoredMembersTest {
    private static final Key KEY = Key.of("sorted set");
    private static final double[] EDGES = {
        0.0,
        -0.0,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1,
        -1
    };

    private final long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final InMemoryKeyspace keyspace = new InMemoryKeyspace(0, () -> 0);
    private final Map<byte[], Double> scores = new TreeMap<>(Arrays::compareUnsigned);
    private final TreeSet<ScoredMember> order = new TreeSet<>(ScoredMember.ORDER);

    private Collection open() {
        Collection stored = keyspace.collection(KEY, ValueType.ZSET);
        return stored == null ? keyspace.newCollection(KEY, ValueType.ZSET) : stored;
    }

    private double score() {
        return switch (random.nextInt(3)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(-3, 4);
            default -> Double.longBitsToDouble(random.nextLong() & 0xBFFF_FFFF_FFFF_FFFFL);
        };
    }

    /** Some are the beginning of others, some are large. */
    private byte[] member() {
        byte[] name = ("m" + random.nextInt(4000)).getBytes(StandardCharsets.US_ASCII);
        return random.nextInt(20) == 0 ? Arrays.copyOf(name, name.length + random.nextInt(3) * 300) : name;
    }

    private void put(ScoredMembers members, byte[] member, double score) {
        Double before = scores.put(member, score + 0.0);
        assertEquals(before == null ? Double.NaN : before, members.put(member, score), () -> "seed=" + seed);
        if (before != null) {
            order.remove(new ScoredMember(member, before));
        }
        order.add(new ScoredMember(member, score + 0.0));
    }

    private void remove(ScoredMembers members, byte[] member) {
        Double before = scores.remove(member);
        assertEquals(before != null, members.remove(member), () -> "seed=" + seed);
        if (before != null) {
            order.remove(new ScoredMember(member, before));
        }
    }

    private void removeRange(ScoredMembers members, int most) {
        int from = random.nextInt(order.size() + 1);
        int to = Math.min(order.size(), from + random.nextInt(most));
        members.removeRange(from, to);
        for (ScoredMember member : new ArrayList<>(order).subList(from, to)) {
            order.remove(member);
            scores.remove(member.member());
        }
    }

    private void assertCounts(ScoredMembers members) {
        double score = score();
        byte[] member = member();
        assertEquals(count(other -> other.score() < score), members.below(score), () -> "seed=" + seed);
        assertEquals(count(other -> other.score() <= score), members.upTo(score), () -> "seed=" + seed);
        ScoredMember probe = new ScoredMember(member, score);
        assertEquals(order.headSet(probe, false).size(), members.below(score, member), () -> "seed=" + seed);
        assertEquals(order.headSet(probe, true).size(), members.upTo(score, member), () -> "seed=" + seed);
    }

    private long count(java.util.function.Predicate<ScoredMember> filter) {
        return order.stream().filter(filter).count();
    }

    private void assertSame(ScoredMembers members) {
        assertEquals(scores.size(), members.count(), () -> "seed=" + seed);
        List<ScoredMember> forward = visited(members, 0, true);
        assertEquals(order.size(), forward.size(), () -> "seed=" + seed);
        int rank = 0;
        for (ScoredMember expected : order) {
            assertMember(expected, forward.get(rank));
            if (rank % 50 == 0) {
                assertMember(expected, members.at(rank));
                assertEquals(rank, members.rank(expected.member(), expected.score()), () -> "seed=" + seed);
                assertEquals(expected.score(), members.score(expected.member()), () -> "seed=" + seed);
            }
            rank++;
        }
        List<ScoredMember> backward = visited(members, members.count() - 1, false);
        for (int i = 0; i < backward.size(); i++) {
            assertMember(backward.get(i), forward.get(forward.size() - 1 - i));
        }
    }

    private static List<ScoredMember> visited(ScoredMembers members, long from, boolean forward) {
        List<ScoredMember> all = new ArrayList<>();
        members.visit(from, forward, (member, score) -> all.add(new ScoredMember(member, score)));
        return all;
    }

    private void assertMember(ScoredMember expected, ScoredMember actual) {
        assertArrayEquals(expected.member(), actual.member(), () -> "seed=" + seed);
        assertEquals(expected.score(), actual.score(), () -> "seed=" + seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 128, 129, 300, 3_000})
    void fill_anyOrder_isTheModel(int count) {
        while (scores.size() < count) {
            byte[] member = member();
            scores.putIfAbsent(member, score() + 0.0);
        }
        scores.forEach((member, score) -> order.add(new ScoredMember(member, score)));
        List<ScoredMember> shuffled = new ArrayList<>(order);
        Collections.shuffle(shuffled, new Random(seed));
        Collection collection = open();
        new ScoredMembers(collection).fill(shuffled);
        keyspace.save(KEY, collection);
        ScoredMembers filled = new ScoredMembers(open());
        assertSame(filled);
        assertCursor(filled);
        for (int i = 0; i < 200; i++) {
            put(filled, member(), score());
            remove(filled, member());
        }
        assertSame(filled);
        assertCursor(filled);
    }

    /** All sorted sets and sets are gone through in one order, whatever their size. */
    private void assertCursor(ScoredMembers members) {
        Fields fields = new Fields(keyspace.newCollection(Key.of("set"), ValueType.SET));
        scores.keySet().forEach(member -> fields.put(member, new byte[0]));
        Cursor expected = fields.cursor();
        Cursor cursor = members.cursor();
        while (expected.next()) {
            assertTrue(cursor.next() && cursor.isAt(expected.key()), () -> "seed=" + seed);
            double score = scores.get(Fields.nameOf(expected.key()));
            assertEquals(score, ScoredMembers.scoreOf(cursor.value()), () -> "seed=" + seed);
        }
        assertFalse(cursor.next(), () -> "seed=" + seed);
    }

    @Test
    void randomChanges_ofThousands_areTheModel() {
        for (int round = 0; round < 400; round++) {
            Collection collection = open();
            ScoredMembers members = new ScoredMembers(collection);
            boolean growing = round % 200 < 140;
            for (int left = 1 + random.nextInt(60); left > 0; left--) {
                if (random.nextInt(10) < (growing ? 8 : 2)) {
                    put(members, member(), score());
                } else {
                    remove(members, member());
                }
            }
            if (!growing) {
                removeRange(members, random.nextInt(30) == 0 ? 3000 : 60);
            }
            assertCounts(members);
            keyspace.save(KEY, collection);
            if (round % 10 == 0) {
                assertSame(new ScoredMembers(open()));
            }
        }
        assertSame(new ScoredMembers(open()));
    }

    @Test
    void removeRange_ofAll_leavesNoKey() {
        Collection collection = open();
        ScoredMembers members = new ScoredMembers(collection);
        for (int i = 0; i < 5000; i++) {
            put(members, member(), score());
        }
        keyspace.save(KEY, collection);
        Collection again = open();
        ScoredMembers stored = new ScoredMembers(again);
        stored.removeRange(0, stored.count());
        assertEquals(0, stored.count());
        keyspace.save(KEY, again);
        assertNull(keyspace.collection(KEY, ValueType.ZSET));
    }

    @Test
    void put_ofNoNumber_isRefused() {
        ScoredMembers members = new ScoredMembers(open());
        assertThrows(IllegalArgumentException.class, () -> members.put(member(), Double.NaN));
    }

    @Test
    void visit_fromNowhere_seesNothing() {
        ScoredMembers members = new ScoredMembers(open());
        assertEquals(List.of(), visited(members, 0, true));
        put(members, member(), 1);
        assertEquals(List.of(), visited(members, 1, true));
        assertEquals(List.of(), visited(members, -1, false));
    }
}
