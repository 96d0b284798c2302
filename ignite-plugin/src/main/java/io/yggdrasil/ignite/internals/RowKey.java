package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.pagemem.PageUtils;

/** The key of a row, as it stands in front of its value: length (i32), type (u8), bytes. Pure. */
final class RowKey {
    static final int HEADER_BYTES = Integer.BYTES + 1;

    private RowKey() {}

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
