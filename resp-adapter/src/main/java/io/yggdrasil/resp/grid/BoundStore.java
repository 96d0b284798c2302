package io.yggdrasil.resp.grid;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;

/**
 * A started namespace of a database.
 *
 * @param binding number of its binding in the grid's configuration
 * @param store its entries
 */
record BoundStore(int binding, EntryStore store) {
    /** Who owns what; a {@code RETRY} error while that is being decided. */
    PartitionView view() {
        PartitionView view = store.view();
        if (view == null) {
            throw new YggdrasilException(YggdrasilException.Kind.RETRY, "ownership is being decided");
        }
        return view;
    }

    /** A {@code RETRY} error when ownership has changed since: what was read may lack keys. */
    void check(PartitionView view) {
        if (!store.isCurrent(view)) {
            throw new YggdrasilException(YggdrasilException.Kind.RETRY, "ownership has changed");
        }
    }

    /** Number of entries in this node's primary partitions. */
    long size(PartitionView view) {
        long size = 0;
        for (int p = view.nextLocal(0); p >= 0; p = view.nextLocal(p + 1)) {
            size += store.size(p);
        }
        return size;
    }
}
