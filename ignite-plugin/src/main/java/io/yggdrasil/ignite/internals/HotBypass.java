package io.yggdrasil.ignite.internals;

import io.yggdrasil.tier.hot.GetOutcome;

/**
 * Lets reads go past a hot tier that they rarely hit: where keys are read all alike and do not fit, each look-up costs
 * more than the hits give back.
 *
 * <p>Mechanism: look-ups are counted in windows. A tier that has few hits may still be filling, so a window is held against
 * it only when copies were pushed out meanwhile, or when writers had overtaken much of what was found. Then only an eighth of the keys, chosen by hash,
 * is looked up from then on, until a window of these has enough. As that eighth fits where the whole does not, it may
 * promise too much: each time that it did, it is believed twice as late.
 *
 * <p>Threads: one.
 */
final class HotBypass {
    /** A tier as far as this wants to know it. */
    interface Tier {
        /** How many copies had to make room for others so far. */
        long fallenOut();
    }

    private static final int WINDOW = 1 << 12;
    private static final int HITS_TO_STAY = WINDOW / 3;
    private static final int STALE_TO_LEAVE = WINDOW / 4;
    private static final int HITS_TO_RETURN = WINDOW / 2;
    private static final int PATIENCE_MOST = 1 << 10;
    private static final int SAMPLE_SHIFT = 40;
    private static final int SAMPLE_MASK = 7;

    private int lookUps;
    private int hits;
    private int stale;
    private long fallenOut;
    private boolean sampling;
    /** Good windows in a row that bring all keys back, and how many there were. */
    private int patience = 1;

    private int good;
    /** Windows since all keys came back. */
    private int stayed;

    /** Whether a key is to be looked up. */
    boolean lookUp(long keyHash) {
        return !sampling || (keyHash >>> SAMPLE_SHIFT & SAMPLE_MASK) == 0;
    }

    /** Whether only a sample of the keys is looked up. */
    boolean isSampling() {
        return sampling;
    }

    /** Counts a look-up. */
    void ended(GetOutcome outcome, Tier tier) {
        hits += outcome == GetOutcome.HIT ? 1 : 0;
        stale += outcome == GetOutcome.STALE ? 1 : 0;
        if (++lookUps == WINDOW) {
            endWindow(tier);
            lookUps = 0;
            hits = 0;
            stale = 0;
        }
    }

    private void endWindow(Tier tier) {
        long fallenOutBefore = fallenOut;
        fallenOut = tier.fallenOut();
        if (!sampling) {
            stayed++;
            if (hits < HITS_TO_STAY && (fallenOut > fallenOutBefore || stale > STALE_TO_LEAVE)) {
                // What soon turned out wrong was believed too early.
                patience = stayed > 2 * patience ? 1 : Math.min(PATIENCE_MOST, 2 * patience);
                sampling = true;
                good = 0;
            }
        } else {
            good = hits >= HITS_TO_RETURN ? good + 1 : 0;
            if (good >= patience) {
                sampling = false;
                stayed = 0;
            }
        }
    }
}
