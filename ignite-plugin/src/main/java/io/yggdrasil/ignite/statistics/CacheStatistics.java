package io.yggdrasil.ignite.statistics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to the rows of one cache on this node since the node's start, and what those in memory only take.
 *
 * <p>The counters of the hot tier's copies are in {@link io.yggdrasil.tier.hot.HotStatistics}; only the times of its reads
 * are here, beside those of page memory.
 *
 * <p>Threads: any. The numbers are taken one after the other, not at one moment.
 */
public final class CacheStatistics {
    private static final int PARTITIONS = 1024;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final AtomicLongArray bytesByPartition = new AtomicLongArray(PARTITIONS);
    private final ReadTimes hotReads = new ReadTimes();
    private final ReadTimes warmReads = new ReadTimes();

    /** Look-ups of a row by its key that found it in page memory. */
    public long hits() {
        return hits.sum();
    }

    /** Look-ups of a row by its key that found none. */
    public long misses() {
        return misses.sum();
    }

    /** Rows that this node evicted as their primary, as memory was full. */
    public long evicted() {
        return evicted.sum();
    }

    /**
     * Bytes of the rows, primaries and backups: key, value, version and expire time of each, not the trees that find them.
     * Means nothing where rows are on disk as well.
     */
    public long rowBytes() {
        long sum = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sum += bytesByPartition.get(partition);
        }
        return sum;
    }

    /** How long reads took that the hot tier answered: a sample of them. */
    public ReadTimes hotReads() {
        return hotReads;
    }

    /** How long reads took that page memory answered: a sample of them. */
    public ReadTimes warmReads() {
        return warmReads;
    }

    /** Counts a look-up of a row by its key. */
    public void lookedUp(boolean found) {
        (found ? hits : misses).increment();
    }

    /** Counts rows that were evicted. */
    public void evicted(int rows) {
        evicted.add(rows);
    }

    /** Counts a row that grew by so many bytes, or came; negative: shrank, or went. */
    public void rowGrew(int partition, int bytes) {
        if (bytes != 0) {
            bytesByPartition.addAndGet(partition % PARTITIONS, bytes);
        }
    }

    /** Notes that all rows of a partition went at once. */
    public void partitionEmptied(int partition) {
        bytesByPartition.set(partition % PARTITIONS, 0);
    }
}
