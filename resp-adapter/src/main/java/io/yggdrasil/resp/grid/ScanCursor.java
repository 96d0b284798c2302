package io.yggdrasil.resp.grid;

/**
 * Where a scan goes on: a place in the order (namespace of the database, partition, hash of the key).
 *
 * <pre>
 *   bit 52        47 46      42 41        32 31           0
 *       +-----------+----------+------------+-------------+
 *       | 1 (begun) | store    | partition  | hash + 2^31 |
 *       +-----------+----------+------------+-------------+
 * </pre>
 *
 * The top bit keeps every cursor but the first from being 0; all fit in 53 bits, so that JavaScript clients that read
 * cursors as doubles keep them whole.
 *
 * @param store index among the database's namespaces
 * @param partition partition
 * @param hash the lowest hash still to be visited
 */
record ScanCursor(int store, int partition, int hash) {
    private static final long BEGUN = 1L << 47;

    static ScanCursor decode(long cursor) {
        if (cursor == 0) {
            return new ScanCursor(0, 0, Integer.MIN_VALUE);
        }
        return new ScanCursor(
                (int) (cursor >>> 42) & 31,
                (int) (cursor >>> 32) & 1023,
                (int) (cursor & 0xFFFFFFFFL) ^ Integer.MIN_VALUE);
    }

    long encode() {
        return BEGUN | (long) store << 42 | (long) partition << 32 | (hash ^ Integer.MIN_VALUE) & 0xFFFFFFFFL;
    }
}
