package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every policy keeps to. */
abstract class EvictionPolicyContractTest {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int STEPS = 60_000;

    abstract EvictionPolicy create(long capacityBytes);

    @Test
    void insert_untilFull_keepsAll() {
        EvictionPolicy policy = create(100);
        for (long key = 0; key < 10; key++) {
            assertTrue(policy.onInsert(key, 10));
            assertEquals(0, policy.evict(this::fail, ALL));
        }
        assertEquals(100, policy.weightBytes());
        assertEquals(10, policy.entries());
        for (long key = 0; key < 10; key++) {
            assertTrue(policy.contains(key));
        }
    }

    @Test
    void insert_aboveCapacity_evictsUntilItFits() {
        EvictionPolicy policy = create(100);
        for (long key = 0; key < 10; key++) {
            policy.onInsert(key, 10);
        }
        policy.onInsert(10, 25);
        Set<Long> victims = new HashSet<>();
        int evicted = policy.evict((key, weight) -> victims.add(key), ALL);
        assertEquals(victims.size(), evicted);
        assertTrue(policy.weightBytes() <= 100, () -> "weightBytes=" + policy.weightBytes());
        assertEquals(11 - evicted, policy.entries());
        victims.forEach(key -> assertFalse(policy.contains(key)));
    }

    @Test
    void insert_weightAboveCapacity_isRefusedAndChangesNothing() {
        EvictionPolicy policy = create(100);
        policy.onInsert(1, 60);
        assertFalse(policy.onInsert(2, 101));
        assertFalse(policy.onInsert(1, 101));
        assertFalse(policy.onInsert(3, Integer.MAX_VALUE));
        assertFalse(policy.contains(2));
        assertEquals(60, policy.weightBytes());
        assertEquals(1, policy.entries());
    }

    @Test
    void insert_weightOfTheCapacity_leavesOneEntry() {
        EvictionPolicy policy = create(100);
        policy.onInsert(1, 60);
        policy.onInsert(2, 100);
        policy.evict((key, weight) -> true, ALL);
        assertEquals(1, policy.entries());
        assertTrue(policy.weightBytes() <= 100);
    }

    @Test
    void insert_again_changesTheWeight() {
        EvictionPolicy policy = create(100);
        policy.onInsert(1, 10);
        assertTrue(policy.onInsert(1, 70));
        assertEquals(70, policy.weightBytes());
        assertEquals(1, policy.entries());
    }

    @Test
    void weightsAndCapacities_belowOne_areErrors() {
        EvictionPolicy policy = create(100);
        assertThrows(IllegalArgumentException.class, () -> policy.onInsert(1, 0));
        policy.onInsert(1, 1);
        assertThrows(IllegalArgumentException.class, () -> policy.onUpdate(1, -1));
        assertThrows(IllegalArgumentException.class, () -> policy.setCapacityBytes(0));
        assertThrows(IllegalArgumentException.class, () -> create(0));
        assertEquals(100, policy.capacityBytes());
        assertEquals(1, policy.weightBytes());
    }

    @Test
    void unknownKeys_areUnknown() {
        EvictionPolicy policy = create(100);
        assertFalse(policy.onAccess(1));
        assertFalse(policy.onUpdate(1, 10));
        assertFalse(policy.onRemove(1));
        assertFalse(policy.contains(1));
        assertEquals(0, policy.evict(this::fail, ALL));
    }

    @Test
    void update_changesTheWeight() {
        EvictionPolicy policy = create(100);
        policy.onInsert(1, 10);
        policy.onInsert(2, 10);
        assertTrue(policy.onUpdate(1, 95));
        assertEquals(105, policy.weightBytes());
        policy.evict((key, weight) -> true, ALL);
        assertTrue(policy.weightBytes() <= 100);
        assertFalse(policy.onUpdate(2, 101));
    }

    @Test
    void remove_forgetsTheEntry() {
        EvictionPolicy policy = create(100);
        policy.onInsert(1, 10);
        policy.onInsert(2, 20);
        assertTrue(policy.onRemove(1));
        assertFalse(policy.contains(1));
        assertFalse(policy.onAccess(1));
        assertFalse(policy.onRemove(1));
        assertEquals(20, policy.weightBytes());
        assertTrue(policy.onInsert(1, 30));
        assertEquals(50, policy.weightBytes());
    }

    @Test
    void capacity_shrunk_evictsTheRest_andGrownAgain_takesMore() {
        EvictionPolicy policy = create(1000);
        for (long key = 0; key < 100; key++) {
            policy.onInsert(key, 10);
        }
        policy.setCapacityBytes(55);
        assertEquals(95, policy.evict((key, weight) -> true, ALL));
        assertEquals(5, policy.entries());
        policy.setCapacityBytes(1000);
        for (long key = 200; key < 295; key++) {
            policy.onInsert(key, 10);
            assertEquals(0, policy.evict(this::fail, ALL));
        }
        assertEquals(1000, policy.weightBytes());
    }

    @Test
    void evict_stopsAtTheMaximum() {
        EvictionPolicy policy = create(1000);
        for (long key = 0; key < 100; key++) {
            policy.onInsert(key, 10);
        }
        policy.setCapacityBytes(10);
        assertEquals(7, policy.evict((key, weight) -> true, 7));
        assertEquals(93, policy.entries());
    }

    @Test
    void victims_refused_stayAndOthersGo() {
        EvictionPolicy policy = create(1000);
        for (long key = 0; key < 100; key++) {
            policy.onInsert(key, 10);
        }
        policy.setCapacityBytes(500);
        policy.evict((key, weight) -> key % 2 == 0, ALL); // Odd keys are locked.
        assertEquals(500, policy.weightBytes());
        for (long key = 0; key < 100; key++) {
            assertEquals(key % 2 == 1, policy.contains(key), "key=" + key);
        }
    }

    @Test
    void victims_allRefused_endsTheCall() {
        EvictionPolicy policy = create(1000);
        for (long key = 0; key < 100; key++) {
            policy.onInsert(key, 10);
        }
        policy.setCapacityBytes(10);
        int[] asked = {0};
        assertEquals(0, policy.evict((key, weight) -> asked[0]++ < 0, ALL));
        assertEquals(100, policy.entries());
        assertTrue(asked[0] >= 1 && asked[0] <= 2 * TablePolicy.REFUSALS_MAX, "asked=" + asked[0]);
    }

    @Test
    void hotKeys_stayAmongColdOnes() {
        EvictionPolicy policy = create(200);
        Random random = new Random(7);
        int hits = 0;
        int uses = 0;
        for (int i = 0; i < 60_000; i++) {
            boolean hot = random.nextInt(10) < 9;
            long key = hot ? random.nextInt(100) : 1000 + random.nextInt(100_000);
            boolean hit = policy.onAccess(key);
            if (!hit) {
                policy.onInsert(key, 1);
                policy.evict((k, w) -> true, ALL);
            }
            if (hot && i > 10_000) {
                uses++;
                hits += hit ? 1 : 0;
            }
        }
        double ratio = (double) hits / uses;
        assertTrue(ratio > 0.97, "ratio=" + ratio);
    }

    @Test
    void randomSteps_agreeWithAModel() {
        long seed = System.nanoTime();
        System.out.println(getClass().getSimpleName() + " seed=" + seed);
        Random random = new Random(seed);
        EvictionPolicy policy = create(500);
        Map<Long, Integer> model = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            long key = (long) Math.abs(random.nextGaussian() * (step / 10_000 + 1) * 30) * 0x9E3779B97F4A7C15L;
            int weight = 1 + random.nextInt(random.nextInt(50) == 0 ? 600 : 20);
            step(policy, model, random, key, weight);
            assertEquals(model.size(), policy.entries(), "seed=" + seed + " step=" + step);
            assertEquals(
                    model.values().stream().mapToLong(Integer::longValue).sum(),
                    policy.weightBytes(),
                    "seed=" + seed + " step=" + step);
            assertEquals(model.containsKey(key), policy.contains(key), "seed=" + seed + " step=" + step);
        }
        List<Long> keys = new ArrayList<>(model.keySet());
        keys.forEach(key -> assertTrue(policy.onRemove(key), "seed=" + seed));
        assertEquals(0, policy.weightBytes(), "seed=" + seed);
    }

    private static void step(EvictionPolicy policy, Map<Long, Integer> model, Random random, long key, int weight) {
        int choice = random.nextInt(100);
        boolean known = model.containsKey(key);
        if (choice < 50) {
            assertEquals(known, policy.onAccess(key));
        } else if (choice < 80) {
            boolean fits = weight <= policy.capacityBytes();
            assertEquals(fits, policy.onInsert(key, weight));
            if (fits) {
                model.put(key, weight);
            }
        } else if (choice < 88) {
            boolean fits = weight <= policy.capacityBytes();
            assertEquals(known && fits, policy.onUpdate(key, weight));
            if (known && fits) {
                model.put(key, weight);
            }
        } else if (choice < 99) {
            assertEquals(known, policy.onRemove(key));
            model.remove(key);
        } else {
            policy.setCapacityBytes(1 + random.nextInt(1000));
        }
        boolean lockSome = random.nextInt(4) == 0;
        policy.evict(
                (victim, weightBytes) -> {
                    assertEquals(model.get(victim), weightBytes, "victim=" + victim);
                    return !(lockSome && random.nextBoolean()) && model.remove(victim) != null;
                },
                random.nextInt(5) == 0 ? 1 : ALL);
        if (!lockSome) {
            policy.evict((victim, weightBytes) -> model.remove(victim) != null, ALL);
            assertTrue(policy.weightBytes() <= policy.capacityBytes());
        }
    }

    private boolean fail(long key, int weightBytes) {
        throw new AssertionError("victim=" + key + " weightBytes=" + weightBytes + " of a policy that is not full");
    }
}
