package io.yggdrasil.resp.bench;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All measurements of one bench, by workload and server, and what is made of them. */
final class BenchReport {
    private final List<String> servers;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<Workload, Map<String, List<Measurement>>> measurements = new LinkedHashMap<>();

    /** The first server is the one that the others are compared with. */
    BenchReport(List<String> servers) {
        this.servers = List.copyOf(servers);
    }

    void fact(String name, String value) {
        facts.put(name, value);
    }

    void add(Workload workload, String server, Measurement measurement) {
        measurements
                .computeIfAbsent(workload, w -> new LinkedHashMap<>())
                .computeIfAbsent(server, s -> new ArrayList<>())
                .add(measurement);
    }

    List<Workload> workloads() {
        return List.copyOf(measurements.keySet());
    }

    List<String> servers() {
        return servers;
    }

    double median(Workload workload, String server, ToDoubleFunction<Measurement> of) {
        List<Measurement> taken = measurements.getOrDefault(workload, Map.of()).getOrDefault(server, List.of());
        double[] values = taken.stream().mapToDouble(of).sorted().toArray();
        if (values.length == 0) {
            return Double.NaN;
        }
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** How many times the rate of {@code server} is that of the first server; the median of each round's ratio. */
    double ratio(Workload workload, String server) {
        List<Measurement> base = measurements.getOrDefault(workload, Map.of()).getOrDefault(servers.get(0), List.of());
        List<Measurement> other = measurements.getOrDefault(workload, Map.of()).getOrDefault(server, List.of());
        int rounds = Math.min(base.size(), other.size());
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, i -> other.get(i).perSecond() / base.get(i).perSecond());
        Arrays.sort(ratios);
        if (rounds == 0) {
            return Double.NaN;
        }
        return rounds % 2 == 1 ? ratios[rounds / 2] : (ratios[rounds / 2 - 1] + ratios[rounds / 2]) / 2;
    }

    /** One line of the table for a workload. */
    String line(Workload workload) {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%-38s", workload.title()));
        for (String server : servers) {
            out.append(String.format(
                    Locale.ROOT,
                    " | %8.1f k/s  p50 %7.3f  p99 %7.3f  p99.9 %7.3f ms",
                    median(workload, server, Measurement::perSecond) / 1000,
                    median(workload, server, Measurement::p50Millis),
                    median(workload, server, Measurement::p99Millis),
                    median(workload, server, Measurement::p999Millis)));
            if (!server.equals(servers.get(0))) {
                out.append(String.format(Locale.ROOT, "  %5.2fx", ratio(workload, server)));
            }
        }
        return out.toString();
    }

    /** Everything, every round included, as JSON. */
    String json() {
        List<Map<String, Object>> rows = new ArrayList<>();
        measurements.forEach((workload, byServer) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            CollectionWork work = workload.work();
            row.put("operation", work == null ? workload.operation().name() : work.title());
            row.put("valueBytes", workload.valueBytes());
            row.put("pipeline", workload.pipeline());
            row.put("connections", workload.connections());
            row.put("keys", workload.keys());
            byServer.forEach((server, taken) -> {
                Map<String, Object> cell = new LinkedHashMap<>();
                cell.put("perSecondMedian", median(workload, server, Measurement::perSecond));
                cell.put("ratio", ratio(workload, server));
                cell.put("perSecond", taken.stream().map(Measurement::perSecond).toList());
                cell.put("p50Millis", taken.stream().map(Measurement::p50Millis).toList());
                cell.put("p99Millis", taken.stream().map(Measurement::p99Millis).toList());
                cell.put(
                        "p999Millis",
                        taken.stream().map(Measurement::p999Millis).toList());
                row.put(server, cell);
            });
            rows.add(row);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("facts", facts);
        all.put("servers", servers);
        all.put("workloads", rows);
        return ConfigFactory.parseMap(all)
                .root()
                .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true));
    }
}
