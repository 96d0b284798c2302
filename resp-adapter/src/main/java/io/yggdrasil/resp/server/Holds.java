package io.yggdrasil.resp.server;

import io.netty.channel.EventLoop;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.session.Session;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a connection from running its next request. Several reasons may hold at a time; the connection goes on when the
 * last of them ends. Two of them end by time and are looked after here: a request that is tried again soon, and CLIENT PAUSE.
 *
 * <p>Threads: the connection's event loop.
 */
final class Holds {
    /** A command has deferred its reply. */
    static final int DEFERRED = 1;

    /** Requests that are away come first. */
    static final int AWAY = 2;

    /** A request is away whose reply has to come before the next one is run. */
    static final int FORWARDED = 4;

    /** The request could not be run and is tried again. */
    static final int RETRYING = 8;

    /** The request is held back by CLIENT PAUSE. */
    static final int PAUSED = 16;

    /** The client does not take its replies. */
    static final int CHOKED = 32;

    private static final int RETRY_MILLIS = 1;
    private static final int RETRY_MILLIS_MAX = 20;

    /** For what is told when it may run again: how long a script has held it is seen so. */
    private static final int TOLD_RETRY_MILLIS = 100;

    private final Connection connection;
    private final EventLoop eventLoop;
    private final Session session;
    private final long settleTimeoutNanos;
    private int reasons;
    private long retrySinceNanos;
    private @Nullable Future<?> pauseEnd;
    private @Nullable Future<?> retryEnd;
    private final Runnable wake = this::endRetry;

    Holds(Connection connection, EventLoop eventLoop, Session session, long settleTimeoutMillis) {
        this.connection = connection;
        this.eventLoop = eventLoop;
        this.session = session;
        this.settleTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(settleTimeoutMillis);
    }

    /** Whether the connection must run nothing now. */
    boolean any() {
        return reasons != 0;
    }

    boolean has(int reason) {
        return (reasons & reason) != 0;
    }

    void add(int reason) {
        reasons |= reason;
    }

    /** Forgets a reason, whose request is running still. */
    void takeBack(int reason) {
        reasons &= ~reason;
    }

    /** A reason has ended (0 for none): the connection goes on unless there is another. */
    void end(int reason) {
        reasons &= ~reason;
        if (reasons == 0) {
            connection.proceed();
        }
    }

    /** The request was run: the next one that cannot be has all the time again. */
    void onRun() {
        retrySinceNanos = 0;
    }

    /** Holds the connection to run the same request again soon; false when that was done for too long. */
    boolean retry(CommandExecutor executor) {
        long now = System.nanoTime();
        if (retrySinceNanos == 0) {
            retrySinceNanos = now;
        } else if (now - retrySinceNanos > settleTimeoutNanos) {
            retrySinceNanos = 0;
            return false;
        }
        add(RETRYING);
        int millis = executor.awaitTurn(wake) ? TOLD_RETRY_MILLIS : retryDelayMillis(now - retrySinceNanos);
        retryEnd = eventLoop.schedule(wake, millis, TimeUnit.MILLISECONDS);
        return true;
    }

    private void endRetry() {
        Future<?> end = retryEnd;
        if (end != null && has(RETRYING)) {
            end.cancel(false);
            end(RETRYING);
        }
    }

    /** Soon at first; the longer it lasts (an exchange, a flush that holds the slots), the more seldom. */
    private static int retryDelayMillis(long waitedNanos) {
        return (int) Math.min(RETRY_MILLIS_MAX, RETRY_MILLIS + TimeUnit.NANOSECONDS.toMillis(waitedNanos) / 8);
    }

    /** Holds the connection until {@link CommandExecutor#pauseMillis} have passed or {@link #endPauseNow}. */
    void pause(CommandExecutor executor) {
        session.paused(true);
        add(PAUSED);
        pauseEnd = eventLoop.schedule(this::endPause, executor.pauseMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the pause before its time, if there is one. */
    void endPauseNow() {
        Future<?> end = pauseEnd;
        if (session.paused() && end != null && end.cancel(false)) {
            endPause();
        }
    }

    private void endPause() {
        session.paused(false);
        end(PAUSED);
    }
}
