package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.NestedClient;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The scripts that run on this node now, but for brief ones. */
public final class RunningScripts {
    private final Set<RunningScript> running = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoClock;
    private volatile boolean mayRunAll;

    /** Makes an empty list; {@code nanoClock} is as {@link System#nanoTime}. */
    public RunningScripts(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    RunningScript begin(NestedClient client, RunningScript.What what) {
        RunningScript script = new RunningScript(client, what, nanoClock.getAsLong());
        running.add(script);
        return script;
    }

    void end(RunningScript script) {
        running.remove(script);
    }

    /** Whether a script runs; asked for every request. */
    public boolean any() {
        return !running.isEmpty();
    }

    /** The script that runs for the longest time; null when none runs. */
    public @Nullable RunningScript longest() {
        return running.stream()
                .min(Comparator.comparingLong(RunningScript::startNanos))
                .orElse(null);
    }

    /** Lets scripts run commands that they may not, or no longer: for tests. */
    public void allowAll(boolean on) {
        mayRunAll = on;
    }

    /** Whether scripts may run all commands. */
    public boolean mayRunAll() {
        return mayRunAll;
    }

    /** The command that ends the script that runs for the longest time. */
    public String killCommand() {
        RunningScript longest = longest();
        return longest == null ? "SCRIPT KILL" : longest.killCommand();
    }

    /** For how many milliseconds a script runs. */
    public long millis(RunningScript script) {
        return (nanoClock.getAsLong() - script.startNanos()) / 1_000_000;
    }

    /** Whether a script runs for longer than this; 0 or less: never. */
    public boolean isBusy(long thresholdMillis) {
        if (thresholdMillis <= 0) {
            return false;
        }
        for (RunningScript script : running) {
            if (millis(script) >= thresholdMillis) {
                return true;
            }
        }
        return false;
    }
}
