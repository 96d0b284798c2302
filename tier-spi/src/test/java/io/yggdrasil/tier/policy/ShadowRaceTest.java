package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShadowRaceTest {
    private static final int CAPACITY = 40; // Less than ENTRIES_MIN: what the past counts is the same all the time.
    private static final double KEPT = 1 - 1 / (ShadowRace.MEMORY * ShadowRace.ENTRIES_MIN);

    @Test
    void sample_getsSmallerWithTheCache_soThatMemoryIsBounded() {
        long capacity = 200_000;
        LruPolicy lru = new LruPolicy(capacity);
        ShadowRace race = new ShadowRace(capacity, List.of(lru));
        for (long key = 0; key < 400_000; key++) {
            if (race.samples(key)) {
                race.use(key, 1);
            }
        }
        assertTrue(lru.entries() <= ShadowRace.ENTRIES_MAX, "entries=" + lru.entries());
        assertTrue(race.sampleShift() >= 5, "sampleShift=" + race.sampleShift());
        assertEquals(capacity >> race.sampleShift(), lru.capacityBytes());
    }

    @Test
    void leader_changesForTheBetterOnly() {
        ShadowRace race = new ShadowRace(100, List.of(new LruPolicy(100), new WTinyLfuPolicy(100)));
        for (int i = 0; i < 20; i++) {
            for (long key = 0; key < 200; key++) {
                race.use(key, 1);
            }
        }
        assertEquals(1, race.leader(), "a loop is nothing for LRU");
    }

    @Test
    void randomUses_agreeWithAModel() {
        long seed = System.nanoTime();
        System.out.println("ShadowRaceTest seed=" + seed);
        Random random = new Random(seed);
        ShadowRace race = new ShadowRace(CAPACITY, newShadows());
        Model model = new Model(newShadows());
        for (int step = 0; step < 8_000; step++) {
            long key = key(random, step);
            race.use(key, 1);
            model.use(key);
            assertEquals(model.leader, race.leader(), "seed=" + seed + " step=" + step);
        }
        assertTrue(model.changes >= 2, "seed=" + seed + " changes=" + model.changes);
    }

    /** A new key and one of some uses ago, or one of a loop that is larger than the cache: each for a while. */
    private static long key(Random random, int step) {
        return step / 2000 % 2 == 0 ? 1000 + step / 2 - step % 2 * (20 + random.nextInt(15)) : step % 80;
    }

    private static List<TablePolicy> newShadows() {
        return List.of(new WTinyLfuPolicy(CAPACITY), new LruPolicy(CAPACITY), new ArcPolicy(CAPACITY));
    }

    /** Remembers all hits and who led when, and computes all sums anew after each use. */
    private static final class Model {
        private final List<TablePolicy> shadows;
        private final List<boolean[]> hits = new ArrayList<>();
        private final List<Integer> leaders = new ArrayList<>(); // After each use.
        private int leader;
        private int lastChange; // Number of uses until then.
        private int changes;

        Model(List<TablePolicy> shadows) {
            this.shadows = shadows;
        }

        void use(long key) {
            boolean[] hit = new boolean[shadows.size()];
            for (int i = 0; i < hit.length; i++) {
                TablePolicy shadow = shadows.get(i);
                hit[i] = shadow.contains(key);
                shadow.onInsert(key, 1);
                shadow.evict((victim, weightBytes) -> true, Integer.MAX_VALUE);
            }
            hits.add(hit);
            int best = leader;
            for (int i = 0; i < hit.length; i++) {
                if (gained(i) > gained(best) && gained(i) > needed(i)) {
                    best = i;
                }
            }
            if (best != leader) {
                leader = best;
                lastChange = hits.size();
                changes++;
            }
            leaders.add(leader);
        }

        private double gained(int shadow) {
            double sum = 0;
            for (boolean[] hit : sinceChange()) {
                sum = sum * KEPT + (hit[shadow] ? 1 : 0) - (hit[leader] ? 1 : 0);
            }
            return sum;
        }

        private double needed(int shadow) {
            double differed = 0;
            for (boolean[] hit : sinceChange()) {
                differed = differed * KEPT + (hit[shadow] == hit[leader] ? 0 : 1);
            }
            double cost = ShadowRace.COST_PER_ENTRY * costGrowth(shadow) * ShadowRace.ENTRIES_MIN;
            return ShadowRace.DEVIATIONS * Math.sqrt(differed) + cost;
        }

        private double costGrowth(int shadow) {
            double growth = 1;
            int before = 0;
            for (int after : leaders) {
                growth = 1 + (growth - 1) * KEPT;
                if (before == shadow && after != shadow) {
                    growth = Math.min(ShadowRace.COST_GROWTH_MAX, growth * ShadowRace.COST_GROWTH);
                }
                before = after;
            }
            return 1 + (growth - 1) * KEPT; // The use that is looked at.
        }

        private List<boolean[]> sinceChange() {
            return hits.subList(lastChange, hits.size());
        }
    }
}
