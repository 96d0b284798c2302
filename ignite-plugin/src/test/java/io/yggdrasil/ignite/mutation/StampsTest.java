package io.yggdrasil.ignite.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StampsTest {
    private static final int PARTITION = 7;
    private static final int HASH = "key".hashCode();

    private final Stamps stamps = new Stamps();

    @Test
    void stands_nothingHappened_holds() {
        long stamp = stamps.read(PARTITION, HASH);
        assertTrue(Stamps.isStable(stamp));
        assertTrue(stamps.stands(PARTITION, HASH, stamp));
    }

    @Test
    void stands_mutationBegan_falls() {
        long stamp = stamps.read(PARTITION, HASH);
        stamps.begin(PARTITION, HASH);
        assertFalse(stamps.stands(PARTITION, HASH, stamp));
        stamps.end(PARTITION, HASH);
        assertFalse(stamps.stands(PARTITION, HASH, stamp));
        long next = stamps.read(PARTITION, HASH);
        assertTrue(stamps.stands(PARTITION, HASH, next));
    }

    @Test
    void stands_stampReadInFlight_neverHolds() {
        stamps.begin(PARTITION, HASH);
        long stamp = stamps.read(PARTITION, HASH);
        assertFalse(Stamps.isStable(stamp));
        assertFalse(stamps.stands(PARTITION, HASH, stamp));
        stamps.end(PARTITION, HASH);
        assertFalse(stamps.stands(PARTITION, HASH, stamp));
    }

    @Test
    void readSettled_inFlightForLong_isNotStable() {
        stamps.begin(PARTITION, HASH);
        assertEquals(stamps.read(PARTITION, HASH), stamps.readSettled(PARTITION, HASH));
        stamps.end(PARTITION, HASH);
        assertTrue(stamps.stands(PARTITION, HASH, stamps.readSettled(PARTITION, HASH)));
    }

    @Test
    void cancel_nothingChanged_stampStandsAgain() {
        long stamp = stamps.read(PARTITION, HASH);
        stamps.begin(PARTITION, HASH);
        assertFalse(stamps.stands(PARTITION, HASH, stamp));
        stamps.cancel(PARTITION, HASH);
        assertTrue(stamps.stands(PARTITION, HASH, stamp));
    }

    @Test
    void end_nestedMutations_stableAfterTheLast() {
        stamps.begin(PARTITION, HASH);
        stamps.begin(PARTITION, HASH);
        stamps.end(PARTITION, HASH);
        assertFalse(Stamps.isStable(stamps.read(PARTITION, HASH)));
        stamps.end(PARTITION, HASH);
        assertTrue(Stamps.isStable(stamps.read(PARTITION, HASH)));
    }

    @Test
    void beginAll_movesEveryKeyOfThePartitionAndNoOther() {
        List<Long> before = stampsOf(PARTITION);
        List<Long> others = stampsOf(PARTITION + 1);
        stamps.beginAll(PARTITION);
        stampsOf(PARTITION).forEach(stamp -> assertFalse(Stamps.isStable(stamp)));
        stamps.endAll(PARTITION);
        List<Long> after = stampsOf(PARTITION);
        for (int i = 0; i < before.size(); i++) {
            assertTrue(Stamps.isStable(after.get(i)));
            assertNotEquals(before.get(i), after.get(i));
        }
        assertEquals(others, stampsOf(PARTITION + 1));
    }

    @Test
    void partitions_extremes_stayInRange() {
        for (int partition : new int[] {0, 1023, 1024, 64_999}) {
            for (int hash : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                long stamp = stamps.read(partition, hash);
                stamps.begin(partition, hash);
                stamps.end(partition, hash);
                assertFalse(stamps.stands(partition, hash, stamp));
            }
        }
    }

    /**
     * Two writers raise a cell and look at it before their change is acknowledged, two readers keep copies of it: what a
     * reader is served is never below what any thread had seen before it asked.
     */
    @Test
    void copies_underConcurrentWriters_neverBehindWhatWasSeen() throws Exception {
        long seed = System.nanoTime();
        AtomicLong row = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Long>> writers = new ArrayList<>();
        List<Future<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            writers.add(threads.submit(() -> {
                for (int n = 0; n < 50_000; n++) {
                    stamps.begin(PARTITION, HASH);
                    pause(random.nextInt(50));
                    row.incrementAndGet();
                    seen.accumulateAndGet(row.get(), Math::max);
                    pause(random.nextInt(50));
                    stamps.end(PARTITION, HASH);
                    pause(random.nextInt(50));
                }
                return 0L;
            }));
            readers.add(threads.submit(() -> {
                long served = 0;
                long copy = 0;
                long stamp = -1;
                while (!stop.get()) {
                    long floor = seen.get();
                    if (stamps.stands(PARTITION, HASH, stamp)) {
                        assertTrue(copy >= floor, "copy=" + copy + " floor=" + floor + " seed=" + seed);
                        seen.accumulateAndGet(copy, Math::max);
                        served++;
                    } else {
                        stamp = stamps.read(PARTITION, HASH);
                        copy = row.get();
                        seen.accumulateAndGet(copy, Math::max);
                    }
                }
                return served;
            }));
        }
        for (Future<Long> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        stop.set(true);
        long served = 0;
        for (Future<Long> reader : readers) {
            served += reader.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertTrue(served > 0);
        assertEquals(100_000, row.get());
    }

    private static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    private List<Long> stampsOf(int partition) {
        List<Long> all = new ArrayList<>();
        for (int hash = 0; hash < 1000; hash++) {
            all.add(stamps.read(partition, hash));
        }
        return all;
    }
}
