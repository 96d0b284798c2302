package io.yggdrasil.tier.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Estimates how often keys were used lately: a count-min sketch of 4-bit counters that are halved from time to time, so that
 * what was hot long ago cools down (TinyLFU: Einziger, Friedman, Manes 2017).
 *
 * <p>All counters of a key are in one block of 64 bytes, one cache line: four counters, one in each quarter of the block.
 *
 * <pre>
 *  block = 8 longs of 16 counters                 a key uses one counter of each quarter
 *  | long 0 | long 1 | long 2 | long 3 | long 4 | long 5 | long 6 | long 7 |
 *  |&lt;-- quarter 0 --&gt;|&lt;-- quarter 1 --&gt;|&lt;-- quarter 2 --&gt;|&lt;-- quarter 3 --&gt;|
 * </pre>
 *
 * <p>Threads: any number may count and read at once, without locks. It is racy by design: counts may get lost, and a halving
 * may miss counters that are written meanwhile. An estimate stays within 0 to 15 whatever happens. Only one thread at a time
 * may call {@link #ensureEntries}.
 *
 * <p>Memory: 8 bytes an entry, rounded up to a power of two.
 */
public final class FrequencySketch {
    /** The highest estimate. */
    public static final int FREQUENCY_MAX = 15;

    /** An estimate that calls a key hot: it was used again lately. */
    static final int HOT_MIN = 2;

    private static final int BLOCK_LONGS = 8;
    private static final int DEPTH = 4;
    private static final long LONGS_MAX = 1 << 30;
    private static final int USES_PER_ENTRY = 10;
    private static final long HALF_MASK = 0x7777777777777777L;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle COUNTED;

    static {
        try {
            COUNTED = MethodHandles.lookup().findVarHandle(FrequencySketch.class, "counted", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long[] table;

    @SuppressWarnings("UnusedVariable") // Through COUNTED.
    private long counted;

    /** A sketch for about so many entries; it stays right for more, but less exact. */
    public FrequencySketch(long entries) {
        table = new long[longsFor(entries)];
    }

    /** Makes room for more entries, which keeps all estimates. */
    public void ensureEntries(long entries) {
        int longs = longsFor(entries);
        while (table.length < longs) {
            table = doubled(table);
        }
    }

    /** Counts a use. */
    public void increment(long hash) {
        long[] counters = table;
        long mixed = KeyMixer.mix(hash);
        int block = block(counters, mixed);
        boolean added = false;
        for (int i = 0; i < DEPTH; i++) {
            int choice = choice(mixed, i);
            added |= incrementAt(counters, block + index(i, choice), offset(choice));
        }
        if (added) {
            count(counters);
        }
    }

    /** About how often the key was used lately, 0 to {@value #FREQUENCY_MAX}. */
    public int frequency(long hash) {
        long[] counters = table;
        long mixed = KeyMixer.mix(hash);
        int block = block(counters, mixed);
        int lowest = FREQUENCY_MAX;
        for (int i = 0; i < DEPTH; i++) {
            int choice = choice(mixed, i);
            long word = (long) LONGS.getOpaque(counters, block + index(i, choice));
            lowest = Math.min(lowest, (int) (word >>> offset(choice)) & FREQUENCY_MAX);
        }
        return lowest;
    }

    /** Whether the key was used more than once lately: what an arena asks before it copies an old record forward. */
    public boolean isHot(long hash) {
        return frequency(hash) >= HOT_MIN;
    }

    private static boolean incrementAt(long[] counters, int index, int offset) {
        long word = (long) LONGS.getOpaque(counters, index);
        if (((word >>> offset) & FREQUENCY_MAX) == FREQUENCY_MAX) {
            return false;
        }
        LONGS.setOpaque(counters, index, word + (1L << offset));
        return true;
    }

    private void count(long[] counters) {
        long before = (long) COUNTED.getOpaque(this);
        COUNTED.setOpaque(this, before + 1);
        long period = (long) counters.length * USES_PER_ENTRY;
        // Of the threads that see the period full, the one that sets the count back does the halving.
        if (before + 1 >= period && COUNTED.compareAndSet(this, before + 1, period / 2)) {
            halve(counters);
        }
    }

    private static void halve(long[] counters) {
        for (int i = 0; i < counters.length; i++) {
            LONGS.setOpaque(counters, i, ((long) LONGS.getOpaque(counters, i) >>> 1) & HALF_MASK);
        }
    }

    /** A block's number gets one more bit, so each block goes to both places that its keys may now look at. */
    private static long[] doubled(long[] counters) {
        long[] twice = new long[counters.length * 2];
        System.arraycopy(counters, 0, twice, 0, counters.length);
        System.arraycopy(counters, 0, twice, counters.length, counters.length);
        return twice;
    }

    private static int block(long[] counters, long mixed) {
        int blocks = counters.length / BLOCK_LONGS;
        return ((int) (mixed >>> 32) & (blocks - 1)) * BLOCK_LONGS;
    }

    /** Five bits: which of the quarter's 32 counters. */
    private static int choice(long mixed, int quarter) {
        return (int) (mixed >>> (quarter * 8)) & 31;
    }

    private static int index(int quarter, int choice) {
        return quarter * 2 + (choice >>> 4);
    }

    private static int offset(int choice) {
        return (choice & 15) << 2;
    }

    private static int longsFor(long entries) {
        if (entries < 0) {
            throw new IllegalArgumentException("entries=" + entries);
        }
        long wanted = Math.min(Math.max(entries, BLOCK_LONGS), LONGS_MAX);
        int longs = Integer.highestOneBit((int) wanted);
        return longs < wanted ? longs << 1 : longs;
    }
}
