package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Reals;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.stats.LatencyMonitor;
import io.yggdrasil.resp.stats.SlowLog;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * DEBUG SLEEP: answers later. No thread sleeps, so other clients do not wait as they would in Redis; the slow log and the
 * latency monitor are told of the whole time.
 */
public final class DebugSleep implements CommandHandler {
    private static final double SECONDS_MAX = 3600;
    private static final int SECONDS_MAX_IN_TRANSACTION = 10;
    private static final double NANOS = 1e9;

    private final ScheduledExecutorService timer;
    private final SlowLog slowLog;
    private final LatencyMonitor latencies;

    /** Makes the command; {@code timer} runs short tasks. */
    public DebugSleep(ScheduledExecutorService timer, SlowLog slowLog, LatencyMonitor latencies) {
        this.timer = timer;
        this.slowLog = slowLog;
        this.latencies = latencies;
    }

    @Override
    public void execute(Call call) {
        Request request = call.request();
        Double seconds = Reals.parse(request.buffer(), request.offset(2), request.length(2));
        if (seconds == null || seconds.isNaN() || seconds < 0 || seconds > SECONDS_MAX) {
            throw Errors.notFloat();
        }
        if (!call.canDefer()) {
            sleepHere(seconds);
            call.reply().ok();
            return;
        }
        Command command = call.command();
        Session session = call.session();
        Request kept = request.copy();
        long start = System.nanoTime();
        DeferredReply later = call.defer();
        timer.schedule(
                () -> {
                    note(session, command, kept, System.nanoTime() - start);
                    later.complete(ReplyWriter::ok);
                },
                (long) (seconds * NANOS),
                TimeUnit.NANOSECONDS);
    }

    /** A transaction's replies come together, so there it is its thread that sleeps, a slow one; not for long. */
    private static void sleepHere(double seconds) {
        if (seconds > SECONDS_MAX_IN_TRANSACTION) {
            throw new RedisException(
                    "ERR DEBUG SLEEP in a transaction takes at most " + SECONDS_MAX_IN_TRANSACTION + " seconds here");
        }
        long end = System.nanoTime() + (long) (seconds * NANOS);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void note(Session session, Command command, Request request, long nanos) {
        long now = System.currentTimeMillis();
        if (slowLog.takes(nanos)) {
            slowLog.add(session, command, request, nanos, now);
        }
        if (latencies.takes(nanos)) {
            latencies.add("command", nanos, now);
        }
    }
}
