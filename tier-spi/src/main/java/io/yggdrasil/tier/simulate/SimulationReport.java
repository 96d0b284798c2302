package io.yggdrasil.tier.simulate;

import io.yggdrasil.tier.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as a table for people, and as CSV and JSON for programs. */
public final class SimulationReport {
    private SimulationReport() {}

    /** A line for each trace and size, a column for each policy, hit ratios in percent; a star marks the best ones. */
    public static String table(List<Simulation.Result> results) {
        StringBuilder out = new StringBuilder();
        List<PolicyKind> policies = policies(results);
        out.append(String.format(Locale.ROOT, "%-24s %12s", "trace", "bytes"));
        policies.forEach(policy -> out.append(String.format(Locale.ROOT, " %10s", policy.label())));
        out.append('\n');
        for (int first = 0; first < results.size(); first += policies.size()) {
            List<Simulation.Result> row = results.subList(first, first + policies.size());
            double best =
                    row.stream().mapToDouble(Simulation.Result::hitRatio).max().orElse(0);
            out.append(String.format(
                    Locale.ROOT, "%-24.24s %12d", row.get(0).trace(), row.get(0).capacityBytes()));
            row.forEach(result -> out.append(String.format(
                    Locale.ROOT, " %9.2f%s", 100 * result.hitRatio(), result.hitRatio() == best ? "*" : " ")));
            out.append('\n');
        }
        return out.toString();
    }

    /** Lines of trace, bytes, policy and hit ratio (0 to 1), with a heading. */
    public static String csv(List<Simulation.Result> results) {
        StringBuilder out = new StringBuilder("trace,bytes,policy,hit_ratio\n");
        results.forEach(result -> out.append(String.format(
                Locale.ROOT,
                "\"%s\",%d,%s,%.6f%n",
                result.trace().replace("\"", "\"\""),
                result.capacityBytes(),
                result.policy().label(),
                result.hitRatio())));
        return out.toString();
    }

    /** An array of objects with the fields of the CSV. */
    public static String json(List<Simulation.Result> results) {
        List<String> objects = new ArrayList<>();
        results.forEach(result -> objects.add(String.format(
                Locale.ROOT,
                "  {\"trace\": \"%s\", \"bytes\": %d, \"policy\": \"%s\", \"hit_ratio\": %.6f}",
                result.trace().replace("\\", "\\\\").replace("\"", "\\\""),
                result.capacityBytes(),
                result.policy().label(),
                result.hitRatio())));
        return "[\n" + String.join(",\n", objects) + "\n]\n";
    }

    static List<PolicyKind> policies(List<Simulation.Result> results) {
        return results.stream().map(Simulation.Result::policy).distinct().toList();
    }
}
