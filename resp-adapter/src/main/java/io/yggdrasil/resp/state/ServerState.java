package io.yggdrasil.resp.state;

import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.clients.PauseGate;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.command.server.ServerFacts;
import io.yggdrasil.resp.dispatch.AccessControl;
import io.yggdrasil.resp.dispatch.CommandObserver;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.pubsub.KeyEvents;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.script.RunningScripts;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.server.SessionListener;
import io.yggdrasil.resp.stats.LatencyMonitor;
import io.yggdrasil.resp.stats.Monitors;
import io.yggdrasil.resp.stats.Rates;
import io.yggdrasil.resp.stats.Redaction;
import io.yggdrasil.resp.stats.SlowLog;
import io.yggdrasil.resp.stats.Statistics;
import io.yggdrasil.resp.tracking.TrackingTable;
import io.yggdrasil.resp.wire.RequestLimits;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The shared state of one RESP server.
 *
 * <p>Order at start: set parameters ({@link Parameters#start}), make the state, fill its table with the families, then
 * make executors, each with {@link #newObserver()}, and the sockets with {@link #listener()}.
 */
public final class ServerState implements AutoCloseable {
    private static final int RUN_ID_BYTES = 20;
    private static final String DECIDED_AT_START = "it is decided at the start";

    private final CommandTable table = new CommandTable();
    private final ClientRegistry clients = new ClientRegistry();
    private final Parameters parameters;
    private final Users users;
    private final PauseGate gate;
    private final Statistics statistics;
    private final Monitors monitors;
    private final PubSub pubsub;
    private final KeyEvents events = new KeyEvents();
    private final TrackingTable tracking;
    private final SlowLog slowLog;
    private final LatencyMonitor latencies;
    private final ServerFacts facts;
    private final ScriptEngine scripts;
    private final Guard guard;
    private final Doorkeeper doorkeeper;
    private final ExpirySwitch expiry;
    private final Housekeeping housekeeping;
    private volatile RequestLimits limits;
    private volatile OutputLimits outputLimits;

    /** Makes the state of a server that starts now. */
    public ServerState(Parameters parameters, Host host) {
        this.parameters = parameters;
        this.gate = new PauseGate(clients, System::nanoTime);
        this.statistics = new Statistics(table::idCount);
        statistics.countExpired(host::expiredKeys);
        Redaction redaction = new Redaction(parameters);
        this.monitors = new Monitors(redaction);
        this.pubsub = new PubSub(parameters.isOn("cluster-enabled"));
        this.users = new Users(table, parameters, clients, pubsub);
        this.tracking = new TrackingTable(clients::find, () -> parameters.number("tracking-table-max-keys"));
        events.choose(parameters.get("notify-keyspace-events").kept());
        parameters.get("notify-keyspace-events").onChange(changed -> events.choose(changed.kept()));
        this.slowLog = new SlowLog(parameters, redaction);
        this.latencies = new LatencyMonitor(parameters);
        Rates rates = new Rates(statistics, System.nanoTime());
        RunningScripts running = new RunningScripts(System::nanoTime, parameters.get("busy-reply-threshold")::number);
        this.scripts = new ScriptEngine(ServerFacts.REDIS_VERSION, running);
        this.facts = new ServerFacts(
                runId(),
                System.currentTimeMillis(),
                parameters,
                table,
                clients,
                pubsub,
                tracking,
                statistics,
                rates,
                users,
                host,
                scripts);
        MemoryLimit memory = new MemoryLimit(host, parameters);
        CopiesLimit copies = new CopiesLimit(host, parameters);
        DiskLimit disk = new DiskLimit(host);
        Parameter replicaReadOnly = parameters.get("replica-read-only");
        this.guard = new Guard(
                users,
                gate,
                memory,
                copies,
                disk,
                running,
                () -> host.replication().master() != null && replicaReadOnly.isOn(),
                () -> gate.isOn() || host.replication().master() != null);
        this.doorkeeper = new Doorkeeper(clients, users, monitors, pubsub, tracking, parameters);
        this.expiry = new ExpirySwitch(host, gate);
        this.housekeeping = new Housekeeping(clients, parameters, rates, memory, copies, disk, expiry, tracking);
        this.limits = limits(parameters);
        Parameter output = parameters.get("client-output-buffer-limit");
        this.outputLimits = OutputLimits.of(output.text());
        parameters.get("proto-max-bulk-len").onChange(changed -> limits = limits(parameters));
        parameters.get("client-query-buffer-limit").onChange(changed -> limits = limits(parameters));
        output.onChange(changed -> outputLimits = OutputLimits.of(changed.text()));
    }

    private static String runId() {
        byte[] id = new byte[RUN_ID_BYTES];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** The commands; filled by the families before the first executor is made. */
    public CommandTable table() {
        return table;
    }

    /** What the server knows of itself. */
    public ServerFacts facts() {
        return facts;
    }

    /** The parameters of CONFIG. */
    public Parameters parameters() {
        return parameters;
    }

    /** The clients. */
    public ClientRegistry clients() {
        return clients;
    }

    /** The users and their rights. */
    public Users users() {
        return users;
    }

    /** CLIENT PAUSE. */
    public PauseGate gate() {
        return gate;
    }

    /** Lets expired keys be removed before somebody meets them, or not: DEBUG SET-ACTIVE-EXPIRE. */
    public void allowActiveExpiry(boolean on) {
        expiry.allow(on);
    }

    /** Looks whether expired keys may be removed: what decides it may have changed. */
    public void reviewExpiry() {
        expiry.apply();
    }

    /** Counters of commands. */
    public Statistics statistics() {
        return statistics;
    }

    /** EVAL and its kin. */
    public ScriptEngine scripts() {
        return scripts;
    }

    /** MONITOR. */
    public Monitors monitors() {
        return monitors;
    }

    /** Subscriptions and messages. */
    public PubSub pubsub() {
        return pubsub;
    }

    /** Which events of keys are announced. */
    public KeyEvents events() {
        return events;
    }

    /** What clients that cache have read. */
    public TrackingTable tracking() {
        return tracking;
    }

    /** SLOWLOG. */
    public SlowLog slowLog() {
        return slowLog;
    }

    /** LATENCY. */
    public LatencyMonitor latencies() {
        return latencies;
    }

    /** Runs short tasks later. */
    public ScheduledExecutorService timer() {
        return housekeeping.timer();
    }

    /** Who may run what; for every executor that clients' requests come to first. */
    public AccessControl access() {
        return guard;
    }

    /** What may run now, for executors that are passed requests which others have judged already. */
    public AccessControl accessBehind() {
        return guard.behind();
    }

    /** An observer for one more executor. */
    public CommandObserver newObserver() {
        return new LoopObserver(
                statistics.newCounters(),
                statistics.errors(),
                monitors,
                slowLog,
                latencies,
                parameters.get("latency-tracking"),
                pubsub,
                events,
                tracking);
    }

    /** Told by the sockets of clients that come and go. */
    public SessionListener listener() {
        return doorkeeper;
    }

    /**
     * Tells the state where the server listens: CONFIG GET shows it, and CONFIG SET cannot change it, as little as other
     * things that the start has decided.
     */
    public void onListening(int port) {
        parameters.start("port", Integer.toString(port));
        refuseChange("port", "Unable to listen on this port. Check server logs.");
        refuseChange("bind", "Failed to bind to specified addresses.");
        refuseChange("cluster-announce-ip", DECIDED_AT_START);
        refuseChange("cluster-announce-port", DECIDED_AT_START);
        refuseChange("appendonly", "the start decides whether data are kept on disk (--data)");
        refuseChange("appendfsync", "the operating system decides when the log is forced to disk");
    }

    private void refuseChange(String name, String reason) {
        String fixed = parameters.text(name);
        parameters.get(name).onChange(changed -> {
            if (!changed.text().equals(fixed)) {
                throw new IllegalArgumentException(reason);
            }
        });
    }

    /** What clients may send, as the parameters say now. */
    public RequestLimits limits() {
        return limits;
    }

    /** How much of their replies clients may leave unread, as the parameters say now. */
    public OutputLimits outputLimits() {
        return outputLimits;
    }

    private static RequestLimits limits(Parameters parameters) {
        return new RequestLimits(
                parameters.number("proto-max-bulk-len"),
                RequestLimits.DEFAULT.argumentsMax(),
                parameters.number("client-query-buffer-limit"));
    }

    @Override
    public void close() {
        housekeeping.close();
        scripts.close();
    }
}
