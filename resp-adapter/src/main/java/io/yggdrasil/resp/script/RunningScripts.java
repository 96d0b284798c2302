package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.RedisException;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that run on this node now, but for brief ones, and those of other nodes that hold slots of this one.
 *
 * <p>Threads: any.
 */
public final class RunningScripts {
    private final Set<RunningScript> running = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoClock;
    private final LongSupplier busyMillis;
    private volatile @Nullable OtherScripts others;
    private volatile boolean mayRunAll;
    private volatile boolean stopped;

    /**
     * Makes an empty list.
     *
     * @param nanoClock is as {@link System#nanoTime}
     * @param busyMillis how long a script may run till others are told that the server is busy; 0 or less: for ever
     */
    public RunningScripts(LongSupplier nanoClock, LongSupplier busyMillis) {
        this.nanoClock = nanoClock;
        this.busyMillis = busyMillis;
    }

    RunningScript begin(NestedClient client, RunningScript.What what) {
        RunningScript script = new RunningScript(client, what, nanoClock.getAsLong());
        running.add(script);
        if (stopped) {
            script.kill();
        }
        return script;
    }

    /** Notes that a script of another node holds slots of this one, until it is said to {@link #end}. */
    public RunningScript beginElsewhere(boolean isFunction) {
        RunningScript script = RunningScript.elsewhere(isFunction, nanoClock.getAsLong());
        running.add(script);
        return script;
    }

    /** The script has ended, or holds no slots any more; it may have been said before. */
    public void end(RunningScript script) {
        running.remove(script);
    }

    /** Says who knows the scripts of other nodes; till then there are none. */
    public void others(OtherScripts known) {
        others = known;
    }

    /** Whether a script runs; asked for every request. */
    public boolean any() {
        return !running.isEmpty();
    }

    /** The script of this node that runs for the longest time; null when none runs. */
    public @Nullable RunningScript longest() {
        return here().min(Comparator.comparingLong(RunningScript::startNanos)).orElse(null);
    }

    private Stream<RunningScript> here() {
        return running.stream().filter(RunningScript::isHere);
    }

    /** Lets scripts run commands that they may not, or no longer: for tests. */
    public void allowAll(boolean on) {
        mayRunAll = on;
    }

    /** Whether scripts may run all commands. */
    public boolean mayRunAll() {
        return mayRunAll;
    }

    /** The error of a busy server: it tells the command that ends the script that runs for the longest time. */
    public String busyError() {
        return running.stream()
                .min(Comparator.comparingLong(RunningScript::startNanos))
                .map(RunningScript::busyError)
                .orElse(RunningScript.BUSY_SCRIPT);
    }

    /** For how many milliseconds a script runs. */
    public long millis(RunningScript script) {
        return (nanoClock.getAsLong() - script.startNanos()) / 1_000_000;
    }

    /** Whether a script runs for too long. */
    public boolean isBusy() {
        long threshold = busyMillis.getAsLong();
        if (threshold <= 0) {
            return false;
        }
        for (RunningScript script : running) {
            if (millis(script) >= threshold) {
                return true;
            }
        }
        return false;
    }

    /** What {@link #killHere} would look at. */
    public KillCandidate candidate(boolean function) {
        return here().map(script -> candidate(script, function))
                .min(Comparator.naturalOrder())
                .orElse(KillCandidate.NONE);
    }

    private KillCandidate candidate(RunningScript script, boolean function) {
        long millis = millis(script);
        long threshold = busyMillis.getAsLong();
        return KillCandidate.of(threshold > 0 && millis >= threshold, script.killError(function) == null, millis);
    }

    /**
     * Kills a script of this node; the first is one that runs for too long and may be killed.
     *
     * @param function whether a function is to be killed
     */
    public void killHere(boolean function) {
        RunningScript script = here().min(Comparator.comparing(one -> candidate(one, function)))
                .orElse(null);
        String error = script == null ? "NOTBUSY No scripts in execution right now." : script.killError(function);
        if (error != null) {
            throw new RedisException(error);
        }
        if (script != null) {
            script.kill();
        }
    }

    /**
     * Kills a script, wherever in the grid it runs: as {@link #killHere}, of all nodes.
     *
     * @param done takes the error, null when there is none; now or later, on any thread
     */
    public void kill(boolean function, Consumer<@Nullable String> done) {
        OtherScripts elsewhere = others;
        if (elsewhere != null && !candidate(function).isBest()) {
            elsewhere.kill(function, done);
        } else {
            killHere(function, done);
        }
    }

    /** As {@link #kill}, of this node's. */
    public void killHere(boolean function, Consumer<@Nullable String> done) {
        String error = null;
        try {
            killHere(function);
        } catch (RedisException e) {
            error = e.getMessage();
        }
        done.accept(error);
    }

    /** Kills all scripts of this node, those that have written and those to come as well: it stops and waits for nobody. */
    public void stop() {
        stopped = true;
        running.forEach(RunningScript::kill);
    }

    /** Whether {@link #stop} was called. */
    public boolean isStopped() {
        return stopped;
    }
}
