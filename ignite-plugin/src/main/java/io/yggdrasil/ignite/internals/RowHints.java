package io.yggdrasil.ignite.internals;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ignite.internal.pagemem.PageIdAllocator;
import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where rows of one partition in memory were found last, by cache and hash of their key, so that the tree need not be
 * searched again. A search costs a third of replacing a value in place, and half of reading a node of a collection.
 *
 * <p>A hint is only good for one who looks again while the row's page is locked: {@link #has}. For that, a row must be
 * forgotten before it goes from its place, that is before its page is locked for it. Then a hint that is still there is of
 * a row that is there too. That row may be of another key with the same hash, but not of the same key in another cache.
 *
 * <p>Layout: a slot is a long: the 24 lower bits of a mix of cache and hash, 8 of the row's item and 32 of its page, which
 * are all of a link that differ within a partition. The mix's upper bits choose a pair of slots, at least 8, so that a hint tells
 * all 32. There are twice as many slots as rows, from {@link #SLOTS_MIN} up to {@link #SLOTS_MAX}; none before the first hint.
 * Where rows are nodes of collections, which are large, up to {@link #NODE_SLOTS_MAX}.
 *
 * <p>Threads: any. A row is noted and forgotten by who keeps others from its key. One who only reads may note it while the
 * leaf of the tree that refers to it is locked, if it takes the note back before it lets go of the leaf when the row's stamp
 * ({@link io.yggdrasil.ignite.mutation.Stamps}) does not stand any more: who forgets a row has announced the change
 * before, and needs the leaf before the row goes. So one of the two clears the hint in time.
 */
final class RowHints {
    static final int SLOTS_MIN = 512;
    static final int SLOTS_MAX = 2048;

    /** Half a hundredth of what so many nodes take. */
    static final int NODE_SLOTS_MAX = 1 << 16;

    private static final int PLACE_BITS = 40;
    private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;

    /** Two slots, which are always empty. */
    private static final AtomicLongArray NONE = new AtomicLongArray(2);

    private final int partition;
    private final AtomicReference<@Nullable AtomicLongArray> slots = new AtomicReference<>(NONE);

    RowHints(int partition) {
        this.partition = partition;
    }

    /** The link under which a row with this hash was found; 0: not known. */
    long find(int cacheId, int keyHash) {
        AtomicLongArray current = slots.get();
        if (current == null) {
            return 0;
        }
        int mixed = mix(cacheId, keyHash);
        int index = index(current, mixed);
        long slot = current.getAcquire(index);
        if (!isOf(slot, mixed)) {
            slot = current.getAcquire(index ^ 1);
        }
        return isOf(slot, mixed) ? link(slot) : 0;
    }

    /** Whether {@link #find} still gives that link, asked while the page of it is locked: the row is there then. */
    boolean has(int cacheId, int keyHash, long link) {
        return find(cacheId, keyHash) == link;
    }

    /**
     * Remembers where a row was found.
     *
     * @param rows how many there are in the partition
     * @param slotsMax how many slots there may be for them: {@link #SLOTS_MAX} or {@link #NODE_SLOTS_MAX}
     */
    void note(int cacheId, int keyHash, long link, long rows, int slotsMax) {
        AtomicLongArray current = slots.get();
        if (current == null) {
            return;
        }
        if (current == NONE || rows * 2 > current.length() && current.length() < slotsMax) {
            AtomicLongArray larger = new AtomicLongArray(slotsFor(rows, slotsMax));
            if (!slots.compareAndSet(current, larger)) {
                return;
            }
            current = larger;
        }
        int mixed = mix(cacheId, keyHash);
        long place = (long) PageIdUtils.itemId(link) << PageIdUtils.PAGE_IDX_SIZE
                | Integer.toUnsignedLong(PageIdUtils.pageIndex(link));
        if (link(place) == link) {
            int index = index(current, mixed);
            current.set(current.getPlain(index) == 0 ? index : index ^ 1, (long) mixed << PLACE_BITS | place);
        }
    }

    /** A row with this hash may go from its place from now on. */
    void forget(int cacheId, int keyHash) {
        AtomicLongArray current = slots.get();
        if (current != null) {
            int mixed = mix(cacheId, keyHash);
            int index = index(current, mixed);
            clear(current, index, mixed);
            clear(current, index ^ 1, mixed);
        }
    }

    /** Any row may go from its place, until {@link #open}. */
    void close() {
        slots.set(null);
    }

    /** Rows stay where they are again. */
    void open() {
        slots.set(NONE);
    }

    private static void clear(AtomicLongArray of, int index, int mixed) {
        if (isOf(of.getPlain(index), mixed)) {
            of.set(index, 0);
        }
    }

    private static int slotsFor(long rows, int slotsMax) {
        return rows >= slotsMax / 2 ? slotsMax : Math.max(SLOTS_MIN, Integer.highestOneBit((int) rows) * 4);
    }

    /** Differs for any two caches with the same hash. */
    private static int mix(int cacheId, int keyHash) {
        return (keyHash + cacheId * 0x85EBCA6B) * 0x9E3779B9;
    }

    private static int index(AtomicLongArray of, int mixed) {
        return mixed >>> Integer.numberOfLeadingZeros(of.length() - 1);
    }

    private static boolean isOf(long slot, int mixed) {
        return slot != 0 && (slot ^ (long) mixed << PLACE_BITS) >>> PLACE_BITS == 0;
    }

    private long link(long slot) {
        long place = slot & PLACE_MASK;
        return PageIdUtils.link(PageIdUtils.pageId(partition, PageIdAllocator.FLAG_DATA, (int) place), (int)
                (place >>> PageIdUtils.PAGE_IDX_SIZE));
    }
}
