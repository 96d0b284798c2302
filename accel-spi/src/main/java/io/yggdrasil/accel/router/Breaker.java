package io.yggdrasil.accel.router;

import java.util.concurrent.TimeUnit;

/**
 * Keeps calls from what has failed: open for a second, twice as long after each failed trial, and on trial with a single call
 * when that time is over. Threads: any; the object is the lock.
 */
final class Breaker {
    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private enum State {
        CLOSED,
        OPEN,
        TRIAL
    }

    private State state = State.CLOSED;
    private long pauseNanos;
    private long retryAt;

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** A call failed; whether that opens it, or it was open. */
    synchronized boolean open(long now) {
        boolean opens = state != State.OPEN;
        if (opens) {
            pauseNanos = state == State.CLOSED ? FIRST_NANOS : Math.min(MOST_NANOS, 2 * pauseNanos);
            retryAt = now + pauseNanos;
            state = State.OPEN;
        }
        return opens;
    }

    /** Whether the caller may make the call that decides; it must end it. */
    synchronized boolean tryTrial(long now) {
        boolean due = state == State.OPEN && now - retryAt >= 0;
        if (due) {
            state = State.TRIAL;
        }
        return due;
    }

    /** A call was right; whether that was the trial, which closes it. */
    synchronized boolean passTrial() {
        boolean closes = state == State.TRIAL;
        if (closes) {
            state = State.CLOSED;
        }
        return closes;
    }

    /** The trial's call ended; if nobody has decided, it says nothing, and the next one is a trial again. */
    synchronized void endTrial() {
        if (state == State.TRIAL) {
            state = State.OPEN;
        }
    }
}
