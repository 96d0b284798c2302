package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.ignite.cache.CacheEntryVersion;

/**
 * What the rows of one namespace take on this node, primaries and backups, and how much they may: key, value, version and
 * expire time of each, not the trees that find them.
 *
 * <p>Threads: any.
 */
final class RowBudget implements MutationListener {
    private static final int PARTITIONS = 1024;

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLongArray byPartition = new AtomicLongArray(PARTITIONS);

    RowBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bytes above the budget; negative: so many are left. */
    long excess() {
        return bytes.get() - bytesMax;
    }

    /** What the rows take. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void onMutation(
            MutationKind kind,
            int cacheId,
            int partition,
            Object key,
            int keyHash,
            CacheEntryVersion version,
            long expireTime,
            int rowBytes,
            int previousBytes) {
        add(partition, (long) rowBytes - previousBytes);
    }

    @Override
    public void onPartitionMutation(MutationKind kind, int cacheId, int partition) {
        bytes.addAndGet(-byPartition.getAndSet(partition % PARTITIONS, 0));
    }

    private void add(int partition, long more) {
        byPartition.addAndGet(partition % PARTITIONS, more);
        bytes.addAndGet(more);
    }
}
