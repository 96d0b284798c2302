package io.yggdrasil.ignite.internals;

import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.apache.ignite.internal.pagemem.PageMemory;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.AbstractDataPageIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.DataPageIO;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.DataPagePayload;
import org.apache.ignite.internal.processors.cache.persistence.tree.io.PageIO;
import org.apache.ignite.internal.util.GridUnsafe;

/**
 * Copies ranges of a row's bytes out of its pages, without reading what is between them: of a row of a megabyte, its key
 * costs one page.
 *
 * <pre>
 *   in one page:       key length 4, key type 1, key | value length 4, value type 1, value | version | expire time 8
 *   in several pages:  key length 4, key type 1, key | expire time 8 | value length 4, value type 1, value | version
 * </pre>
 *
 * Checked on Ignite 2.17.0: {@code CacheDataRowAdapter.readFullRow}, {@code DataPageIO.writeFragmentData}.
 *
 * <p>Threads: one; the caller sees to it that the row stays where it is, by a lock on the leaf that points to it.
 */
final class RowBytes {
    private static final int STRING_HEADER_BYTES = 5;

    private final PageMemory memory;
    private final int group;
    private boolean fragmented;
    private int firstBytes;

    /** Whether a row of this cluster's is not cut in pieces, by the lengths of a key of ASCII and a value of bytes. */
    static boolean isInOnePage(GridCacheContext<?, ?> context, int keyBytes, int valueBytes) {
        int row = RowKey.offset(context)
                + 2 * RowKey.HEADER_BYTES
                + STRING_HEADER_BYTES
                + keyBytes
                + valueBytes
                + RowReplacement.VERSION_BYTES
                + Long.BYTES;
        int page = context.dataRegion().pageMemory().realPageSize(context.groupId());
        return row <= page - AbstractDataPageIO.MIN_DATA_PAGE_OVERHEAD;
    }

    RowBytes(EntryStore store) {
        this.memory = store.context().dataRegion().pageMemory();
        this.group = store.context().groupId();
    }

    /** Looks at a row's first page; false when there is no row. */
    boolean open(long link) throws IgniteCheckedException {
        firstBytes = 0;
        walk(link, 0, new byte[0], 0);
        return firstBytes > 0;
    }

    /** Whether the row lies in several pages. */
    boolean isFragmented() {
        return fragmented;
    }

    /** Bytes of the row in its first page: all of them, if it is not fragmented. */
    int firstBytes() {
        return firstBytes;
    }

    /** Copies bytes of the row from {@code from} on; returns how many there were, {@code length} at most. */
    int copy(long link, long from, byte[] into, int length) throws IgniteCheckedException {
        return walk(link, from, into, length);
    }

    private int walk(long link, long from, byte[] into, int length) throws IgniteCheckedException {
        int copied = 0;
        long passed = 0;
        long at = link;
        while (at != 0 && (at == link || copied < length)) {
            long pageId = PageIdUtils.pageId(at);
            long page = memory.acquirePage(group, pageId);
            try {
                long address = memory.readLock(group, pageId, page);
                if (address == 0) {
                    return copied;
                }
                try {
                    if (PageIO.getType(address) != PageIO.T_DATA) {
                        return copied;
                    }
                    DataPageIO io = DataPageIO.VERSIONS.forPage(address);
                    DataPagePayload payload =
                            io.readPayload(address, PageIdUtils.itemId(at), memory.realPageSize(group));
                    if (at == link) {
                        fragmented = payload.nextLink() != 0;
                        firstBytes = payload.payloadSize();
                    }
                    long skip = Math.max(0, from - passed);
                    if (skip < payload.payloadSize()) {
                        int more = (int) Math.min(payload.payloadSize() - skip, length - copied);
                        GridUnsafe.copyOffheapHeap(
                                address + payload.offset() + skip, into, GridUnsafe.BYTE_ARR_OFF + copied, more);
                        copied += more;
                    }
                    passed += payload.payloadSize();
                    at = payload.nextLink();
                } finally {
                    memory.readUnlock(group, pageId, page);
                }
            } finally {
                memory.releasePage(group, pageId, page);
            }
        }
        return copied;
    }
}
