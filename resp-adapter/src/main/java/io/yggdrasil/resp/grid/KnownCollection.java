package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.RowStamp;
import io.yggdrasil.resp.keyspace.Key;

/** A collection as its root was read or stored last. Threads: one. */
final class KnownCollection {
    private final EntryStore store;
    private final Key key;
    private final Collection collection;
    private KnownRow row;
    private int edits;
    private RowStamp stamp;

    /**
     * @param row what the row of the root was when the collection was read
     */
    KnownCollection(EntryStore store, Key key, Collection collection, KnownRow row, RowStamp stamp) {
        this.store = store;
        this.key = key.copy();
        this.collection = collection;
        this.row = row;
        this.edits = collection.edits();
        this.stamp = stamp;
    }

    boolean isAt(EntryStore wanted, Key at) {
        return store == wanted && key.sameAs(at);
    }

    Collection collection() {
        return collection;
    }

    /** What the row of the root was when the collection was read or stored. */
    KnownRow row() {
        return row;
    }

    /** Whether it is what is stored, and may be read once more. */
    boolean isFoundAgain(long nowMillis) {
        return edits == collection.edits() && !row.isOver(nowMillis) && store.findAgain(stamp);
    }

    /** The collection was stored by one change of the row. */
    void onStored(KnownRow stored) {
        row = stored;
        edits = collection.edits();
        stamp = stamp.afterChange();
    }
}
