package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShadowRaceTest {
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
}
