package io.yggdrasil.ignite.internals;

/**
 * Tells which rows are read a second time in short order, as only these are worth a copy in the hot tier: what is read
 * once would push out what is read often.
 *
 * <p>A table of tags without chains: a read leaves its tag, and finds its own there if no other row of the cell was read
 * since. The tag holds the row's stamp, too, so that a row that is written between any two reads is never copied.
 *
 * <p>Threads: any, with plain reads and writes: a lost tag costs one more read of a row.
 */
final class SecondReads {
    private static final int CELLS_LEAST = 1 << 10;
    private static final int CELLS_MOST = 1 << 20;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final int[] tags;

    /** A table for a tier that holds so many entries. */
    SecondReads(long entries) {
        int cells = (int) Math.max(CELLS_LEAST, Math.min(CELLS_MOST, entries));
        tags = new int[Integer.highestOneBit(cells)];
    }

    /** Whether the row was read before under the same stamp; the next read of it will find this one. */
    boolean isSecond(long keyHash, long stamp) {
        int cell = (int) keyHash & (tags.length - 1);
        int tag = (int) ((keyHash ^ stamp * GOLDEN_RATIO) >>> Integer.SIZE);
        if (tags[cell] == tag) {
            return true;
        }
        tags[cell] = tag;
        return false;
    }
}
