package io.yggdrasil.resp.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one executor, indexed by the command's number. One writer, any reader; see the package.
 *
 * <p>CONFIG RESETSTAT does not write into them: it replaces the arrays, so the writer needs no lock. A count that the
 * writer adds to the old arrays at that moment is lost.
 */
public final class CommandCounters {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle HISTOGRAMS = MethodHandles.arrayElementVarHandle(LatencyHistogram[].class);

    private static final int BYTES_IN = 0;
    private static final int BYTES_OUT = 1;
    private static final int HITS = 2;
    private static final int MISSES = 3;
    private static final int SUMS = 4;

    private final int commands;
    private final long[] changes = new long[1];
    private volatile Values values;

    CommandCounters(int commands) {
        this.commands = commands;
        this.values = new Values(commands);
    }

    /** A command ran. */
    public void onRun(int command, long nanos, boolean failed, boolean keepLatency) {
        Values current = values;
        increment(current.calls, command, 1);
        increment(current.nanos, command, nanos);
        if (failed) {
            increment(current.failed, command, 1);
        }
        if (keepLatency) {
            current.latency(command).add(nanos);
        }
    }

    /** A command was refused before it ran. */
    public void onRejected(int command) {
        increment(values.rejected, command, 1);
    }

    /** Keys were looked for. */
    public void onLookups(int hits, int misses) {
        Values current = values;
        increment(current.sums, HITS, hits);
        increment(current.sums, MISSES, misses);
    }

    /** Keys were written or removed; CONFIG RESETSTAT leaves this count alone. */
    public void onChanges(int keys) {
        increment(changes, 0, keys);
    }

    /** Bytes came in or went out. */
    public void onTraffic(long bytesIn, long bytesOut) {
        Values current = values;
        increment(current.sums, BYTES_IN, bytesIn);
        increment(current.sums, BYTES_OUT, bytesOut);
    }

    void reset() {
        values = new Values(commands);
    }

    long calls(int command) {
        return read(values.calls, command);
    }

    /** Calls of all commands. */
    long calls() {
        long[] calls = values.calls;
        long sum = 0;
        for (int i = 0; i < calls.length; i++) {
            sum += read(calls, i);
        }
        return sum;
    }

    long nanos(int command) {
        return read(values.nanos, command);
    }

    long failed(int command) {
        return read(values.failed, command);
    }

    long rejected(int command) {
        return read(values.rejected, command);
    }

    long bytesIn() {
        return read(values.sums, BYTES_IN);
    }

    long bytesOut() {
        return read(values.sums, BYTES_OUT);
    }

    long hits() {
        return read(values.sums, HITS);
    }

    long misses() {
        return read(values.sums, MISSES);
    }

    long changes() {
        return read(changes, 0);
    }

    @Nullable
    LatencyHistogram latency(int command) {
        return (LatencyHistogram) HISTOGRAMS.getAcquire(values.latency, command);
    }

    private static void increment(long[] counts, int index, long by) {
        LONGS.setOpaque(counts, index, (long) LONGS.getOpaque(counts, index) + by);
    }

    private static long read(long[] counts, int index) {
        return (long) LONGS.getOpaque(counts, index);
    }

    private static final class Values {
        private final long[] calls;
        private final long[] nanos;
        private final long[] failed;
        private final long[] rejected;
        private final long[] sums = new long[SUMS];
        private final @Nullable LatencyHistogram[] latency;

        Values(int commands) {
            calls = new long[commands];
            nanos = new long[commands];
            failed = new long[commands];
            rejected = new long[commands];
            latency = new LatencyHistogram[commands];
        }

        /** Released to readers by the write of the element. */
        LatencyHistogram latency(int command) {
            LatencyHistogram known = latency[command];
            if (known == null) {
                known = new LatencyHistogram();
                HISTOGRAMS.setRelease(latency, command, known);
            }
            return known;
        }
    }
}
