package io.yggdrasil.ignite.internals;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.DataPageEvictionMode;
import org.apache.ignite.internal.processors.cache.persistence.DataRegion;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.apache.ignite.internal.processors.cache.persistence.freelist.AbstractFreeList;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one in-memory region: how many are in use, and whether one more row fits.
 *
 * <p>Ignite stops the node when an in-memory region runs out of pages: it asks for 256 free ones and a little for each
 * used one before each row. So every row of a watched cache, whatever door it came through, passes {@link #enter} first,
 * which asks for more: who would take the last pages is slowed down while the {@link Watcher} makes room, and refused when
 * it does not. Rows that are being written at the same time count with their whole size.
 *
 * <pre>
 *   |&lt;--------------------------------- pages of the region ----------------------------------&gt;|
 *   | in use                          ^ isFull          ^ isReserveUsed   ^ enter      ^ Ignite |
 *                                     1/64 + 512        1/256 + 512       384          256
 * </pre>
 *
 * Checked on Ignite 2.17.0: {@code IgniteCacheDatabaseSharedManager.ensureFreeSpaceForInsert},
 * {@code AbstractFreeList.emptyDataPages}, {@code freeSpace}.
 *
 * <p>Threads: any.
 */
public final class RegionPages {
    private static final int RESERVE = 512;
    private static final int LAST_RESERVE = 384;

    /**
     * What a small row leaves when it has waited a little: it may hold the lock of an entry that is to be evicted, so that
     * who makes room waits for it.
     */
    private static final int LOCKED_RESERVE = 320;

    private static final long LOCKED_NANOS = 20_000_000L;
    private static final int LOCKED_BYTES_MAX = 32 << 10;

    /** What each used page may take in the lists of free pages, when all are moved there. */
    private static final double LIST_BYTES = 12;

    /** A row of fewer bytes is not asked for while much of the region is free. */
    private static final int SMALL_BYTES = 1 << 20;

    private static final long WAIT_NANOS = 500_000_000L;
    private static final long WAIT_STEP_NANOS = 1_000_000L;

    /** How long one write waits for another node that is to get a copy. */
    private static final int PEER_WAIT_STEPS = 20;

    private final DataRegion region;
    private final AbstractFreeList<?> freeList;
    private final long pages;
    private final boolean evictsPages;
    private final AtomicLong entering = new AtomicLong();
    private volatile long alarmPages = Long.MAX_VALUE;
    private volatile @Nullable Watcher watcher;
    private volatile @Nullable Predicate<UUID> shortNodes;

    /** Makes room when pages become few. Called on writing threads, inside Ignite's locks: quick, and must not throw. */
    public interface Watcher {
        /** More pages are in use than {@link RegionPages#alarmAt} said. Returns whether room is being made. */
        boolean onAlarm();
    }

    RegionPages(DataRegion region, IgniteCacheDatabaseSharedManager database) {
        this.region = region;
        this.freeList = (AbstractFreeList<?>) database.freeList(region.config().getName());
        this.evictsPages = region.config().getPageEvictionMode() != DataPageEvictionMode.DISABLED;
        this.pages = region.config().getMaxSize() / region.pageMemory().systemPageSize();
    }

    /** The region's name. */
    public String name() {
        return region.config().getName();
    }

    /** The most pages that the region can have. */
    public long pages() {
        return pages;
    }

    /** Bytes of a page, its header included. */
    public int pageBytes() {
        return region.pageMemory().systemPageSize();
    }

    /** A row of so many bytes has pages of its own. */
    public int largeRowBytes() {
        return region.pageMemory().pageSize() - 64;
    }

    /** Pages in use: those that are not in the list of empty ones. */
    public long used() {
        return region.pageMemory().loadedPages() - freeList.emptyDataPages();
    }

    /** Bytes of pages in use that hold something: what is free in pages of rows does not count. */
    public long heldBytes() {
        return used() * pageBytes() - freeList.freeSpace();
    }

    /** The most pages that may be in use when a row of {@code bytes} is to be taken without using the reserve. */
    public long usedMax(int bytes) {
        return usedMax(bytes, pages / 64 + RESERVE);
    }

    /** Whether a row of {@code bytes} would use what is kept free. */
    boolean isFull(int bytes) {
        return !isLargelyFree(bytes) && used() > usedMax(bytes);
    }

    /** As {@link #isFull}, for a write that adds no data: it may use most of what is kept free from those that do. */
    boolean isReserveUsed(int bytes) {
        return !isLargelyFree(bytes) && used() > usedMax(bytes, pages / 256 + RESERVE);
    }

    private boolean isLargelyFree(int bytes) {
        return region.pageMemory().loadedPages() < pages - pages / 8 && bytes < SMALL_BYTES;
    }

    private long usedMax(long bytes, long reserve) {
        int payload = region.pageMemory().pageSize();
        return (long) ((pages - reserve - (double) bytes / payload) / (1 + LIST_BYTES / payload));
    }

    /** Says who makes room, and from how many used pages on it wants to be called. Null: nobody does. */
    public void alarmAt(long usedPages, @Nullable Watcher told) {
        watcher = told;
        alarmPages = told == null ? Long.MAX_VALUE : usedPages;
    }

    /**
     * Waits a bounded time until a row fits, on any thread but one that makes room; not at all where Ignite evicts pages
     * itself. {@link #leave} must follow.
     */
    void enter(int bytes) throws RegionFullException {
        long total = entering.addAndGet(bytes);
        if (used() > alarmPages) {
            alarm();
        }
        if (evictsPages || isLargelyFree(bytes) || fits(total)) {
            return;
        }
        try {
            await(bytes);
        } catch (RegionFullException e) {
            entering.addAndGet(-bytes);
            throw e;
        }
    }

    /** The row of {@code bytes} has its pages, or failed. */
    void leave(int bytes) {
        entering.addAndGet(-bytes);
    }

    /** Says which other nodes are short of room; null: none. */
    public void shortNodes(@Nullable Predicate<UUID> nodes) {
        shortNodes = nodes;
    }

    /** Whether any other node is short of room. */
    boolean areNodesShort() {
        return shortNodes != null;
    }

    /**
     * Slows a write down whose copies go to a node that is short of room, while room is made there; refuses it when nobody
     * makes any. A node that cannot take a copy would have to stop.
     */
    void awaitCopies(List<ClusterNode> owners, int bytes) throws RegionFullException {
        for (int step = 0; step < PEER_WAIT_STEPS && isAnyShort(owners); step++) {
            if (watcher == null) {
                throw new RegionFullException(name(), bytes);
            }
            LockSupport.parkNanos(WAIT_STEP_NANOS);
        }
    }

    private boolean isAnyShort(List<ClusterNode> owners) {
        Predicate<UUID> nodes = shortNodes;
        if (nodes != null) {
            for (ClusterNode owner : owners) {
                if (nodes.test(owner.id())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean fits(long bytes) {
        return used() <= usedMax(bytes, LAST_RESERVE);
    }

    private void await(int bytes) throws RegionFullException {
        long start = System.nanoTime();
        long waited = 0;
        while (!(fits(entering.get()) || isLetIn(bytes, waited))) {
            if (!alarm() || waited > WAIT_NANOS) {
                throw new RegionFullException(name(), bytes);
            }
            LockSupport.parkNanos(WAIT_STEP_NANOS);
            waited = System.nanoTime() - start;
        }
    }

    private boolean isLetIn(int bytes, long waitedNanos) {
        return waitedNanos > LOCKED_NANOS && bytes <= LOCKED_BYTES_MAX && used() <= usedMax(bytes, LOCKED_RESERVE);
    }

    private boolean alarm() {
        Watcher told = watcher;
        return told != null && told.onAlarm();
    }
}
