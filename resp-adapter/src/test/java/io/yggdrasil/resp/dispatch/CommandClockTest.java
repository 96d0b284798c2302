package io.yggdrasil.resp.dispatch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommandClockTest {
    private final CommandClock clock = new CommandClock();

    @Test
    void begin_outsideOfATurn_takesTheTimeAnew() {
        assertFalse(clock.begin());
        clock.end();
        assertFalse(clock.begin());
    }

    @Test
    void begin_inATurn_keepsTheTimeForAWhile() {
        clock.turn(true);
        assertFalse(clock.begin());
        boolean kept = false;
        boolean taken = false;
        while (!taken) {
            clock.end();
            boolean same = clock.begin();
            kept |= same;
            taken = !same;
        }
        assertTrue(kept);
    }

    @Test
    void begin_inANewTurn_takesTheTimeAnew() {
        clock.turn(true);
        clock.begin();
        clock.end();
        clock.turn(false);
        clock.turn(true);
        assertFalse(clock.begin());
    }

    @Test
    void end_inATurn_measuresEachCommandFromTheEndOfTheOneBefore() {
        clock.turn(true);
        long before = System.nanoTime();
        clock.begin();
        long sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += clock.end();
            clock.begin();
        }
        long passed = System.nanoTime() - before;
        assertTrue(sum > 0 && sum <= passed, () -> "passed=" + passed);
    }
}
