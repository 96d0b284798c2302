package io.yggdrasil.resp.stats;

import java.util.Arrays;

/** Commands and bytes a second, averaged over the last 16 samples. One thread samples, any thread reads. */
public final class Rates {
    private static final int SAMPLES = 16;
    private static final long NANOS = 1_000_000_000L;

    private final Statistics statistics;
    private final long[][] window = new long[3][SAMPLES];
    private final long[] last = new long[3];
    private long lastNanos;
    private int next;

    /** Makes rates of these counters; the first sample sets the base. */
    public Rates(Statistics statistics, long nowNanos) {
        this.statistics = statistics;
        this.lastNanos = nowNanos;
    }

    /** Takes a sample; called some ten times a second. */
    public void sample(long nowNanos) {
        long[] now = {statistics.commandsRun(), statistics.bytesIn(), statistics.bytesOut()};
        synchronized (this) {
            long passed = Math.max(1, nowNanos - lastNanos);
            for (int i = 0; i < now.length; i++) {
                window[i][next] = (long) ((double) Math.max(0, now[i] - last[i]) * NANOS / passed);
                last[i] = now[i];
            }
            lastNanos = nowNanos;
            next = (next + 1) % SAMPLES;
        }
    }

    /** Commands a second. */
    public long commands() {
        return average(0);
    }

    /** Bytes received a second. */
    public long bytesIn() {
        return average(1);
    }

    /** Bytes sent a second. */
    public long bytesOut() {
        return average(2);
    }

    private synchronized long average(int what) {
        return Arrays.stream(window[what]).sum() / SAMPLES;
    }
}
