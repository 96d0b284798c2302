package io.yggdrasil.resp.stats;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The counters of all executors, summed when somebody asks. */
public final class Statistics {
    private final List<CommandCounters> executors = new CopyOnWriteArrayList<>();
    private final ErrorCounters errors = new ErrorCounters();
    private final IntSupplier commands;
    private volatile LongSupplier expired = () -> 0;
    private volatile long expiredAtReset;
    private volatile long changesSaved;

    /** Makes counters; {@code commands} is one more than the highest number of a command once executors are made. */
    public Statistics(IntSupplier commands) {
        this.commands = commands;
    }

    /** Counters for a new executor. */
    public CommandCounters newCounters() {
        CommandCounters counters = new CommandCounters(commands.getAsInt());
        executors.add(counters);
        return counters;
    }

    /** Error replies. */
    public ErrorCounters errors() {
        return errors;
    }

    /** The sums of one command. */
    public CommandTotals of(int command) {
        long calls = 0;
        long nanos = 0;
        long rejected = 0;
        long failed = 0;
        for (CommandCounters executor : executors) {
            calls += executor.calls(command);
            nanos += executor.nanos(command);
            rejected += executor.rejected(command);
            failed += executor.failed(command);
        }
        return new CommandTotals(calls, nanos / 1000, rejected, failed);
    }

    /** Latencies of one command, or null when none were kept. */
    public @Nullable LatencyHistogram latency(int command) {
        LatencyHistogram sum = null;
        for (CommandCounters executor : executors) {
            LatencyHistogram part = executor.latency(command);
            if (part != null) {
                sum = sum == null ? new LatencyHistogram() : sum;
                sum.addAll(part);
            }
        }
        return sum;
    }

    /** Commands run. */
    public long commandsRun() {
        long sum = 0;
        for (CommandCounters executor : executors) {
            sum += executor.calls();
        }
        return sum;
    }

    /** Bytes received from clients. */
    public long bytesIn() {
        return executors.stream().mapToLong(CommandCounters::bytesIn).sum();
    }

    /** Bytes sent to clients. */
    public long bytesOut() {
        return executors.stream().mapToLong(CommandCounters::bytesOut).sum();
    }

    /** Keys that reading commands looked for and found. */
    public long hits() {
        return executors.stream().mapToLong(CommandCounters::hits).sum();
    }

    /** Keys that reading commands looked for and did not find. */
    public long misses() {
        return executors.stream().mapToLong(CommandCounters::misses).sum();
    }

    /** Says where to ask for the number of keys that have expired since the start. */
    public void countExpired(LongSupplier source) {
        expired = source;
    }

    /** Keys whose time was over and that were removed. */
    public long expired() {
        return expired.getAsLong() - expiredAtReset;
    }

    /** Writes and removals of keys by commands since the start. */
    public long changes() {
        return executors.stream().mapToLong(CommandCounters::changes).sum();
    }

    /** The same since the data were saved last. */
    public long changesSinceSave() {
        return changes() - changesSaved;
    }

    /** The data were saved as they were when {@link #changes()} was {@code at}. */
    public void onSaved(long at) {
        changesSaved = at;
    }

    /** Sets everything to zero but the changes. */
    public void reset() {
        expiredAtReset = expired.getAsLong();
        executors.forEach(CommandCounters::reset);
        errors.reset();
    }

    /**
     * What INFO commandstats says of a command.
     *
     * @param calls how often it ran
     * @param micros for how long, in microseconds
     * @param rejected how often it was refused before it ran
     * @param failed how often it answered an error
     */
    public record CommandTotals(long calls, long micros, long rejected, long failed) {
        /** Whether there is nothing to say. */
        public boolean isEmpty() {
            return calls == 0 && rejected == 0 && failed == 0;
        }
    }
}
