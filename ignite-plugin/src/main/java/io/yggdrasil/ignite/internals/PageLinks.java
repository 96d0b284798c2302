package io.yggdrasil.ignite.internals;

import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.apache.ignite.internal.pagemem.PageMemory;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.cache.persistence.CacheSearchRow;
import org.apache.ignite.internal.processors.cache.persistence.tree.BPlusTree;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.BPlusIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.DataPageIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.PageIO;
import org.apache.ignite.internal.processors.cache.tree.RowLinkIO;
import org.apache.ignite.internal.processors.cache.tree.SearchRow;

/** The links of the rows that begin in one page. Checked on Ignite 2.17.0: {@code AbstractDataPageIO.forAllItems}. */
final class PageLinks {
    private static final long[] NONE = {};

    private PageLinks() {}

    /** The links of all rows in the page that a link points into; none when it is no page of rows any more. */
    static long[] of(EntryStore store, long link) throws IgniteCheckedException {
        PageMemory memory = store.context().dataRegion().pageMemory();
        int group = store.context().groupId();
        long pageId = PageIdUtils.pageId(link);
        long page = memory.acquirePage(group, pageId);
        try {
            long address = memory.readLock(group, pageId, page);
            if (address == 0) {
                return NONE;
            }
            try {
                return PageIO.getType(address) == PageIO.T_DATA ? links(address) : NONE;
            } finally {
                memory.readUnlock(group, pageId, page);
            }
        } finally {
            memory.releasePage(group, pageId, page);
        }
    }

    private static long[] links(long address) throws IgniteCheckedException {
        DataPageIO io = DataPageIO.VERSIONS.forPage(address);
        return io.forAllItems(address, link -> link).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Whether a row is still, and in the store that it was read for. */
    static boolean isAt(SampledRow row) throws IgniteCheckedException {
        EntryStore store = row.store();
        GridDhtLocalPartition local = store.topology().localPartition(row.partition());
        if (local == null || !local.reserve()) {
            return false;
        }
        try {
            boolean shared = store.context().group().sharedGroup();
            Finder finder = new Finder(row.link());
            local.dataStore()
                    .tree()
                    .findOne(
                            new SearchRow(
                                    shared ? store.context().cacheId() : 0,
                                    row.key().object()),
                            finder,
                            null);
            return finder.found;
        } finally {
            local.release();
        }
    }

    /** Told by the tree of the row that it found. */
    private static final class Finder implements BPlusTree.TreeRowClosure<CacheSearchRow, CacheDataRow> {
        private final long link;
        private boolean found;

        Finder(long link) {
            this.link = link;
        }

        @Override
        public boolean apply(
                BPlusTree<CacheSearchRow, CacheDataRow> tree, BPlusIO<CacheSearchRow> io, long address, int index) {
            found = ((RowLinkIO) io).getLink(address, index) == link;
            return false;
        }
    }
}
