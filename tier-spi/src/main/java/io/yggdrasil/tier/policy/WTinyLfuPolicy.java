package io.yggdrasil.tier.policy;

/**
 * W-TinyLFU (Einziger, Friedman, Manes 2017) with a window that adapts (Einziger, Eytan, Friedman, Manes 2018): new entries
 * enter a window; what falls out of it competes by frequency with the main space's next victims. The main space is segmented
 * into entries on probation and protected ones, which were used there.
 *
 * <pre>
 *                     +-- frequency above the victims' ---&gt; [ probation | protected ]  main
 *  new -&gt; [ window ] -+                                          |  use -&gt;   |
 *                     +-- else: evicted                          | &lt;- overflow
 * </pre>
 *
 * <p>A heavy entry has to beat the sum of the frequencies of all victims that it would replace. A large window favours what
 * is recent, a small one what is frequent; {@link WindowClimber} moves the border to where more uses find their entry.
 */
final class WTinyLfuPolicy extends TablePolicy {
    private static final int WINDOW = 0;
    private static final int PROBATION = 1;
    private static final int PROTECTED = 2;

    private static final double PROTECTED_SHARE = 0.8;

    /** Victims that one candidate is compared with: it bounds the work, and what one entry may push out at once. */
    private static final int RIVALS_MAX = 16;

    private final FrequencySketch sketch;
    private final boolean countsUses;
    private final WindowClimber climber;
    private long windowBytesMax;

    /** With a sketch of its own. */
    WTinyLfuPolicy(long capacityBytes) {
        this(capacityBytes, new FrequencySketch(0), true, new WindowClimber());
    }

    /**
     * With a given sketch and climber.
     *
     * @param countsUses whether uses are to be counted in the sketch; false where its owner does that
     */
    WTinyLfuPolicy(long capacityBytes, FrequencySketch sketch, boolean countsUses, WindowClimber climber) {
        super(capacityBytes, 3, 3);
        this.sketch = sketch;
        this.countsUses = countsUses;
        this.climber = climber;
        resized();
    }

    @Override
    void used(int node) {
        count(table.key(node));
        climb(true);
        if (table.list(node) == WINDOW) {
            table.moveToNewest(node, WINDOW);
        } else {
            table.moveToNewest(node, PROTECTED);
            demote();
        }
    }

    @Override
    int added(int ghost, long key, int weightBytes) {
        if (countsUses) {
            sketch.ensureEntries(table.size() + 1L);
        }
        count(key);
        climb(false);
        return table.add(key, weightBytes, WINDOW);
    }

    @Override
    int victim() {
        while (isOver() && table.bytes(WINDOW) > windowBytesMax) {
            int candidate = table.oldest(WINDOW);
            int loser = contest(candidate);
            if (loser == candidate) {
                return candidate;
            }
            table.moveToNewest(candidate, PROBATION);
            if (loser != EntryTable.NONE) {
                return loser;
            }
        }
        int node = mainVictim();
        return node == EntryTable.NONE ? table.oldest(WINDOW) : node;
    }

    @Override
    void adopted(int node) {
        table.moveToNewest(node, PROTECTED);
        demote();
    }

    @Override
    void evicted(int node) {
        table.remove(node);
    }

    @Override
    void spared(int node) {
        table.moveToNewest(node, PROTECTED);
        demote();
    }

    @Override
    void resized() {
        setWindow(climber.windowShare());
    }

    @Override
    void startAs(TablePolicy other) {
        double share = ((WTinyLfuPolicy) other).windowShare();
        if (share != windowShare()) {
            climber.startAt(share);
            resized();
        }
    }

    /** The window's share of the capacity. */
    double windowShare() {
        return climber.windowShare();
    }

    /** None where there is room in the main space. */
    private int contest(int candidate) {
        long mainBytes = table.bytes(PROBATION) + table.bytes(PROTECTED);
        long missing = mainBytes + table.weight(candidate) - (capacityBytes() - windowBytesMax);
        if (missing <= 0) {
            return EntryTable.NONE;
        }
        int frequency = sketch.frequency(table.key(candidate));
        int rival = mainVictim();
        int first = rival;
        int rivals = 0;
        for (int sum = 0; missing > 0 && rival != EntryTable.NONE; rival = nextMainVictim(rival)) {
            sum += sketch.frequency(table.key(rival));
            if (sum >= frequency || ++rivals > RIVALS_MAX) {
                return candidate;
            }
            missing -= table.weight(rival);
        }
        return first == EntryTable.NONE ? candidate : first;
    }

    private int mainVictim() {
        int node = table.oldest(PROBATION);
        return node == EntryTable.NONE ? table.oldest(PROTECTED) : node;
    }

    private int nextMainVictim(int node) {
        int next = table.newer(node);
        return next == EntryTable.NONE && table.list(node) == PROBATION ? table.oldest(PROTECTED) : next;
    }

    private void demote() {
        long protectedBytesMax = (long) ((capacityBytes() - windowBytesMax) * PROTECTED_SHARE);
        while (table.bytes(PROTECTED) > protectedBytesMax) {
            table.moveToNewest(table.oldest(PROTECTED), PROBATION);
        }
    }

    private void count(long key) {
        if (countsUses) {
            sketch.increment(key);
        }
    }

    private void climb(boolean hit) {
        if (climber.record(hit, entries())) {
            setWindow(climber.windowShare());
        }
    }

    private void setWindow(double share) {
        windowBytesMax = Math.max(1, (long) (capacityBytes() * share));
        demote();
    }
}
