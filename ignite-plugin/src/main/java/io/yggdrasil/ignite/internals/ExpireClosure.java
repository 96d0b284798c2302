package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.util.IgniteTree.OperationType;
import org.jspecify.annotations.Nullable;

/** Removes a row if its time is over, whatever row it is by now, and remembers it. */
final class ExpireClosure implements OffheapInvokeClosure {
    private final KeyCacheObject key;
    private final long nowMillis;
    private @Nullable CacheDataRow removed;

    ExpireClosure(KeyCacheObject key, long nowMillis) {
        this.key = key;
        this.nowMillis = nowMillis;
    }

    @Override
    public void call(@Nullable CacheDataRow row) {
        removed = null;
        if (row != null && EntryRow.isExpired(row, nowMillis)) {
            row.key(key);
            removed = row;
        }
    }

    /** The row that was removed; null: the one that is there, if any, has time left. */
    @Override
    public @Nullable CacheDataRow oldRow() {
        return removed;
    }

    @Override
    public @Nullable CacheDataRow newRow() {
        return null;
    }

    @Override
    public boolean oldRowExpiredFlag() {
        return removed != null;
    }

    @Override
    public OperationType operationType() {
        return removed == null ? OperationType.NOOP : OperationType.REMOVE;
    }
}
