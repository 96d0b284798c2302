package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrequencySketchTest {
    @Test
    void frequency_isTheNumberOfUses_upToFifteen() {
        FrequencySketch sketch = new FrequencySketch(1024);
        for (int uses = 0; uses <= 20; uses++) {
            assertEquals(Math.min(uses, FrequencySketch.FREQUENCY_MAX), sketch.frequency(42));
            assertEquals(uses >= 2, sketch.isHot(42));
            sketch.increment(42);
        }
        assertEquals(0, sketch.frequency(43));
    }

    @Test
    void frequency_isNeverTooLow_andSeldomTooHigh() {
        FrequencySketch sketch = new FrequencySketch(4096);
        for (long key = 0; key < 4096; key++) {
            for (long i = 0; i <= key % 4; i++) {
                sketch.increment(key);
            }
        }
        int tooHigh = 0;
        for (long key = 0; key < 4096; key++) {
            int frequency = sketch.frequency(key);
            assertTrue(frequency >= 1 + key % 4, "key=" + key + " frequency=" + frequency);
            tooHigh += frequency > 1 + key % 4 ? 1 : 0;
        }
        assertTrue(tooHigh < 4096 / 10, "tooHigh=" + tooHigh);
    }

    @Test
    void hotKey_coolsDownWhenOthersAreUsed() {
        FrequencySketch sketch = new FrequencySketch(64);
        for (int i = 0; i < 15; i++) {
            sketch.increment(-1);
        }
        assertTrue(sketch.isHot(-1));
        int before = sketch.frequency(-1);
        for (int round = 0; round < 400; round++) {
            sketch.increment(round % 8);
        }
        assertEquals(15, before);
        sketch.increment(1000);
        for (long key = 2000; key < 8000; key++) {
            sketch.increment(key);
        }
        assertTrue(sketch.frequency(-1) < 15, "frequency=" + sketch.frequency(-1));
    }

    @Test
    void ensureEntries_keepsTheEstimates() {
        FrequencySketch sketch = new FrequencySketch(100);
        for (int i = 0; i < 5; i++) {
            sketch.increment(7);
        }
        sketch.ensureEntries(100_000);
        assertEquals(5, sketch.frequency(7));
        sketch.increment(7);
        assertEquals(6, sketch.frequency(7));
        assertFalse(sketch.isHot(8));
        assertThrows(IllegalArgumentException.class, () -> sketch.ensureEntries(-1));
    }

    @Test
    void manyThreads_countAndReadAtOnce_estimatesStayInRange() throws InterruptedException {
        FrequencySketch sketch = new FrequencySketch(256);
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 200_000; i++) {
                    sketch.increment(i % 64);
                    int frequency = sketch.frequency(i % 128);
                    if (frequency < 0 || frequency > FrequencySketch.FREQUENCY_MAX) {
                        throw new AssertionError("frequency=" + frequency);
                    }
                }
            });
            thread.setUncaughtExceptionHandler((failed, e) -> {
                synchronized (failures) {
                    failures.add(e);
                }
            });
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertTrue(sketch.isHot(5));
    }
}
