package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads on few tiny segments: no hit may be torn, of another key, or older than what is promised. */
class HotArenaStressTest {
    private static final int STORE = 1;
    private static final long NOW = 1_000;
    private static final int VALUE_MAX = 180;
    private static final int READERS = 4;
    private static final int WRITERS = 2;
    private static final int KEYS_OF_WRITER = 24;
    private static final int ROWS_OF_WRITER = 3;
    private static final int PUTS = 250_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** One thread's view of an arena: puts and gets self-describing values by a key's number. */
    private static final class View {
        final HotArena arena;
        private final HotKey key = new HotKey();
        private final ArraySink sink = new ArraySink();
        private final byte[] value = new byte[VALUE_MAX];

        View(HotArena arena) {
            this.arena = arena;
        }

        HotKey key(int number) {
            byte[] bytes = HotArenaFixture.bytes("stress-key-" + number);
            return key.wrap(STORE, bytes, 0, bytes.length);
        }

        PutOutcome put(int number, long version) {
            int length = SelfDescribingValue.write(value, number, version, VALUE_MAX);
            return arena.put(key(number), value, 0, length, 0, 0, NOW);
        }

        /** The version of a hit, checked byte by byte, or -1. */
        long get(int number) {
            if (arena.get(key(number), 0, NOW, sink) != GetOutcome.HIT) {
                return -1;
            }
            return SelfDescribingValue.version(sink.array(), sink.length(), number, VALUE_MAX);
        }
    }

    @Test
    void readers_whileTheRingWraps_neverSeeTornOrOlderValues() throws Exception {
        try (HotArena arena = new HotArena(HotArenaFixture.config(1, 4, 1 << 10, 64), HotAdmission.READ_SINCE)) {
            AtomicInteger writing = new AtomicInteger(WRITERS);
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer * KEYS_OF_WRITER;
                tasks.add(() -> {
                    View view = new View(arena);
                    SplittableRandom random = new SplittableRandom(first);
                    for (long version = 1; version <= PUTS; version++) {
                        view.put(first + random.nextInt(KEYS_OF_WRITER), version);
                    }
                    writing.decrementAndGet();
                    return 0L;
                });
            }
            for (int reader = 0; reader < READERS; reader++) {
                tasks.add(() -> readForward(new View(arena), writing));
            }
            assertTrue(sum(tasks) > 1_000, "hits");
            HotStatistics statistics = arena.statistics();
            assertTrue(statistics.copiedForward() > 0 && statistics.fallenOut() > 1_000, statistics.toString());
        }
    }

    private static long readForward(View view, AtomicInteger writing) {
        long[] seen = new long[WRITERS * KEYS_OF_WRITER];
        long hits = 0;
        SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
        while (writing.get() > 0) {
            int number = random.nextInt(seen.length);
            long version = view.get(number);
            if (version >= 0) {
                assertTrue(version >= seen[number], "key " + number + " went back from " + seen[number]);
                seen[number] = version;
                hits++;
            }
        }
        return hits;
    }

    @Test
    void invalidate_returned_noLaterGetHitsWhatWasThere() throws Exception {
        try (HotArena arena = new HotArena(HotArenaFixture.config(2, 4, 1 << 10, 64), HotAdmission.READ_SINCE)) {
            AtomicInteger writing = new AtomicInteger(WRITERS);
            AtomicLongArray floors = new AtomicLongArray(WRITERS * KEYS_OF_WRITER);
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer * KEYS_OF_WRITER;
                tasks.add(() -> {
                    View view = new View(arena);
                    SplittableRandom random = new SplittableRandom(first);
                    for (long version = 1; version <= PUTS; version++) {
                        int number = first + random.nextInt(KEYS_OF_WRITER);
                        view.put(number, version);
                        if (random.nextInt(4) == 0) {
                            arena.invalidate(view.key(number));
                            floors.set(number, version + 1);
                        } else if (random.nextInt(5_000) == 0) {
                            arena.clear(STORE);
                            floors.set(number, version + 1);
                        } else if (random.nextInt(5_000) == 0) {
                            arena.clear();
                            floors.set(number, version + 1);
                        }
                    }
                    writing.decrementAndGet();
                    return 0L;
                });
            }
            for (int reader = 0; reader < READERS; reader++) {
                tasks.add(() -> readAbove(new View(arena), floors, writing));
            }
            assertTrue(sum(tasks) > 1_000, "hits");
            assertTrue(arena.statistics().invalidated() > 1_000);
        }
    }

    private static long readAbove(View view, AtomicLongArray floors, AtomicInteger writing) {
        long hits = 0;
        SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
        while (writing.get() > 0) {
            int number = random.nextInt(floors.length());
            long floor = floors.get(number);
            long version = view.get(number);
            if (version >= 0) {
                assertTrue(version >= floor, "key " + number + " has " + version + " below " + floor);
                hits++;
            }
        }
        return hits;
    }

    /**
     * Owners change rows (mark, hide, change, unmark) while readers fill copies of them under guards: nobody is served
     * less than what anybody saw before, through a copy or the row.
     */
    @Test
    void guardedPuts_whileRowsChange_neverServeStaleCopies() throws Exception {
        try (HotArena arena = new HotArena(HotArenaFixture.config(2, 4, 1 << 10, 64), HotAdmission.READ_SINCE)) {
            Rows rows = new Rows();
            AtomicInteger writing = new AtomicInteger(WRITERS);
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer * ROWS_OF_WRITER;
                tasks.add(() -> {
                    View view = new View(arena);
                    SplittableRandom random = new SplittableRandom(first);
                    for (long version = 1; version <= PUTS; version++) {
                        int number = first + random.nextInt(ROWS_OF_WRITER);
                        rows.change(view, number, version);
                        if (random.nextInt(50) == 0) {
                            arena.pin(view.key(number), NOW + 1);
                        }
                    }
                    writing.decrementAndGet();
                    return 0L;
                });
            }
            for (int reader = 0; reader < READERS; reader++) {
                tasks.add(() -> rows.read(new View(arena), writing));
            }
            assertTrue(sum(tasks) > 1_000, "hits");
            HotStatistics statistics = arena.statistics();
            assertTrue(statistics.refusedOvertaken() > 0 && statistics.stale() > 0, statistics.toString());
        }
    }

    /** Rows with seqlocks, and what anybody knows of them. */
    private static final class Rows {
        private static final int ALL = WRITERS * ROWS_OF_WRITER;

        private final AtomicLongArray stamps = new AtomicLongArray(ALL);
        private final AtomicLongArray versions = new AtomicLongArray(ALL);
        private final AtomicLongArray seen = new AtomicLongArray(ALL);

        /** Each row has one writer. */
        void change(View view, int number, long version) {
            stamps.incrementAndGet(number);
            view.arena.hide(view.key(number), NOW);
            versions.set(number, version);
            stamps.incrementAndGet(number);
            seen.accumulateAndGet(number, version, Math::max);
        }

        long read(View view, AtomicInteger writing) {
            SplittableRandom random =
                    new SplittableRandom(Thread.currentThread().getId());
            long hits = 0;
            while (writing.get() > 0) {
                int number = random.nextInt(ALL);
                long floor = seen.get(number);
                long version = view.get(number);
                if (version >= 0) {
                    hits++;
                } else {
                    version = fill(view, number);
                }
                assertTrue(version >= floor, "row " + number + " has " + version + " below " + floor);
                seen.accumulateAndGet(number, version, Math::max);
            }
            return hits;
        }

        private long fill(View view, int number) {
            long stamp = stamps.get(number);
            long version = versions.get(number);
            int length = SelfDescribingValue.write(view.value, number, version, VALUE_MAX);
            view.arena.put(
                    view.key(number),
                    view.value,
                    0,
                    length,
                    0,
                    0,
                    NOW,
                    () -> (stamp & 1) == 0 && stamps.get(number) == stamp);
            return version;
        }
    }

    @Test
    void close_whileOthersReadAndWrite_isSafe() throws Exception {
        for (int round = 0; round < 150; round++) {
            HotArena arena = new HotArena(HotArenaFixture.config(2, 8, 1 << 16, 256), HotAdmission.READ_SINCE);
            AtomicBoolean closed = new AtomicBoolean();
            CountDownLatch busy = new CountDownLatch(READERS + 1);
            List<Future<Long>> futures = new ArrayList<>();
            for (int thread = 0; thread <= READERS; thread++) {
                boolean writes = thread == 0;
                futures.add(threads.submit(() -> useUntilClosed(new View(arena), writes, busy, closed)));
            }
            busy.await();
            arena.close();
            closed.set(true);
            for (Future<Long> future : futures) {
                future.get();
            }
        }
    }

    private static long useUntilClosed(View view, boolean writes, CountDownLatch busy, AtomicBoolean closed) {
        long steps = 0;
        while (!closed.get()) {
            int number = (int) (steps % 64);
            if (writes) {
                view.put(number, steps);
                view.arena.invalidate(view.key(number + 1));
            } else {
                view.get(number);
            }
            if (++steps == 100) {
                busy.countDown();
            }
        }
        for (int number = 0; number < 64; number++) {
            assertEquals(-1, view.get(number));
            assertEquals(PutOutcome.CLOSED, view.put(number, steps));
        }
        return steps;
    }

    /** Runs all tasks at once, and fails with what the first of them fails with. */
    private long sum(List<Callable<Long>> tasks) throws Exception {
        long sum = 0;
        for (Future<Long> future : threads.invokeAll(tasks)) {
            sum += future.get();
        }
        return sum;
    }
}
