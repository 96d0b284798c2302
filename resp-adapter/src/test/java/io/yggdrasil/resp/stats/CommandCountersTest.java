package io.yggdrasil.resp.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandCountersTest {
    private final Statistics statistics = new Statistics(() -> 3);

    @Test
    void totals_ofSeveralThreads_areTheirSum() throws InterruptedException {
        int runs = 100_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CommandCounters counters = statistics.newCounters();
            threads.add(new Thread(() -> {
                for (int n = 0; n < runs; n++) {
                    counters.onRun(1, 2_000, n % 10 == 0, true);
                    counters.onTraffic(3, 4);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        Statistics.CommandTotals totals = statistics.of(1);
        assertEquals(4L * runs, totals.calls());
        assertEquals(8L * runs, totals.micros());
        assertEquals(4L * runs / 10, totals.failed());
        assertEquals(4L * runs, statistics.commandsRun());
        assertEquals(12L * runs, statistics.bytesIn());
        assertEquals(16L * runs, statistics.bytesOut());
        LatencyHistogram latency = statistics.latency(1);
        assertNotNull(latency);
        assertEquals(4L * runs, latency.count());
    }

    @Test
    void reset_afterRuns_countsFromZero() {
        CommandCounters counters = statistics.newCounters();
        counters.onRun(0, 1_000, false, true);
        counters.onRejected(2);
        statistics.errors().add("ERR no");
        statistics.reset();
        assertTrue(statistics.of(0).isEmpty());
        assertTrue(statistics.of(2).isEmpty());
        assertNull(statistics.latency(0));
        assertEquals(Map.of(), statistics.errors().byCode());
        counters.onRun(0, 1_000, false, false);
        assertEquals(1, statistics.of(0).calls());
    }

    @Test
    void errors_areCountedByCode_upToALimit() {
        ErrorCounters errors = statistics.errors();
        errors.add("WRONGTYPE Operation");
        errors.add("WRONGTYPE Operation");
        errors.add("MYCODE");
        assertEquals(Map.of("MYCODE", 1L, "WRONGTYPE", 2L), errors.byCode());
        for (int i = 0; i < 1000; i++) {
            errors.add("CODE" + i + " made up");
        }
        assertTrue(errors.byCode().size() <= 128);
        assertEquals(1003, errors.total());
    }
}
