package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.RegionPages;
import io.yggdrasil.ignite.internals.SampledRow;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.ignite.IgniteLogger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one region under its watermark, on a thread of its own; writers that outrun it wait, and may help.
 *
 * <p>Threads: {@link #run} on its own; the rest on any.
 */
final class RegionEvictor implements RegionPages.Watcher, Runnable {
    private static final int VICTIMS = 32;
    private static final int VICTIMS_OF_HELPER = 8;

    /** A helper that cannot get its turn at once leaves it to others. */
    private static final int HELPERS_MAX = 4;

    private static final int UNACKNOWLEDGED_MAX = 256;
    private static final int FRUITLESS_ROUNDS = 8;
    private static final long FRUITLESS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Writes of so many bytes wait on a clock of their own: small ones find room sooner. */
    private static final int LARGE_BYTES = 64 << 10;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After waiting for so long writers are refused. */
    static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** With LFU, this part of the time in which all entries are replaced once is a new entry's own. */
    private static final int YOUNG_SHARE = 50;

    private static final long YOUNG_MILLIS_MAX = 60_000;

    private final RegionPages pages;
    private final EvictionContext context;
    private final IgniteLogger log;
    private final boolean isLimited;
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicInteger helpers = new AtomicInteger();
    private final AtomicLong wantedBytes = new AtomicLong();
    private final AtomicLong holdSince = new AtomicLong();
    private final AtomicLong largeHoldSince = new AtomicLong();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final LongAdder evicted = new LongAdder();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<EvictionRound> rounds;
    private final EvictionRound ownRound;
    private final Thread thread;
    private volatile List<Tenant> tenants = List.of();
    private volatile Watermarks marks;
    private volatile boolean exhausted;
    private volatile long youngMillis;
    private volatile boolean pagesStuck;
    private volatile int pagesMissed;
    private volatile boolean stopped;
    private boolean relieving;
    private int fruitless;
    private long fruitlessSince;
    private boolean toldShort;
    private long toldAt;
    private long countedAt;
    private long evictedThen;

    /** For a region; {@code isLimited}: the node's limit is for it. */
    RegionEvictor(RegionPages pages, boolean isLimited, EvictionContext context, IgniteLogger log) {
        this.pages = pages;
        this.isLimited = isLimited;
        this.context = context;
        this.log = log;
        this.marks = Watermarks.of(pages, 0);
        this.rounds = ThreadLocal.withInitial(() -> new EvictionRound(this, context, unacknowledged));
        this.ownRound = new EvictionRound(this, context, unacknowledged);
        this.thread = new Thread(this, "yggdrasil-evictor-" + pages.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopped = true;
        pages.alarmAt(0, null);
        LockSupport.unpark(thread);
        thread.join();
    }

    RegionPages pages() {
        return pages;
    }

    List<Tenant> tenants() {
        return tenants;
    }

    /** The namespaces that are in the region now. */
    void tenants(List<Tenant> now) {
        tenants = List.copyOf(now);
        wake();
    }

    /** One of the namespaces, the ones with many entries more often than others. */
    @Nullable
    Tenant anyTenant() {
        List<Tenant> all = tenants;
        long total = 0;
        for (Tenant tenant : all) {
            total += tenant.entries();
        }
        long at = total == 0 ? 0 : ThreadLocalRandom.current().nextLong(total);
        for (Tenant tenant : all) {
            at -= tenant.entries();
            if (at < 0) {
                return tenant;
            }
        }
        return all.isEmpty() ? null : all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }

    /** Applies the node's settings as they are now. */
    void configure() {
        EvictionSettings settings = context.settings();
        marks = Watermarks.of(pages, isLimited ? settings.bytesMax() : 0);
        exhausted = false;
        holdSince.set(0);
        pages.alarmAt(marks.pagesHigh(), settings.mode().evicts() ? this : null);
        wake();
    }

    Eviction.Use use() {
        return new Eviction.Use(pages.name(), pages.heldBytes(), pages.used() * pages.pageBytes(), marks.bytes());
    }

    long evicted() {
        return evicted.sum();
    }

    void onEvicted(int count) {
        evicted.add(count);
    }

    long youngMillis() {
        return youngMillis;
    }

    // Writers.

    @Override
    public boolean onAlarm() {
        if (asleep.get()) {
            wake();
        }
        return !exhausted;
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    /** Whether a write of so many bytes had better wait a little, since room is being made for it. */
    boolean holds(int bytes) {
        AtomicLong since = bytes < LARGE_BYTES ? holdSince : largeHoldSince;
        if (!isTight(bytes)) {
            if (since.get() != 0) {
                since.set(0);
            }
            return false;
        }
        long now = System.nanoTime();
        since.compareAndSet(0, now);
        if (exhausted || now - since.get() > HOLD_NANOS || bytes > pages.pages() * pages.pageBytes() / 4) {
            return false;
        }
        wantedBytes.accumulateAndGet(bytes, Math::max);
        if (asleep.get()) {
            wake();
        }
        return true;
    }

    private boolean isTight(int bytes) {
        long used = pages.used();
        return used > pages.usedMax(bytes) || isAboveHold(used);
    }

    /** Where no page can be emptied, what is free inside of pages is room as well. */
    private boolean isAboveHold(long used) {
        return used > marks.pagesHold() && !(pagesStuck && pages.heldBytes() <= marks.bytesLow());
    }

    /** A round looked for pages to empty, and found some or none. */
    void onPages(boolean found) {
        int before = pagesMissed;
        pagesMissed = found ? 0 : before + 1;
        pagesStuck = !found && before > FRUITLESS_ROUNDS;
    }

    /** Whether writes that need memory are to be refused: there is nothing to evict, or it takes too long. */
    boolean isExceeded() {
        long used = pages.used();
        if (exhausted) {
            return used > marks.pagesHigh() || pages.heldBytes() > marks.bytesHigh();
        }
        long since = holdSince.get();
        return since != 0 && isAboveHold(used) && System.nanoTime() - since > HOLD_NANOS;
    }

    /** Evicts a few entries on the caller's thread, which holds no locks. */
    void help() {
        EvictionSettings settings = context.settings();
        if (!settings.mode().evicts() || exhausted || unacknowledged.get() > UNACKNOWLEDGED_MAX) {
            return;
        }
        if (helpers.incrementAndGet() <= HELPERS_MAX) {
            try {
                rounds.get().run(settings, null, true, VICTIMS_OF_HELPER);
            } catch (YggdrasilException e) {
                wake(); // Ownership changes: the evictor will see when it can go on.
            }
        }
        helpers.decrementAndGet();
    }

    /** Evicts what another node proposes, soon, on the evictor's thread. */
    void propose(Tenant tenant, List<Proposals.ProposedRow> rows, Runnable whenDone) {
        tasks.add(() -> {
            try {
                ownRound.evict(
                        tenant,
                        rows.stream()
                                .map(row -> SampledRow.of(tenant.store(), row.key(), row.partition(), row.version()))
                                .toList());
            } finally {
                whenDone.run();
            }
        });
        wake();
    }

    // The evictor.

    @Override
    public void run() {
        while (!stopped) {
            try {
                step();
            } catch (RuntimeException | AssertionError e) {
                if (!stopped) {
                    log.warning("Eviction in region " + pages.name() + " failed, it goes on: " + e, e);
                    LockSupport.parkNanos(TICK_NANOS);
                }
            }
        }
    }

    private void step() {
        context.tick();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        EvictionSettings settings = context.settings();
        tellOthers(settings);
        count();
        if (!settings.mode().evicts() || !relieve(settings)) {
            sleep();
        }
    }

    /** Does one round if there is need; false when there is none, or nothing can be done. */
    private boolean relieve(EvictionSettings settings) {
        Tenant over = overBudget();
        boolean emptiesPages = needsPages();
        boolean needed = over != null || emptiesPages || needsBytes();
        if (!needed) {
            settled();
            return false;
        }
        if (unacknowledged.get() > UNACKNOWLEDGED_MAX) {
            return false;
        }
        note(ownRound.run(settings, over, emptiesPages && over == null, VICTIMS));
        return !exhausted;
    }

    /** Nothing is left when several rounds see nothing, or when what they see stays for a while, whatever the reason. */
    private void note(int removed) {
        if (removed > 0) {
            fruitless = 0;
            exhausted = false;
            return;
        }
        long now = System.nanoTime();
        if (fruitless++ == 0) {
            fruitlessSince = now;
        }
        exhausted = fruitless > FRUITLESS_ROUNDS && (ownRound.sawNothing() || now - fruitlessSince > FRUITLESS_NANOS);
    }

    private void settled() {
        relieving = false;
        pagesStuck = false;
        fruitless = 0;
        exhausted = false;
        holdSince.set(0);
        largeHoldSince.set(0);
        wantedBytes.set(0);
    }

    private @Nullable Tenant overBudget() {
        for (Tenant tenant : tenants) {
            if (tenant.overBudget() > 0) {
                return tenant;
            }
        }
        return null;
    }

    /** About how many bytes have to go, by either measure; more where room is wanted for a large write. */
    long excessBytes() {
        long over = 0;
        for (Tenant tenant : tenants) {
            over = Math.max(over, tenant.overBudget());
        }
        long bytes = pages.heldBytes() - marks.bytesLow();
        long inUse = (pages.used() - marks.pagesHigh()) * pages.pageBytes();
        return Math.max(Math.max(over, wantedBytes.get()), Math.max(bytes, inUse));
    }

    private boolean needsBytes() {
        long held = pages.heldBytes();
        relieving = held > (relieving ? marks.bytesLow() : marks.bytesHigh());
        return relieving;
    }

    /** Pages are emptied when writers would have to wait, and otherwise only when fewer bytes do not make fewer pages. */
    private boolean needsPages() {
        long used = pages.used();
        int wanted = (int) Math.min(Integer.MAX_VALUE, wantedBytes.get());
        if (used > marks.pagesHold() || (wanted > 0 && used > pages.usedMax(wanted))) {
            return true;
        }
        return used > marks.pagesHigh() && pages.heldBytes() <= marks.bytesHigh();
    }

    private void count() {
        long now = System.nanoTime();
        if (now - countedAt < COUNT_NANOS) {
            return;
        }
        context.refreshShortNodes();
        long entries = 0;
        for (Tenant tenant : tenants) {
            tenant.count();
            entries += tenant.entries();
        }
        long evictedNow = evicted();
        double perMilli = (evictedNow - evictedThen) * 1e6 / Math.max(1, now - countedAt);
        youngMillis = perMilli == 0 ? 0 : (long) Math.min(YOUNG_MILLIS_MAX, entries / perMilli / YOUNG_SHARE);
        evictedThen = evictedNow;
        countedAt = now;
    }

    /** Nodes that write copies to this one are to slow down before it runs out of pages. */
    private void tellOthers(EvictionSettings settings) {
        long used = pages.used();
        boolean isShort = used > pages.usedMax(0) || (settings.mode().evicts() && isAboveHold(used));
        long now = System.nanoTime();
        if (isShort != toldShort || (isShort && now - toldAt > TELL_NANOS)) {
            context.tell(isShort);
            toldShort = isShort;
            toldAt = now;
        }
    }

    private void sleep() {
        asleep.set(true);
        LockSupport.parkNanos(TICK_NANOS);
        asleep.set(false);
    }
}
