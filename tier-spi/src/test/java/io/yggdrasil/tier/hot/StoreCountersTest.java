package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StoreCountersTest {
    @Test
    void rows_ofRandomStores_agreeWithAMap() {
        SplittableRandom random = new SplittableRandom(7);
        StoreCounters counters = new StoreCounters(2);
        Map<Integer, Long> model = new HashMap<>();
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            int storeId = random.nextBoolean() ? random.nextInt(50) - 25 : random.nextInt(1000) << 16;
            counters.row(storeId).add(1, i);
            model.merge(storeId, (long) i, Long::sum);
            sum += i;
            assertEquals(model.get(storeId), counters.get(storeId, 1));
        }
        model.forEach((storeId, count) -> assertEquals(count, counters.get(storeId, 1)));
        assertEquals(sum, counters.sum(1));
        assertEquals(0, counters.sum(0));
        assertEquals(0, counters.get(-77, 1));
    }

    @Test
    void rows_ofMoreStoresThanTheMost_shareOne() {
        StoreCounters counters = new StoreCounters(1);
        for (int storeId = 0; storeId < StoreCounters.STORES_MOST + 10; storeId++) {
            counters.row(storeId).add(0, 1);
        }
        assertEquals(1, counters.get(StoreCounters.STORES_MOST - 1, 0));
        assertEquals(0, counters.get(StoreCounters.STORES_MOST, 0));
        assertEquals(StoreCounters.STORES_MOST + 10, counters.sum(0));
        StoreCounters target = new StoreCounters(1);
        target.row(3).add(0, 5);
        target.addAll(counters);
        assertEquals(6, target.get(3, 0));
        assertEquals(StoreCounters.STORES_MOST + 15, target.sum(0));
    }

    @Test
    void sum_whileAnotherThreadCounts_neverFalls() {
        StoreCounters counters = new StoreCounters(1);
        int rounds = 200;
        CompletableFuture<Void> counting = CompletableFuture.runAsync(() -> {
            for (int round = 0; round < rounds; round++) {
                for (int storeId = 0; storeId < 2_000; storeId++) {
                    counters.row(storeId).add(0, 1);
                }
            }
        });
        long last = 0;
        while (!counting.isDone()) {
            long sum = counters.get(0, 0);
            assertTrue(sum >= last);
            last = sum;
        }
        counting.join();
        assertEquals(rounds * 2_000L, counters.sum(0));
    }
}
