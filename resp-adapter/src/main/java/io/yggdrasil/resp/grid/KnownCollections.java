package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.resp.keyspace.Key;
import org.jspecify.annotations.Nullable;

/**
 * Large collections that one thread has read or stored lately, each with the nodes that it has met: while the row of the root
 * stands ({@link io.yggdrasil.ignite.internals.RowStamp}) they are what is stored. So of the three reads of 4 KB that an element
 * of 100,000 takes, one is left.
 *
 * <p>They take up to 350 KB each on the heap. Threads: one.
 */
final class KnownCollections {
    private static final int PLACES = 16;

    private final @Nullable KnownCollection[] places = new KnownCollection[PLACES];

    /** The one at a key. */
    @Nullable
    KnownCollection find(EntryStore store, Key key) {
        KnownCollection known = places[place(key)];
        return known != null && known.isAt(store, key) ? known : null;
    }

    /** Adds one, or puts it in the place of another. */
    void put(KnownCollection known, Key key) {
        places[place(key)] = known;
    }

    private static int place(Key key) {
        return key.partition() & PLACES - 1;
    }
}
