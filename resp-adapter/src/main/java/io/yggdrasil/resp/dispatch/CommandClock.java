package io.yggdrasil.resp.dispatch;

/**
 * Times the commands of one thread. In a turn, which is a row of requests that were read together, the end of one
 * command is the begin of the next, and the time of day is asked for at most every {@value #TIME_KEPT_NANOS} ns: that
 * leaves one question to the system's clock a command instead of three.
 */
final class CommandClock {
    private static final long TIME_KEPT_NANOS = 200_000;

    private boolean inTurn;
    private boolean follows;
    private boolean timeTaken;
    private long takenNanos;
    private long beginNanos;
    private long endNanos;

    /** Begins or ends a turn. */
    void turn(boolean begins) {
        inTurn = begins;
        follows = false;
        timeTaken = false;
    }

    /** A command begins. Returns whether the time of day that the one before was given still holds. */
    boolean begin() {
        beginNanos = follows ? endNanos : System.nanoTime();
        follows = false;
        if (timeTaken && beginNanos - takenNanos < TIME_KEPT_NANOS) {
            return true;
        }
        takenNanos = beginNanos;
        timeTaken = inTurn;
        return false;
    }

    /** The command ends; returns how long it took, in nanoseconds. */
    long end() {
        endNanos = System.nanoTime();
        follows = inTurn;
        return endNanos - beginNanos;
    }
}
