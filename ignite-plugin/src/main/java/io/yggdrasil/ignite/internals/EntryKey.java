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

    /** Whether the key is text, which is what an SQL index can hold. */
    boolean isText() {
        return object.value(store.context().cacheObjectContext(), false) instanceof String;
    }

    KeyCacheObject object() {
        return object;
    }
}
