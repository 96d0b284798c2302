package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.jspecify.annotations.Nullable;

/** What a read found. Reused by its owner; the value is not to be changed. */
public final class EntryRow {
    private @Nullable Object value;
    private long expireTime;
    private @Nullable Object version;
    private boolean expired;
    private long stamp;

    /** Makes an empty row. */
    public EntryRow() {}

    /** The value: {@code byte[]} for a string that was stored as such, else whatever a client put; null: no entry. */
    public @Nullable Object value() {
        return value;
    }

    /** When the entry expires in milliseconds since 1970; 0: never. */
    public long expireTime() {
        return expireTime;
    }

    /** A token that differs for every update of the entry; null: no entry. */
    public @Nullable Object version() {
        return version;
    }

    /** Whether an entry was found. */
    public boolean isPresent() {
        return value != null;
    }

    /** Whether there is no entry because its time is over, though it still takes room. */
    public boolean hasExpired() {
        return expired;
    }

    /** What {@link #absent} was told. */
    public long stamp() {
        return stamp;
    }

    /** Empties the row and keeps the stamp that its key had then: {@link EntryStore#stamp}. */
    public void absent(long keyStamp) {
        clear();
        stamp = keyStamp;
    }

    /** Empties the row. */
    public void clear() {
        expired = false;
        value = null;
        version = null;
        expireTime = 0;
    }

    /** Makes the row what another one is. */
    public void set(Object newValue, long newExpireTime, @Nullable Object newVersion) {
        expired = false;
        value = newValue;
        expireTime = newExpireTime;
        version = newVersion;
    }

    void set(EntryStore store, @Nullable CacheDataRow row, long nowMillis) {
        if (row == null || isExpired(row, nowMillis)) {
            clear();
            expired = row != null;
            return;
        }
        expired = false;
        CacheObject object = row.value();
        value = store.unwrap(object);
        expireTime = row.expireTime();
        version = row.version();
    }

    static boolean isExpired(CacheDataRow row, long nowMillis) {
        long time = row.expireTime();
        return time > 0 && time <= nowMillis;
    }
}
