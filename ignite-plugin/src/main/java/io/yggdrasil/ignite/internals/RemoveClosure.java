package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.OffheapInvokeClosure;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.util.IgniteTree.OperationType;
import org.apache.ignite.internal.util.typedef.internal.U;
import org.jspecify.annotations.Nullable;

/**
 * Removes a row and remembers it. The store's own {@code remove} does the same work but tells neither whether there was
 * a row nor what it was, and a removal of nothing must not be reported.
 */
final class RemoveClosure implements OffheapInvokeClosure {
    private final KeyCacheObject key;
    private @Nullable CacheDataRow oldRow;

    RemoveClosure(KeyCacheObject key) {
        this.key = key;
    }

    @Override
    public void call(@Nullable CacheDataRow row) {
        if (row != null) {
            row.key(key);
        }
        oldRow = row;
    }

    @Override
    public @Nullable CacheDataRow oldRow() {
        return oldRow;
    }

    @Override
    public @Nullable CacheDataRow newRow() {
        return null;
    }

    @Override
    public boolean oldRowExpiredFlag() {
        CacheDataRow row = oldRow;
        return row != null && EntryRow.isExpired(row, U.currentTimeMillis());
    }

    @Override
    public OperationType operationType() {
        return oldRow == null ? OperationType.NOOP : OperationType.REMOVE;
    }
}
