package io.yggdrasil.resp.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields with times do what a plain map of them does, through storing and reading at every step. */
final class HashFieldsTest {
    private static final int STEPS = 4_000;

    private final Key key = Key.of("hash");
    private final InMemoryKeyspace keyspace = new InMemoryKeyspace(0, () -> 1);
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Long> times = new HashMap<>();
    private long nowMillis = 1_000;

    private HashFields fields(Collection hash) {
        return new HashFields(hash, nowMillis);
    }

    private Collection hash() {
        Collection hash = keyspace.collection(key, ValueType.HASH);
        return hash == null ? keyspace.newCollection(key, ValueType.HASH) : hash;
    }

    private boolean isGone(String name) {
        return times.getOrDefault(name, Long.MAX_VALUE) <= nowMillis;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 5_000})
    void randomSteps_doWhatAMapDoes(int names) {
        long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            Collection hash = hash();
            String name = "field " + random.nextInt(names);
            String context = "seed " + seed + " step " + step + " " + name;
            change(fields(hash), random, name, context);
            keyspace.save(key, hash);
            compare(fields(hash()), name, context);
            if (step % 500 == 0) {
                compareAll(fields(hash()), context);
            }
        }
    }

    private void change(HashFields fields, Random random, String name, String context) {
        byte[] bytes = name.getBytes(UTF_8);
        String value = "x".repeat(random.nextInt(100)) + random.nextInt();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                boolean isNew = !values.containsKey(name) || isGone(name);
                assertEquals(isNew, fields.put(bytes, value.getBytes(UTF_8)), context);
                values.put(name, value);
                times.remove(name);
            }
            case 3 -> {
                fields.putKeepingTime(bytes, value.getBytes(UTF_8));
                if (isGone(name)) {
                    times.remove(name);
                }
                values.put(name, value);
            }
            case 4 -> {
                assertEquals(values.remove(name) != null, fields.remove(bytes), context);
                times.remove(name);
            }
            case 5, 6 -> {
                if (fields.time(bytes) != HashFields.NO_FIELD) {
                    long time = nowMillis + 1 + random.nextInt(300);
                    fields.time(bytes, time);
                    times.put(name, time);
                }
            }
            default -> purgeOrClear(fields, random, name, context);
        }
        nowMillis += random.nextInt(3);
    }

    private void purgeOrClear(HashFields fields, Random random, String name, String context) {
        if (random.nextBoolean()) {
            assertEquals(times.remove(name) != null, fields.clearTime(name.getBytes(UTF_8)), context);
            return;
        }
        long gone = values.keySet().stream().filter(this::isGone).count();
        assertEquals(gone, fields.purge(Long.MAX_VALUE), context);
        values.keySet().removeIf(this::isGone);
        times.values().removeIf(time -> time <= nowMillis);
    }

    private void compare(HashFields fields, String name, String context) {
        byte[] bytes = name.getBytes(UTF_8);
        byte[] value = fields.get(bytes);
        assertEquals(isGone(name) ? null : values.get(name), value == null ? null : new String(value, UTF_8), context);
        assertEquals(value != null, fields.contains(bytes), context);
        long time = value == null ? HashFields.NO_FIELD : times.getOrDefault(name, Expiry.NONE);
        assertEquals(time, fields.time(bytes), context);
        assertEquals(values.size(), fields.count(), context);
        assertEquals(values.keySet().stream().filter(one -> !isGone(one)).count(), fields.countLeft(), context);
        assertEquals(
                times.values().stream().mapToLong(Long::longValue).min().orElse(Expiry.NONE),
                fields.firstTime(),
                context);
        assertEquals(!times.isEmpty(), fields.haveTimes(), context);
    }

    private void compareAll(HashFields fields, String context) {
        Map<String, String> expected = new TreeMap<>(values);
        expected.keySet().removeIf(this::isGone);
        Map<String, String> visited = new TreeMap<>();
        fields.visit((name, value) -> visited.put(new String(name, UTF_8), new String(value, UTF_8)) == null);
        assertEquals(expected, visited, context);
        Map<String, String> scanned = new TreeMap<>();
        long cursor = 0;
        do {
            cursor = fields.scan(
                    cursor, 7, (name, value) -> scanned.put(new String(name, UTF_8), new String(value, UTF_8)) == null);
        } while (cursor != 0);
        assertEquals(expected, scanned, context);
        HashFields.Places places = fields.places();
        assertEquals(expected.size(), places.count(), context);
        for (long i = 0; i < places.count(); i++) {
            assertTrue(expected.containsKey(new String(places.at(i).key(), UTF_8)), context);
        }
    }

    @Test
    void hash_whoseLastTimeIsTaken_isStoredAsOneThatNeverHadAny() {
        Collection hash = hash();
        fields(hash).put("a".getBytes(UTF_8), "1".getBytes(UTF_8));
        fields(hash).put("b".getBytes(UTF_8), "2".getBytes(UTF_8));
        byte[] plain = hash.write();
        fields(hash).time("a".getBytes(UTF_8), 5_000);
        byte[] timed = hash.write();
        assertEquals(5_000, HashFields.firstTimeOf(timed));
        assertEquals(3, Collection.treesOf(timed));
        assertTrue(fields(hash).clearTime("a".getBytes(UTF_8)));
        assertFalse(fields(hash).haveTimes());
        org.junit.jupiter.api.Assertions.assertArrayEquals(plain, hash.write());
        assertEquals(Expiry.NONE, HashFields.firstTimeOf(plain));
        assertNotNull(fields(hash).get("a".getBytes(UTF_8)));
    }
}
