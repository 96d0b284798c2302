package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.mutation.UseCounter;
import io.yggdrasil.tier.policy.FrequencySketch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often and when the entries of one cache were used on this node, by the hashes of their keys; as much of it as the
 * mode needs.
 *
 * <p>Frequencies are a TinyLFU sketch, 8 bytes an entry, halved from time to time. Times are a table of coarse ticks, 4
 * bytes an entry: entries that share a cell share the later time. With LRU reads and writes set the time; with LFU only
 * writes do, as new entries are to be told from old ones and a read must not cost two cache misses.
 *
 * <p>Threads: any; racy by design, as a lost count does no harm. {@link #ensureEntries}: one at a time.
 */
final class Uses implements UseCounter {
    private static final VarHandle TICKS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int TICK_MILLIS_LOG2 = 4;
    private static final int CELLS_MIN = 1 << 12;
    private static final int CELLS_MAX = 1 << 26;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final boolean timesReads;
    private final @Nullable FrequencySketch sketch;
    private final LongSupplier clock;
    private final long startMillis;
    private volatile int[] ticks = new int[CELLS_MIN];

    /** For a mode; {@code clock} tells milliseconds. */
    Uses(EvictionMode mode, LongSupplier clock) {
        this.timesReads = mode.isLru();
        this.sketch = mode.isLfu() ? new FrequencySketch(CELLS_MIN) : null;
        this.clock = clock;
        this.startMillis = clock.getAsLong();
    }

    /** Makes room for so many entries. */
    void ensureEntries(long entries) {
        if (sketch != null) {
            sketch.ensureEntries(entries);
        }
        int[] known = ticks;
        int wanted = known.length;
        while (wanted < entries * 2 && wanted < CELLS_MAX) {
            wanted *= 2;
        }
        if (wanted > known.length) {
            ticks = grown(known, wanted);
        }
    }

    /** The cell of a hash is its highest bits, so that cells split in place. */
    private static int[] grown(int[] known, int length) {
        int[] more = new int[length];
        int times = length / known.length;
        for (int i = 0; i < length; i++) {
            more[i] = known[i / times];
        }
        return more;
    }

    @Override
    public void onRead(int partition, int keyHash) {
        long hash = hash(partition, keyHash);
        if (sketch != null) {
            sketch.increment(hash);
        }
        if (timesReads) {
            tick(hash);
        }
    }

    @Override
    public void onWrite(int partition, int keyHash) {
        long hash = hash(partition, keyHash);
        if (sketch != null) {
            sketch.increment(hash);
        }
        tick(hash);
    }

    private void tick(long hash) {
        int[] cells = ticks;
        int cell = cell(cells, hash);
        int now = now();
        if ((int) TICKS.getOpaque(cells, cell) != now) {
            TICKS.setOpaque(cells, cell, now);
        }
    }

    /** How often an entry was used lately, 0 to 15; 0 when that is not counted. */
    int frequency(int partition, int keyHash) {
        return sketch == null ? 0 : sketch.frequency(hash(partition, keyHash));
    }

    /** For how long an entry was not used, or with LFU not written. */
    long idleMillis(int partition, int keyHash) {
        int[] cells = ticks;
        int then = (int) TICKS.getOpaque(cells, cell(cells, hash(partition, keyHash)));
        return (long) Math.max(0, now() - then) << TICK_MILLIS_LOG2;
    }

    private int now() {
        return (int) ((clock.getAsLong() - startMillis) >> TICK_MILLIS_LOG2);
    }

    private static int cell(int[] cells, long hash) {
        return (int) ((hash * MIX) >>> (Long.SIZE - Integer.numberOfTrailingZeros(cells.length)));
    }

    private static long hash(int partition, int keyHash) {
        return ((long) partition << Integer.SIZE) | (keyHash & 0xFFFF_FFFFL);
    }
}
