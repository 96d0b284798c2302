package io.yggdrasil.resp.grid;

/**
 * Where a scan goes on: a place in the order (namespace of the database, partition, hash of the key).
 *
 * <pre>
 *   bit   52      51      42 41        32 31           0
 *   +-----------+----------+------------+-------------+
 *   | 1 (begun) | binding  | partition  | hash + 2^31 |
 *   +-----------+----------+------------+-------------+
 * </pre>
 *
 * The top bit keeps every cursor but the first from being 0; all fit in 53 bits, so that JavaScript clients that read
 * cursors as doubles keep them whole.
 *
 * @param binding number of the namespace's binding: the same on every node and whatever else runs
 * @param partition partition
 * @param hash the lowest hash still to be visited
 */
record ScanCursor(int binding, int partition, int hash) {
    /** Bindings that a cursor can name. */
    static final int BINDINGS_MAX = 1 << 10;

    private static final long BEGUN = 1L << 52;

    static ScanCursor decode(long cursor) {
        if (cursor == 0) {
            return new ScanCursor(0, 0, Integer.MIN_VALUE);
        }
        return new ScanCursor(
                (int) (cursor >>> 42) & BINDINGS_MAX - 1,
                (int) (cursor >>> 32) & 1023,
                (int) (cursor & 0xFFFFFFFFL) ^ Integer.MIN_VALUE);
    }

    long encode() {
        return BEGUN | (long) binding << 42 | (long) partition << 32 | (hash ^ Integer.MIN_VALUE) & 0xFFFFFFFFL;
    }
}
