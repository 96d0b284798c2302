package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.hot.GetOutcome;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** When reads go past the hot tier, and when they come back. */
final class HotBypassTest {
    private static final int READS = 1 << 20;

    private final SplittableRandom random = new SplittableRandom(7);
    private final HotBypass bypass = new HotBypass();

    private long fallenOut;

    /** Reads of a full tier with a chance to hit; returns the share of the reads that were looked up. */
    private double read(DoubleSupplier chance) {
        return read(chance, GetOutcome.MISS, true);
    }

    private double read(DoubleSupplier chance, GetOutcome elsewise, boolean full) {
        int lookUps = 0;
        for (int i = 0; i < READS; i++) {
            if (bypass.lookUp(random.nextLong())) {
                lookUps++;
                fallenOut += full ? 1 : 0;
                bypass.ended(random.nextDouble() < chance.getAsDouble() ? GetOutcome.HIT : elsewise, () -> fallenOut);
            }
        }
        return (double) lookUps / READS;
    }

    @Test
    void lookUp_manyHits_always() {
        assertEquals(1, read(() -> 0.8));
        assertFalse(bypass.isSampling());
    }

    @Test
    void lookUp_fewHits_onlyAnEighth() {
        assertEquals(0.125, read(() -> 0.1), 0.01);
        assertTrue(bypass.isSampling());
    }

    @Test
    void lookUp_fewHitsWhileTheTierFills_always() {
        assertEquals(1, read(() -> 0.1, GetOutcome.MISS, false));
    }

    @Test
    void lookUp_fewHitsAsWritersOvertakeTheCopies_onlyAnEighth() {
        assertEquals(0.125, read(() -> 0.1, GetOutcome.STALE, false), 0.01);
    }

    @Test
    void lookUp_sampleHitsAgain_comesBack() {
        read(() -> 0.1);
        assertEquals(1, read(() -> 0.9), 0.1);
        assertFalse(bypass.isSampling());
    }

    @Test
    void lookUp_samplePromisesTooMuch_isBelievedLaterEachTime() {
        double first = read(() -> bypass.isSampling() ? 0.9 : 0.1);
        double later = read(() -> bypass.isSampling() ? 0.9 : 0.1);
        assertTrue(later < first, "first=" + first + " later=" + later);
        assertEquals(0.125, read(() -> bypass.isSampling() ? 0.9 : 0.1), 0.06);
    }
}
