package io.yggdrasil.ignite.internals;

import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.PageIdAllocator;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.tree.PendingEntriesTree;
import org.apache.ignite.internal.processors.cache.tree.PendingRow;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one in-memory partition's entries in the order in which they expire; made when the first one comes.
 *
 * <p>Ignite keeps one tree for all partitions of an in-memory cache, so that all writes with an expiry, and all removals,
 * meet at the ends of that tree. Persistent partitions have one each; this gives one to the others. Checked on Ignite
 * 2.17.0: {@code CacheDataStoreImpl} asks the supplier that it is made with for every change.
 *
 * <p>Threads: any.
 */
final class PendingTree {
    private final CacheGroupContext group;
    private final int partition;
    private volatile @Nullable PendingEntriesTree tree;

    PendingTree(CacheGroupContext group, int partition) {
        this.group = group;
        this.partition = partition;
    }

    /** The tree; null while no entry expires. */
    @Nullable
    PendingEntriesTree get() {
        return tree;
    }

    /** Makes the tree if it is missing. */
    void require() throws IgniteCheckedException {
        if (tree == null) {
            make();
        }
    }

    private synchronized void make() throws IgniteCheckedException {
        if (tree != null) {
            return;
        }
        long root = group.offheap()
                .rootPageForIndex(group.groupId(), "", 0)
                .pageId()
                .pageId();
        tree = new PendingEntriesTree(
                group,
                group.cacheOrGroupName() + "-p-" + partition + "##PendingEntries",
                group.dataRegion().pageMemory(),
                root,
                group.reuseList(),
                true,
                group.shared().diagnostic().pageLockTracker(),
                PageIdAllocator.FLAG_IDX);
    }

    long size() throws IgniteCheckedException {
        PendingEntriesTree known = tree;
        return known == null ? 0 : known.size();
    }

    /** Whether an entry of a cache expires. */
    boolean has(int cacheId) throws IgniteCheckedException {
        PendingEntriesTree known = tree;
        if (known == null) {
            return false;
        }
        PendingRow bound = new PendingRow(cacheId);
        return group.sharedGroup()
                ? known.find(bound, bound, PendingEntriesTree.WITHOUT_KEY).next()
                : !known.isEmpty();
    }

    /** Drops what is there of one cache of several. */
    void clear(int cacheId) throws IgniteCheckedException {
        PendingEntriesTree known = tree;
        if (known != null) {
            PendingRow bound = new PendingRow(cacheId);
            while (known.removex(bound, bound, -1)) {
                continue; // It removes in batches.
            }
        }
    }

    /** Gives the tree's pages back. */
    void destroy() throws IgniteCheckedException {
        PendingEntriesTree known = tree;
        if (known != null) {
            known.destroy();
        }
    }

    /** Lets go of the tree, whose pages go with the node. */
    void close() {
        PendingEntriesTree known = tree;
        if (known != null) {
            known.close();
        }
    }
}
