package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.wal.IgniteWriteAheadLogManager;
import org.apache.ignite.internal.pagemem.wal.record.DataEntry;
import org.apache.ignite.internal.pagemem.wal.record.DataRecord;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheOperation;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts all writes of a transaction into Ignite's log as one record, before any of them is applied. A record is in the log
 * whole or, its checksum says so, not at all; and who recovers applies every record since the last checkpoint in order, not
 * looking at what a page holds already. So after a crash at any point all writes are there or none.
 *
 * <p>Each update writes its own record as well, which says the same again. Both are on one side of a checkpoint, since the
 * scope holds the lock that checkpoints wait for.
 *
 * <p>Copies are compared by their partitions' counters of updates, so who recovers the one record only must be ahead of a
 * copy that never heard of it: the record tells what the counters will be. It tells the negative of that. Who sends the log
 * to a copy that is behind counts the updates between two counters, each of which must be found once, and passes over
 * these; {@link WatchedPersistentStore} turns them round ({@link #counterOf}) when they are recovered.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridCacheDatabaseSharedManager.applyLogicalUpdates}, {@code applyUpdate},
 * {@code CacheDataStore.updateInitialCounter}, which recovery alone calls, {@code GridCacheMapEntry.logUpdate}, {@code
 * GridCacheOffheapManager.WALHistoricalIterator.advance}.
 */
final class LogBatch {
    /** What a record holds beside keys and values, for each entry. */
    private static final int ENTRY_BYTES = 128;

    private LogBatch() {}

    /**
     * Logs the writes of persistent stores if they are several; the caller holds the entries' locks and the checkpoint's.
     * Returns whether it did. Those that would not fit in the log's buffer are logged one by one by whoever applies them.
     */
    static boolean log(List<HeldWrites.Write> writes) {
        List<DataEntry> entries = new ArrayList<>(writes.size());
        Map<GridDhtLocalPartition, Long> counters = new HashMap<>();
        GridCacheContext<Object, Object> last = null;
        long bytes = 0;
        try {
            for (HeldWrites.Write write : writes) {
                GridCacheContext<Object, Object> context = write.key().store().context();
                if (isLogged(context)) {
                    CacheObject value = write.object();
                    bytes += ENTRY_BYTES + length(write, value, context);
                    GridDhtLocalPartition partition = Objects.requireNonNull(write.key()
                            .store()
                            .topology()
                            .localPartition(write.key().partition()));
                    long counter =
                            counters.merge(partition, partition.updateCounter() + 1, (known, first) -> known + 1);
                    entries.add(entry(write, value, context, counter));
                    last = context;
                }
            }
            IgniteWriteAheadLogManager log = last == null ? null : last.group().wal();
            if (log == null || last == null || entries.size() < 2 || bytes > bytesMax(last)) {
                return false;
            }
            log.log(new DataRecord(entries));
        } catch (IgniteCheckedException e) {
            throw EntryStore.failure("log", e);
        }
        StepHook.reached(WriteSteps.Step.LOGGED);
        return true;
    }

    private static boolean isLogged(GridCacheContext<?, ?> context) {
        return context.group().persistenceEnabled() && context.group().logDataRecords();
    }

    private static long bytesMax(GridCacheContext<?, ?> context) {
        return context.gridConfig().getDataStorageConfiguration().getWalBufferSize() / 2;
    }

    /** The bytes of key and value, which are marshalled by this if they were not. */
    private static long length(HeldWrites.Write write, @Nullable CacheObject value, GridCacheContext<?, ?> context)
            throws IgniteCheckedException {
        long key = write.key().object().valueBytes(context.cacheObjectContext()).length;
        return value == null ? key : key + value.valueBytes(context.cacheObjectContext()).length;
    }

    private static DataEntry entry(
            HeldWrites.Write write,
            @Nullable CacheObject value,
            GridCacheContext<Object, Object> context,
            long counter) {
        return new DataEntry(
                context.cacheId(),
                write.key().object(),
                value,
                value == null ? GridCacheOperation.DELETE : GridCacheOperation.UPDATE,
                null,
                write.version(),
                write.expireTime(),
                write.key().partition(),
                -counter,
                DataEntry.EMPTY_FLAGS);
    }

    /** The counter that an update is recovered with, by what its record tells. */
    static long counterOf(long told) {
        return Math.abs(told);
    }
}
