package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the arena with a hash map after every one of many random operations; the seed is in the test's name. */
class HotArenaModelTest {
    private static final int OPERATIONS = 150_000;
    private static final int STORES = 3;
    private static final int KEYS = 120;

    private record Entry(byte[] value, long stamp, long expireAt, long pinUntil, boolean hidden) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void operations_random_agreeWithTheModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int segments = HotArenaConfig.SEGMENTS_LEAST + random.nextInt(6);
        HotArenaConfig config =
                HotArenaFixture.config(1 << random.nextInt(3), segments, 1 << 10, 1 + random.nextInt(400));
        HotAdmission admission = random.nextBoolean() ? HotAdmission.READ_SINCE : (hash, read) -> (hash & 4) == 0;
        try (HotArena arena = new HotArena(config, admission)) {
            Run run = new Run(arena, random);
            for (int i = 0; i < OPERATIONS; i++) {
                run.step();
            }
            HotStatistics statistics = arena.statistics();
            assertTrue(statistics.hits() > OPERATIONS / 100, statistics.toString());
            assertTrue(statistics.fallenOut() > 0 && statistics.copiedForward() > 0, statistics.toString());
            assertTrue(statistics.entries() <= run.model.size(), statistics.toString());
            assertTrue(statistics.pinnedBytes() <= statistics.ringBytes() / 2, statistics.toString());
            run.checkAll();
        }
    }

    /** One arena and its model. */
    private static final class Run {
        final HotArena arena;
        final SplittableRandom random;
        final Map<String, Entry> model = new HashMap<>();
        final HotKey key = new HotKey();
        final ArraySink sink = new ArraySink();
        long now = 1_000;
        long stamp = 1;
        int storeId;
        String name = "";

        Run(HotArena arena, SplittableRandom random) {
            this.arena = arena;
            this.random = random;
        }

        void step() {
            now += random.nextInt(3);
            choose(random.nextInt(STORES), random.nextInt(KEYS));
            int dice = random.nextInt(10_000);
            if (dice < 5_000) {
                get();
            } else if (dice < 9_000) {
                put();
            } else if (dice < 9_250) {
                hide();
            } else if (dice < 9_500) {
                assertEquals(true, arena.invalidate(key) ? model.remove(name) != null : forget());
            } else if (dice < 9_700) {
                pin();
            } else if (dice < 9_980) {
                unpin();
            } else if (dice < 9_995) {
                arena.clear(storeId);
                model.keySet().removeIf(other -> other.startsWith(storeId + ":"));
            } else {
                arena.clear();
                model.clear();
            }
            assertTrue(arena.statistics().entries() <= model.size());
        }

        void checkAll() {
            for (int store = 0; store < STORES; store++) {
                for (int i = 0; i < KEYS; i++) {
                    choose(store, i);
                    get();
                }
            }
        }

        private void choose(int store, int number) {
            storeId = store;
            // Lengths from 2 to 20 and some bytes before and after.
            String text = "k" + "y".repeat(number % 18) + (char) ('0' + number / 18);
            byte[] bytes = HotArenaFixture.bytes("<<" + text + ">");
            name = store + ":" + text;
            key.wrap(store, bytes, 2, bytes.length - 3);
        }

        private void get() {
            Entry entry = model.get(name);
            long required = random.nextInt(5) == 0 || entry == null ? stamp + 1 : entry.stamp;
            GetOutcome outcome = arena.get(key, required, now, sink);
            if (entry == null) {
                assertEquals(GetOutcome.MISS, outcome);
            } else if (required != entry.stamp || entry.hidden) {
                assertTrue(outcome == GetOutcome.MISS || outcome == GetOutcome.STALE);
            } else if (entry.expireAt != 0 && entry.expireAt <= now) {
                assertTrue(outcome == GetOutcome.MISS || outcome == GetOutcome.EXPIRED);
            } else if (outcome == GetOutcome.HIT) {
                assertArrayEquals(entry.value, sink.toBytes());
            } else {
                assertEquals(GetOutcome.MISS, outcome);
                assertTrue(entry.pinUntil <= now, "a pinned record is gone: " + name);
            }
        }

        private void put() {
            byte[] value = new byte[random.nextInt(250)];
            random.nextBytes(value);
            int from = random.nextInt(value.length + 1);
            int length = random.nextInt(value.length - from + 1);
            long expireAt = random.nextInt(3) == 0 ? now + random.nextInt(300) : 0;
            PutOutcome outcome;
            if (random.nextBoolean()) {
                outcome = arena.put(key, value, from, length, ++stamp, expireAt, now);
            } else {
                boolean stands = random.nextInt(4) != 0;
                outcome = arena.put(key, value, from, length, ++stamp, expireAt, now, () -> stands);
                assertTrue(!stands || outcome != PutOutcome.OVERTAKEN);
            }
            assertNotEquals(PutOutcome.CONTENDED, outcome);
            if (outcome == PutOutcome.OVERTAKEN) {
                hideInModel();
            }
            if (outcome.stored()) {
                Entry before = model.get(name);
                boolean pinned = before != null && outcome == PutOutcome.STORED && stillThere(before);
                byte[] stored = Arrays.copyOfRange(value, from, from + length);
                model.put(name, new Entry(stored, stamp, expireAt, pinned ? before.pinUntil : 0, false));
            }
        }

        private void hide() {
            if (arena.hide(key, now)) {
                hideInModel();
            } else {
                forget();
            }
        }

        /**
         * A pinned entry waits, hidden, for the next record of its key; any other is gone. As a larger record may have
         * lost the pin without a word, nobody is sure which: at any rate it is not hit.
         */
        private void hideInModel() {
            model.computeIfPresent(name, (same, entry) -> new Entry(entry.value, entry.stamp, entry.expireAt, 0, true));
        }

        private void pin() {
            long until = random.nextInt(4) == 0 ? HotArena.PIN_FOREVER : now + 1 + random.nextInt(3_000);
            PinOutcome outcome = arena.pin(key, until);
            Entry entry = model.get(name);
            if (outcome == PinOutcome.PINNED) {
                model.put(name, new Entry(entry.value, entry.stamp, entry.expireAt, until, entry.hidden));
            } else {
                assertTrue(outcome == PinOutcome.ABSENT || outcome == PinOutcome.OVER_SHARE);
            }
        }

        private void unpin() {
            PinOutcome outcome = arena.unpin(key);
            Entry entry = model.get(name);
            if (outcome == PinOutcome.UNPINNED) {
                model.put(name, new Entry(entry.value, entry.stamp, entry.expireAt, 0, entry.hidden));
                model.computeIfPresent(name, (same, unpinned) -> unpinned.hidden ? null : unpinned);
            } else {
                assertEquals(PinOutcome.ABSENT, outcome);
                assertTrue(entry == null || entry.pinUntil <= now || !stillThere(entry));
            }
        }

        /** The key was not in the arena: neither is it in the model from now on, and it was not pinned. */
        private boolean forget() {
            Entry entry = model.remove(name);
            assertTrue(entry == null || entry.pinUntil <= now || !stillThere(entry));
            return true;
        }

        /** Whether an entry cannot have fallen out for its time, which ends a pin as well. */
        private boolean stillThere(Entry entry) {
            return entry.expireAt == 0 || entry.expireAt > now;
        }
    }
}
