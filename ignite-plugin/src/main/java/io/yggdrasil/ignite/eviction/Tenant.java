package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.RowSampler;
import io.yggdrasil.ignite.internals.SampledRow;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A namespace's entries on this node, as eviction goes through them: like the hand of a clock, partition by partition in a
 * random order, and inside of one from where the last look ended. So each entry is looked at once in a round, however the
 * hashes of the keys are spread; and as a round lasts about as many evictions as there are entries for each sample, a new
 * one has that long to be used again.
 *
 * <p>Threads: any; two that look at the same place at once do no harm.
 */
final class Tenant {
    private static final int EMPTY_PARTITIONS_MAX = 1024;

    private final String name;
    private final EntryStore store;
    private final Uses uses;
    private final long bytesMax;
    private final AtomicIntegerArray hands;
    private final AtomicLongArray expiryHands;
    private volatile long entries;

    /** {@code bytesMax}: what its rows may take on this node; 0: no limit of its own. */
    Tenant(String name, EntryStore store, Uses uses, long bytesMax, int partitions) {
        this.name = name;
        this.store = store;
        this.uses = uses;
        this.bytesMax = bytesMax;
        this.hands = new AtomicIntegerArray(partitions);
        this.expiryHands = new AtomicLongArray(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            expiryHands.set(partition, 1);
            hands.set(partition, Integer.MIN_VALUE);
        }
    }

    String name() {
        return name;
    }

    EntryStore store() {
        return store;
    }

    Uses uses() {
        return uses;
    }

    /** By how many bytes the namespace is above its budget; 0 or less: not, or it has none. */
    long overBudget() {
        return bytesMax == 0 ? 0 : store.statistics().rowBytes() - bytesMax;
    }

    /** Entries on this node, as of the last {@link #count}. */
    long entries() {
        return entries;
    }

    /** Counts the entries; makes room for as many uses. */
    void count() {
        long total = 0;
        for (int partition = 0; partition < hands.length(); partition++) {
            total += store.size(partition);
        }
        entries = total;
        uses.ensureEntries(total);
    }

    /** Looks at entries, of one partition; with none in it, of the next one that has some. */
    void sample(RowSampler sampler, PartitionView view, int count, List<SampledRow> out) {
        int partition = ThreadLocalRandom.current().nextInt(hands.length());
        for (int i = 0; i < EMPTY_PARTITIONS_MAX && store.size(partition) == 0; i++) {
            partition = (partition + 1) % hands.length();
        }
        long next = sampler.sample(store, partition, hands.get(partition), count, !view.isLocal(partition), out);
        hands.set(partition, next == RowSampler.END ? Integer.MIN_VALUE : (int) next);
    }

    /** Looks at entries with an expiry, of one partition: the first to expire, or those behind the last ones. */
    void sampleExpiring(RowSampler sampler, PartitionView view, boolean first, int count, List<SampledRow> out) {
        int partition = ThreadLocalRandom.current().nextInt(hands.length());
        for (int i = 0; i < EMPTY_PARTITIONS_MAX && !sampler.hasExpiring(store, partition); i++) {
            partition = (partition + 1) % hands.length();
        }
        boolean versions = !view.isLocal(partition);
        long from = first ? 1 : expiryHands.get(partition);
        long next = sampler.sampleExpiring(store, partition, from, count, versions, out);
        expiryHands.set(partition, next == RowSampler.END ? 1 : next);
    }
}
