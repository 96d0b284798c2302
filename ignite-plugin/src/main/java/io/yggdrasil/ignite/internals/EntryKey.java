package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.processors.cache.KeyCacheObject;

/** A key in the form in which one store's pages hold it. Made by {@link EntryStore#key}; immutable. */
public final class EntryKey {
    private final KeyCacheObject object;
    private final int partition;
    private final EntryStore store;

    EntryKey(EntryStore store, KeyCacheObject object, int partition) {
        this.store = store;
        this.object = object;
        this.partition = partition;
    }

    /** The key's partition. */
    public int partition() {
        return partition;
    }

    /** The store that made this key. */
    public EntryStore store() {
        return store;
    }

    /** The key as scans show it. */
    public Object key() {
        return store.unwrap(object);
    }

    /** A hash that orders the keys of a partition, as scans do. */
    public int order() {
        return object.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryKey key && store == key.store && object.equals(key.object);
    }

    @Override
    public int hashCode() {
        return object.hashCode();
    }

    /** Whether the key is text, which is what an SQL index can hold. */
    boolean isText() {
        return object.value(store.context().cacheObjectContext(), false) instanceof String;
    }

    KeyCacheObject object() {
        return object;
    }
}
