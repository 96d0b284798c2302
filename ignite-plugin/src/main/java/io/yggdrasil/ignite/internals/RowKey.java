package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.pagemem.PageUtils;
import org.apache.ignite.internal.processors.cache.GridCacheContext;

/** The key of a row as it stands in its page: [cache id (i32),] length (i32), type (u8), bytes; the value follows likewise. Pure. */
final class RowKey {
    /** Length and type, in front of a key and of a value. */
    static final int HEADER_BYTES = Integer.BYTES + 1;

    private RowKey() {}

    /** Bytes in front of the key in the rows of a cache. */
    static int offset(GridCacheContext<?, ?> of) {
        return of.group().storeCacheIdInDataPage() ? Integer.BYTES : 0;
    }

    /** Whether the key at an address of a page, which is locked, has these bytes. */
    static boolean isAt(long address, byte[] key) {
        if (PageUtils.getInt(address, 0) != key.length) {
            return false;
        }
        long at = address + HEADER_BYTES;
        for (int i = 0; i < key.length; i++) {
            if (PageUtils.getByte(at, i) != key[i]) {
                return false;
            }
        }
        return true;
    }
}
