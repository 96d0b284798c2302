package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.stats.LatencyHistogram;
import io.yggdrasil.resp.stats.Statistics.CommandTotals;
import java.util.function.Consumer;

/** INFO commandstats, errorstats and latencystats. */
final class CommandSections {
    private final ServerFacts facts;

    CommandSections(ServerFacts facts) {
        this.facts = facts;
    }

    void writeCounts(InfoLines lines) {
        forEach(command -> {
            CommandTotals totals = facts.statistics().of(command.id());
            if (!totals.isEmpty()) {
                double each = totals.calls() == 0 ? 0 : (double) totals.micros() / totals.calls();
                lines.add(
                        "cmdstat_" + command.fullName(),
                        "calls=" + totals.calls() + ",usec=" + totals.micros() + ",usec_per_call="
                                + InfoLines.fixed(each, 2) + ",rejected_calls=" + totals.rejected()
                                + ",failed_calls=" + totals.failed());
            }
        });
    }

    void writeErrors(InfoLines lines) {
        facts.statistics().errors().byCode().forEach((code, count) -> lines.add("errorstat_" + code, "count=" + count));
    }

    void writeLatencies(InfoLines lines) {
        String percentiles = facts.parameters().text("latency-tracking-info-percentiles");
        if (!facts.parameters().isOn("latency-tracking")) {
            return;
        }
        forEach(command -> {
            LatencyHistogram latency = facts.statistics().latency(command.id());
            if (latency != null) {
                lines.add("latency_percentiles_usec_" + command.fullName(), percentiles(latency, percentiles));
            }
        });
    }

    private static String percentiles(LatencyHistogram latency, String wanted) {
        StringBuilder out = new StringBuilder();
        for (String percentile : wanted.isEmpty() ? new String[0] : wanted.split(" ")) {
            long nanos = latency.percentileNanos(Double.parseDouble(percentile));
            out.append(out.isEmpty() ? "p" : ",p").append(percentile).append('=');
            out.append(InfoLines.fixed(nanos / 1000.0, 3));
        }
        return out.toString();
    }

    private void forEach(Consumer<Command> action) {
        for (Command command : facts.table().all()) {
            action.accept(command);
            command.subcommands().values().forEach(action);
        }
    }
}
