package io.yggdrasil.resp.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.keyspace.Key;
import org.junit.jupiter.api.Test;

final class LastUseTest {
    private static final long START = 1_700_000_000_700L;
    private static final int KEYS = 1000;

    private final LastUse uses = new LastUse(START);

    @Test
    void unusedKey_isIdleSinceTheStart() {
        assertEquals(0, uses.idleSeconds(1, Key.of("key"), START));
        assertEquals(1, uses.idleSeconds(1, Key.of("key"), START + 300));
        assertEquals(3600, uses.idleSeconds(1, Key.of("key"), START + 3_600_000));
    }

    @Test
    void usedKey_isIdleSinceThen_inItsStoreOnly() {
        uses.note(1, Key.of("key"), START + 10_000);
        assertEquals(0, uses.idleSeconds(1, Key.of("key"), START + 10_000));
        assertEquals(5, uses.idleSeconds(1, Key.of("key"), START + 15_000));
        assertEquals(15, uses.idleSeconds(2, Key.of("key"), START + 15_000));
        assertEquals(15, uses.idleSeconds(1, Key.of("another"), START + 15_000));
    }

    @Test
    void clockThatGoesBack_neverTellsLessThanNothing() {
        uses.note(1, Key.of(""), START + 10_000);
        assertEquals(0, uses.idleSeconds(1, Key.of(""), START));
    }

    @Test
    void keysOfOneName_rarelyShareAClock() {
        for (int i = 0; i < KEYS; i += 2) {
            uses.note(1, Key.of("{tag}:user:" + i), START + 10_000);
        }
        int shared = 0;
        for (int i = 1; i < KEYS; i += 2) {
            shared += uses.idleSeconds(1, Key.of("{tag}:user:" + i), START + 10_000) == 0 ? 1 : 0;
        }
        assertTrue(shared < 10, "shared=" + shared);
    }
}
