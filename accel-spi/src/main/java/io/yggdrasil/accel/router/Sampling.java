package io.yggdrasil.accel.router;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Which calls are looked at. Chance decides, so that no counter is shared by the threads and no pattern of calls is always missed.
 *
 * @param clock nanoseconds
 * @param work nanoseconds that the calling thread has worked
 * @param dice numbers from 0, of 31 bits that are all equally likely
 * @param verifyEvery of how many calls one is verified; 0: none
 */
record Sampling(LongSupplier clock, LongSupplier work, IntSupplier dice, int verifyEvery) {
    /** Of how many calls one is timed. */
    private static final int TIMED_EVERY = 256;

    /** Of how many calls one is sent to another candidate than the best, to know what that takes by now. */
    private static final int ELSEWHERE_EVERY = 4_096;

    static Sampling random(int verifyEvery) {
        return new Sampling(
                System::nanoTime,
                ThreadWork::nanos,
                () -> ThreadLocalRandom.current().nextInt() >>> 1,
                verifyEvery);
    }

    int draw() {
        return dice.getAsInt();
    }

    long now() {
        return clock.getAsLong();
    }

    /** Whether nothing is to be learned from the call. */
    boolean isPlain(int draw) {
        return (draw & TIMED_EVERY - 1) != 0 && !isVerified(draw);
    }

    boolean isVerified(int draw) {
        return verifyEvery != 0 && draw % verifyEvery == 0;
    }

    /** Not those that are verified by chance: the best candidate needs that the most. */
    boolean isElsewhere(int draw) {
        return (draw & ELSEWHERE_EVERY - 1) == TIMED_EVERY;
    }
}
