package io.yggdrasil.tier.policy;

import java.util.Arrays;
import java.util.List;

/**
 * Small copies of several policies that see a sample of the keys, and which of them leads. A copy has the share of the
 * capacity that the sample has of the keys, so that its hit ratio tells that of the whole cache (Waldspurger et al., FAST
 * 2015 and ATC 2017).
 *
 * <p>The sample is all keys at first. When a copy gets above {@value #ENTRIES_MAX} entries, the sample is halved: the race
 * costs bounded memory, and ever less time the larger the cache is.
 *
 * <p>Hysteresis: a rival takes over when the hits that it had and the leader had not, less those that only the leader had,
 * are more than chance explains (some standard deviations of as many coin tosses) and worth the change, as the cache has to
 * fetch what the rival would hold. What a return to a policy must be worth triples each time it is left and comes down
 * slowly, so that a workload in which each policy looks good in turn is left alone. A policy that never led pays nothing
 * for the changes among others: it may be the right one, and the first changes come when little is known.
 */
final class ShadowRace {
    /** A copy's entries before the sample is halved. */
    static final int ENTRIES_MAX = 4096;

    private static final Victims EVICTS = (key, weightBytes) -> true;
    static final double DEVIATIONS = 1.5;
    static final double COST_PER_ENTRY = 0.015;
    static final double COST_GROWTH = 3;
    static final double COST_GROWTH_MAX = 100;

    /** How long the past counts, in uses of the sample for each entry of a copy. */
    static final double MEMORY = 50;

    /** Ratios of very few entries tell nothing. */
    static final int ENTRIES_MIN = 64;

    private final TablePolicy[] shadows;
    private final double[] gained; // Since the last change: hits of the shadow less hits of the leader.
    private final double[] differed; // Uses that were a hit for one of both only.
    private final double[] costGrowth; // Of a change to the shadow.
    private long capacityBytes;
    private int sampleShift;
    private int leader;

    /**
     * The first of the shadows leads at first.
     *
     * @param shadows each without entries and with the whole capacity
     */
    ShadowRace(long capacityBytes, List<TablePolicy> shadows) {
        this.capacityBytes = capacityBytes;
        this.shadows = shadows.toArray(TablePolicy[]::new);
        this.gained = new double[shadows.size()];
        this.differed = new double[shadows.size()];
        this.costGrowth = new double[shadows.size()];
        Arrays.fill(costGrowth, 1);
    }

    int leader() {
        return leader;
    }

    TablePolicy leadingShadow() {
        return shadows[leader];
    }

    /** One key in 2^shift is sampled. */
    int sampleShift() {
        return sampleShift;
    }

    boolean samples(long key) {
        return sampleShift == 0 || KeyMixer.mix(key) >>> (Long.SIZE - sampleShift) == 0;
    }

    /** Lets the shadows see the use of a sampled key, which may change the leader. */
    void use(long key, int weightBytes) {
        int hits = 0; // A bit for each shadow.
        int entries = ENTRIES_MIN;
        for (int i = 0; i < shadows.length; i++) {
            hits |= use(shadows[i], key, weightBytes) << i;
            entries = Math.max(entries, shadows[i].entries());
        }
        compare(hits, entries);
        if (entries > ENTRIES_MAX) {
            halveSample();
        }
        electLeader(entries);
    }

    void remove(long key) {
        for (TablePolicy shadow : shadows) {
            shadow.onRemove(key);
        }
    }

    void update(long key, int weightBytes) {
        for (TablePolicy shadow : shadows) {
            shadow.onUpdate(key, weightBytes);
        }
    }

    void setCapacityBytes(long bytes) {
        capacityBytes = bytes;
        for (TablePolicy shadow : shadows) {
            shadow.setCapacityBytes(Math.max(1, bytes >> sampleShift));
        }
    }

    /** Returns 1 for a hit, else 0. */
    private static int use(TablePolicy shadow, long key, int weightBytes) {
        if (shadow.onAccess(key)) {
            return 1;
        }
        shadow.onInsert(key, weightBytes);
        shadow.evict(EVICTS, Integer.MAX_VALUE);
        return 0;
    }

    private void compare(int hits, int entries) {
        double kept = 1 - 1 / (MEMORY * entries);
        int leaderHit = (hits >>> leader) & 1;
        for (int i = 0; i < shadows.length; i++) {
            int hit = (hits >>> i) & 1;
            gained[i] = gained[i] * kept + hit - leaderHit;
            differed[i] = differed[i] * kept + (hit ^ leaderHit);
            costGrowth[i] = 1 + (costGrowth[i] - 1) * kept;
        }
    }

    private void electLeader(int entries) {
        int best = leader;
        for (int i = 0; i < shadows.length; i++) {
            double chance = DEVIATIONS * Math.sqrt(differed[i]);
            double cost = COST_PER_ENTRY * costGrowth[i] * entries;
            if (gained[i] > chance + cost && gained[i] > gained[best]) {
                best = i;
            }
        }
        if (best == leader) {
            return;
        }
        costGrowth[leader] = Math.min(COST_GROWTH_MAX, costGrowth[leader] * COST_GROWTH);
        leader = best;
        Arrays.fill(gained, 0);
        Arrays.fill(differed, 0);
    }

    private void halveSample() {
        sampleShift++;
        for (TablePolicy shadow : shadows) {
            shadow.retain(this::samples);
        }
        setCapacityBytes(capacityBytes);
    }
}
