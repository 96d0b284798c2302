package io.yggdrasil.resp.stats;

import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The latest spikes of each kind of event that took at least {@code latency-monitor-threshold} milliseconds. */
public final class LatencyMonitor {
    private static final int SAMPLES_MAX = 160;

    private static final long NANOS = 1_000_000;

    private final Map<String, Event> events = new TreeMap<>();
    private volatile long thresholdNanos;

    /** Makes an empty monitor. */
    public LatencyMonitor(Parameters parameters) {
        Parameter threshold = parameters.get("latency-monitor-threshold");
        threshold.onChange(changed -> thresholdNanos = nanos(changed.number()));
        this.thresholdNanos = nanos(threshold.number());
    }

    /** Whether an event that took so long belongs here. */
    public boolean takes(long nanos) {
        return nanos >= thresholdNanos;
    }

    private static long nanos(long millis) {
        return millis == 0 || millis > Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : millis * NANOS;
    }

    /** Adds a spike; of several in one second the longest counts. */
    public synchronized void add(String event, long nanos, long nowMillis) {
        events.computeIfAbsent(event, unused -> new Event()).add(nowMillis / 1000, nanos / NANOS);
    }

    /** Names of the events that had spikes. */
    public synchronized List<String> events() {
        return new ArrayList<>(events.keySet());
    }

    /** The spikes of an event, the oldest first; empty when it had none. */
    public synchronized List<Sample> history(String event) {
        Event known = events.get(event);
        return known == null ? List.of() : new ArrayList<>(known.samples);
    }

    /** The longest spike of an event ever, in milliseconds. */
    public synchronized long maxMillis(String event) {
        Event known = events.get(event);
        return known == null ? 0 : known.maxMillis;
    }

    /** Forgets an event; whether there was one. */
    public synchronized boolean reset(String event) {
        return events.remove(event) != null;
    }

    /** Forgets everything; returns how many events there were. */
    public synchronized int reset() {
        int count = events.size();
        events.clear();
        return count;
    }

    /**
     * One spike.
     *
     * @param timeSeconds when, in seconds since 1970
     * @param millis how long
     */
    public record Sample(long timeSeconds, long millis) {}

    private static final class Event {
        private final ArrayDeque<Sample> samples = new ArrayDeque<>();
        private long maxMillis;

        void add(long timeSeconds, long millis) {
            maxMillis = Math.max(maxMillis, millis);
            @Nullable Sample last = samples.peekLast();
            if (last != null && last.timeSeconds == timeSeconds) {
                if (millis > last.millis) {
                    samples.removeLast();
                    samples.addLast(new Sample(timeSeconds, millis));
                }
                return;
            }
            samples.addLast(new Sample(timeSeconds, millis));
            if (samples.size() > SAMPLES_MAX) {
                samples.removeFirst();
            }
        }
    }
}
