package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.stats.LatencyMonitor;
import io.yggdrasil.resp.stats.LatencyMonitor.Sample;
import java.util.List;

/** LATENCY DOCTOR: what the spikes say and what can be done about them. */
final class LatencyReport {
    private LatencyReport() {}

    static String write(LatencyMonitor monitor, Parameters parameters) {
        long threshold = parameters.number("latency-monitor-threshold");
        if (threshold == 0) {
            return "Latency is not monitored. CONFIG SET latency-monitor-threshold <milliseconds> starts it;"
                    + " choose what would be too slow for your application.\n";
        }
        List<String> events = monitor.events();
        if (events.isEmpty()) {
            return "No command took " + threshold + " ms or longer since monitoring began.\n";
        }
        StringBuilder out = new StringBuilder("Spikes of " + threshold + " ms or longer:\n\n");
        for (String event : events) {
            List<Sample> history = monitor.history(event);
            double average =
                    history.stream().mapToLong(Sample::millis).average().orElse(0);
            out.append("* ")
                    .append(event)
                    .append(": ")
                    .append(history.size())
                    .append(" spikes, ")
                    .append(InfoLines.fixed(average, 0))
                    .append(" ms on average, ")
                    .append(monitor.maxMillis(event))
                    .append(" ms at most.\n");
        }
        return out.append("\nWhat to do:\n")
                .append("- SLOWLOG GET names the commands; lower slowlog-log-slower-than to see more of them.\n")
                .append("- Commands on whole databases or large values take time in proportion to them.\n")
                .append("- Pauses that hit all commands at once may be the Java heap's: give it more, or look at its"
                        + " log (-Xlog:gc).\n")
                .append("- With persistence, a slow disk slows writes down; INFO persistence and the grid's log tell of"
                        + " checkpoints.\n")
                .toString();
    }
}
