package io.yggdrasil.ignite.mutation;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Striped stamps that tell whether a row may have changed since it was read: a seqlock per stripe of keys, for any
 * number of writers at once.
 */
public final class Stamps {
    /*
     * Every partition owns 64 stripes, chosen by key hash; partitions beyond 1,024 share them. A stripe is one word:
     *
     *    63                                        16 15               0
     *   +--------------------------------------------+------------------+
     *   | mutations that ended, 48 bits              | mutations in     |
     *   |                                            | flight, 16 bits  |
     *   +--------------------------------------------+------------------+
     *
     * A mutator begins (in flight + 1), changes the row, ends (in flight - 1, ended + 1). A filler of a near copy reads
     * the stamp, gives up unless it is stable, reads the row, and keeps copy and stamp together. A reader serves the
     * copy only if the stamp still stands, that is, if the word is equal: then no mutation of the stripe ended since and
     * none is in flight, so at that instant the copy equals the row. Since a mutator ends before it acknowledges, no
     * reader sees a stale value after an acknowledgement; since it begins before it changes the row, no reader sees the
     * old value after another one saw the new.
     *
     * Plain "bump, change, bump" counters do not give the last part: a filler between the first bump and the change
     * would record a stamp that stands until the second bump. Hence the count of mutations in flight.
     *
     * The additions are atomic read-modify-writes with volatile semantics; their partner is the volatile read of the
     * filler and the reader. Neighbouring stripes share cache lines; padding them would cost 4 MB per cache for
     * collisions that are rare at 64 stripes a partition.
     */
    private static final int PARTITIONS = 1024;

    private static final int STRIPES_PER_PARTITION_LOG2 = 6;

    private static final int STRIPES_PER_PARTITION = 1 << STRIPES_PER_PARTITION_LOG2;
    private static final int STRIPES = PARTITIONS * STRIPES_PER_PARTITION;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private static final int SETTLING_TURNS = 200;
    private static final int SETTLING_TURNS_SPINNING = 100;

    private static final long ENDED = 1L << 16;
    private static final long IN_FLIGHT_MASK = ENDED - 1;

    private final AtomicLongArray words = new AtomicLongArray(STRIPES);
    private final AtomicLongArray generations = new AtomicLongArray(PARTITIONS);

    /** The stamp of a key, to be kept with a copy of its row that is read after this call. */
    public long read(int partition, int keyHash) {
        return words.get(stripe(partition, keyHash));
    }

    /**
     * The stamp of a key once no mutation is in flight, which takes microseconds. If mutations go on for longer, as those
     * of whole partitions do, the stamp is not stable.
     */
    public long readSettled(int partition, int keyHash) {
        long stamp = read(partition, keyHash);
        for (int turn = 0; turn < SETTLING_TURNS && !isStable(stamp); turn++) {
            if (turn < SETTLING_TURNS_SPINNING) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            stamp = read(partition, keyHash);
        }
        return stamp;
    }

    /** Whether a stamp was read while no mutation was in flight; a copy under any other stamp is never served. */
    public static boolean isStable(long stamp) {
        return (stamp & IN_FLIGHT_MASK) == 0;
    }

    /** Whether a stable stamp still stands: the row was not changed since it was read, and is not being changed. */
    public boolean stands(int partition, int keyHash, long stamp) {
        return words.get(stripe(partition, keyHash)) == stamp && isStable(stamp);
    }

    /** What a stable stamp becomes by one change and nothing else. */
    public static long afterChange(long stamp) {
        return stamp + ENDED;
    }

    /** Announces a change of a key's row; {@link #end} or {@link #cancel} must follow, whatever happens. At most 65,535 may be in flight. */
    public void begin(int partition, int keyHash) {
        words.getAndAdd(stripe(partition, keyHash), 1);
    }

    /** Ends what {@link #begin} announced. */
    public void end(int partition, int keyHash) {
        words.getAndAdd(stripe(partition, keyHash), ENDED - 1);
    }

    /** Takes back what {@link #begin} announced: the row is as it was, and stamps that were read before stand again. */
    public void cancel(int partition, int keyHash) {
        words.getAndAdd(stripe(partition, keyHash), -1);
    }

    /** Announces a change of all rows of a partition; {@link #endAll} must follow, whatever happens. */
    public void beginAll(int partition) {
        addToAll(partition, 1);
        generations.getAndIncrement(partition & (PARTITIONS - 1));
    }

    /**
     * How often all rows of a partition were announced to change. For copies that are dropped one by one when their row
     * changes: such a copy is served only while the generation is that from before its row was read.
     */
    public long generation(int partition) {
        return generations.get(partition & (PARTITIONS - 1));
    }

    /** Makes every generation a new one, as the rows are others now: their cache was stopped and starts again. */
    public void renew() {
        for (int i = 0; i < PARTITIONS; i++) {
            generations.getAndIncrement(i);
        }
    }

    /** Ends what {@link #beginAll} announced. */
    public void endAll(int partition) {
        addToAll(partition, ENDED - 1);
    }

    private void addToAll(int partition, long delta) {
        int first = firstStripe(partition);
        for (int i = 0; i < STRIPES_PER_PARTITION; i++) {
            words.getAndAdd(first + i, delta);
        }
    }

    private static int stripe(int partition, int keyHash) {
        return firstStripe(partition) + ((keyHash * GOLDEN_RATIO) >>> (Integer.SIZE - STRIPES_PER_PARTITION_LOG2));
    }

    private static int firstStripe(int partition) {
        return (partition << STRIPES_PER_PARTITION_LOG2) & (STRIPES - 1);
    }
}
