package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.stats.LatencyHistogram;
import io.yggdrasil.resp.stats.LatencyMonitor;
import io.yggdrasil.resp.stats.LatencyMonitor.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LATENCY: spikes, and the distribution of every command's latency. */
public final class LatencyCommands implements CommandFamily {
    private static final String[] SPECIAL = {
        "nondeterministic_output", "request_policy:all_nodes", "response_policy:special"
    };
    private static final long FIRST_BUCKET_NANOS = 1024;
    private static final Help HELP = new Help(
            "latency",
            "DOCTOR",
            "    What the spikes say, in words.",
            "GRAPH <event>",
            "    The spikes of an event as a picture.",
            "HISTOGRAM [<command> ...]",
            "    How many calls took at most so long; all commands without an argument.",
            "HISTORY <event>",
            "    The spikes of an event, each with its time in seconds since 1970 and its milliseconds.",
            "LATEST",
            "    The last and the longest spike of every event.",
            "RESET [<event> ...]",
            "    Forgets spikes; all without an argument.");

    private final ServerFacts facts;
    private final LatencyMonitor monitor;

    /** Makes the family. */
    public LatencyCommands(ServerFacts facts, LatencyMonitor monitor) {
        this.facts = facts;
        this.monitor = monitor;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("latency")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("2.8.13")
                .complexity("Depends on subcommand.")
                .summary("Commands on latencies.")
                .sub(sub("latest", 2, "Shows the last spikes.", this::latest).tips(SPECIAL))
                .sub(sub("history", 3, "Shows the spikes of an event.", this::history)
                        .syntax("event")
                        .tips(SPECIAL))
                .sub(sub("reset", -2, "Forgets spikes.", this::reset)
                        .syntax("[event...]")
                        .tips("request_policy:all_nodes", "response_policy:agg_sum"))
                .sub(sub("graph", 3, "Draws the spikes of an event.", this::graph)
                        .syntax("event")
                        .tips(SPECIAL))
                .sub(sub("doctor", 2, "Explains the spikes.", this::doctor).tips(SPECIAL))
                .sub(sub("histogram", -2, "Shows the distribution of latencies.", this::histogram)
                        .syntax("[command...]")
                        .since("7.0.0")
                        .complexity("O(N) for N commands that were asked for.")
                        .tips(SPECIAL))
                .sub(HELP.declare().since("2.8.13")));
    }

    private static Command.Builder sub(String name, int arity, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .since("2.8.13")
                .summary(summary)
                .handler(handler);
    }

    private void latest(Call call) {
        List<String> events = monitor.events();
        call.reply().array(events.size());
        for (String event : events) {
            List<Sample> history = monitor.history(event);
            Sample last = history.isEmpty() ? new Sample(0, 0) : history.get(history.size() - 1);
            call.reply().array(4);
            call.reply().bulk(event);
            call.reply().integer(last.timeSeconds());
            call.reply().integer(last.millis());
            call.reply().integer(monitor.maxMillis(event));
        }
    }

    private void history(Call call) {
        List<Sample> history = monitor.history(call.text(2));
        call.reply().array(history.size());
        for (Sample sample : history) {
            call.reply().array(2);
            call.reply().integer(sample.timeSeconds());
            call.reply().integer(sample.millis());
        }
    }

    private void reset(Call call) {
        int count = 0;
        if (call.count() == 2) {
            count = monitor.reset();
        }
        for (int i = 2; i < call.count(); i++) {
            count += monitor.reset(call.text(i)) ? 1 : 0;
        }
        call.reply().integer(count);
    }

    private void graph(Call call) {
        String event = call.text(2);
        List<Sample> history = monitor.history(event);
        if (history.isEmpty()) {
            throw new RedisException("ERR No samples available for event '" + event + "'");
        }
        call.reply()
                .verbatim("txt", LatencyGraph.draw(event, history, monitor.maxMillis(event), call.nowMillis() / 1000));
    }

    private void doctor(Call call) {
        call.reply().verbatim("txt", LatencyReport.write(monitor, facts.parameters()));
    }

    private void histogram(Call call) {
        List<Command> asked = new ArrayList<>();
        if (call.count() == 2) {
            asked.addAll(facts.table().all());
        }
        for (int i = 2; i < call.count(); i++) {
            Command command = facts.table().find(call.text(i));
            if (command != null) {
                asked.add(command);
            }
        }
        Map<String, LatencyHistogram> found = new LinkedHashMap<>();
        for (Command command : asked) {
            collect(command, found);
            command.subcommands().values().forEach(sub -> collect(sub, found));
        }
        call.reply().map(found.size());
        found.forEach((name, latency) -> {
            call.reply().bulk(name);
            write(call, latency);
        });
    }

    private void collect(Command command, Map<String, LatencyHistogram> found) {
        LatencyHistogram latency = facts.statistics().latency(command.id());
        if (latency != null) {
            found.put(command.fullName(), latency);
        }
    }

    private static void write(Call call, LatencyHistogram latency) {
        long total = latency.count();
        Map<Long, Long> buckets = new LinkedHashMap<>();
        long before = 0;
        for (long bound = FIRST_BUCKET_NANOS; before < total; bound *= 2) {
            long through = bound >= LatencyHistogram.NANOS_MAX ? total : latency.countThrough(bound);
            if (through > before) {
                buckets.put(highestEquivalent(bound) / 1000, through);
            }
            before = through;
        }
        call.reply().map(2);
        call.reply().bulk("calls");
        call.reply().integer(total);
        call.reply().bulk("histogram_usec");
        call.reply().map(buckets.size());
        buckets.forEach((micros, count) -> {
            call.reply().integer(micros);
            call.reply().integer(count);
        });
    }

    /** Redis keeps two digits of a latency, so its bound of 32,768 ns reads 33 µs. */
    private static long highestEquivalent(long nanos) {
        return nanos + Math.max(1, nanos >> 7) - 1;
    }
}
