package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.dispatch.CommandObserver;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.pubsub.KeyEvents;
import io.yggdrasil.resp.pubsub.Message;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.stats.CommandCounters;
import io.yggdrasil.resp.stats.ErrorCounters;
import io.yggdrasil.resp.stats.LatencyMonitor;
import io.yggdrasil.resp.stats.Monitors;
import io.yggdrasil.resp.stats.SlowLog;
import io.yggdrasil.resp.tracking.TrackingTable;
import io.yggdrasil.resp.wire.Request;
import java.time.Instant;
import java.util.List;

/** What one executor's commands leave behind: counters, and entries of the slow log and the latency monitor. */
final class LoopObserver implements CommandObserver {
    private final CommandCounters counters;
    private final ErrorCounters errors;
    private final Monitors monitors;
    private final SlowLog slowLog;
    private final LatencyMonitor latencies;
    private final Parameter latencyTracking;
    private final PubSub pubsub;
    private final KeyEvents events;
    private final TrackingTable tracking;

    LoopObserver(
            CommandCounters counters,
            ErrorCounters errors,
            Monitors monitors,
            SlowLog slowLog,
            LatencyMonitor latencies,
            Parameter latencyTracking,
            PubSub pubsub,
            KeyEvents events,
            TrackingTable tracking) {
        this.counters = counters;
        this.errors = errors;
        this.monitors = monitors;
        this.slowLog = slowLog;
        this.latencies = latencies;
        this.latencyTracking = latencyTracking;
        this.pubsub = pubsub;
        this.events = events;
        this.tracking = tracking;
    }

    @Override
    public boolean wantsRequests() {
        return !monitors.isEmpty();
    }

    @Override
    public void onRequest(Session session, Command command, Request request) {
        Instant now = Instant.now();
        monitors.show(session, command, request, now.getEpochSecond() * 1_000_000 + now.getNano() / 1000);
    }

    @Override
    public void onCommand(Session session, Command command, Request request, long nanos, boolean failed) {
        counters.onRun(command.id(), nanos, failed, latencyTracking.number() == 1);
        if (slowLog.takes(nanos) && !command.has(CommandFlag.SKIP_SLOWLOG)) {
            slowLog.add(session, command, request, nanos, System.currentTimeMillis());
        }
        if (latencies.takes(nanos)) {
            String event = command.has(CommandFlag.FAST) ? "fast-command" : "command";
            latencies.add(event, nanos, System.currentTimeMillis());
        }
    }

    @Override
    public void onRejected(Session session, Command command) {
        counters.onRejected(command.id());
    }

    @Override
    public void onLookups(int hits, int misses) {
        counters.onLookups(hits, misses);
    }

    @Override
    public void onChanges(int keys) {
        counters.onChanges(keys);
    }

    @Override
    public void onTraffic(long bytesIn, long bytesOut) {
        counters.onTraffic(bytesIn, bytesOut);
    }

    @Override
    public KeyEvents keyEvents() {
        return events;
    }

    @Override
    public void onTrackedRead(Session session, String key) {
        tracking.remember(session, key);
    }

    @Override
    public void onSettled(Session session) {
        tracking.settle(session);
    }

    @Override
    public boolean wantsWriters() {
        return tracking.isUsed();
    }

    @Override
    public void onBegin(Session session) {
        tracking.begin(session);
    }

    @Override
    public void onEnd() {
        tracking.end();
    }

    @Override
    public void onMessages(List<Message> messages) {
        messages.forEach(pubsub::publish);
    }

    @Override
    public void onError(String message) {
        errors.add(message);
    }
}
