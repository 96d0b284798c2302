package io.yggdrasil.ignite.internals;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.wal.IgniteWriteAheadLogManager;
import org.apache.ignite.internal.pagemem.wal.record.DataEntry;
import org.apache.ignite.internal.pagemem.wal.record.DataRecord;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheOperation;
import org.jspecify.annotations.Nullable;

/**
 * Puts all writes of a transaction into Ignite's log as one record, before any of them is applied. A record is in the log
 * whole or, its checksum says so, not at all; and who recovers applies every record since the last checkpoint in order, not
 * looking at what a page holds already. So after a crash at any point all writes are there or none.
 *
 * <p>Each update writes its own record as well, which says the same again, with the partition's counter: the one record has
 * none, as what it holds was not counted yet and copies are compared by counters. Both are on one side of a checkpoint,
 * since the scope holds the lock that checkpoints wait for.
 *
 * <p>Checked on Ignite 2.17.0: {@code GridCacheDatabaseSharedManager.applyLogicalUpdates}, {@code applyUpdate},
 * {@code GridCacheMapEntry.logUpdate}, {@code GridCacheOffheapManager.WALHistoricalIterator.advance}.
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
        GridCacheContext<Object, Object> last = null;
        long bytes = 0;
        try {
            for (HeldWrites.Write write : writes) {
                GridCacheContext<Object, Object> context = write.key().store().context();
                if (isLogged(context)) {
                    CacheObject value = write.object();
                    bytes += ENTRY_BYTES + length(write, value, context);
                    entries.add(entry(write, value, context));
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
            HeldWrites.Write write, @Nullable CacheObject value, GridCacheContext<Object, Object> context) {
        return new DataEntry(
                context.cacheId(),
                write.key().object(),
                value,
                value == null ? GridCacheOperation.DELETE : GridCacheOperation.UPDATE,
                null,
                write.version(),
                write.expireTime(),
                write.key().partition(),
                0,
                DataEntry.EMPTY_FLAGS);
    }
}
