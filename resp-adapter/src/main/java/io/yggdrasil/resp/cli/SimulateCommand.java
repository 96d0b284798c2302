package io.yggdrasil.resp.cli;

import io.yggdrasil.tier.policy.PolicyKind;
import io.yggdrasil.tier.simulate.HitRatioChart;
import io.yggdrasil.tier.simulate.Simulation;
import io.yggdrasil.tier.simulate.SimulationReport;
import io.yggdrasil.tier.simulate.Trace;
import io.yggdrasil.tier.simulate.TraceFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil simulate}. */
@Command(
        name = "simulate",
        description = "Hit ratios of the eviction policies over recorded traces.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final String AUTO = "auto";
    private static final int EXIT_FAILED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            required = true,
            arity = "1..*",
            description = "Traces, plain, .gz or .xz.")
    private List<Path> traces = new ArrayList<>();

    @Option(
            names = "--format",
            description = "Their format (default: what the name of the file or of a folder around it says).")
    private @Nullable String format;

    @Option(
            names = "--policy",
            paramLabel = "NAME,...",
            description = "all, or some of adaptive, w-tinylfu, s3-fifo, sieve, arc, lru, lfu (default: all).")
    private String policy = ALL;

    @Option(
            names = "--sizes",
            paramLabel = "BYTES,...",
            description = "Sizes of the cache; auto is 2, 10 and 30 %% of what all entries weigh (default: auto).")
    private String sizes = AUTO;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where simulate.csv, simulate.json and a chart for each trace go (default: bench-results).")
    private Path out = Path.of("bench-results");

    /** Made by picocli. */
    public SimulateCommand() {}

    @Override
    public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        List<PolicyKind> policies;
        List<Long> capacities;
        List<TraceFormat> formats;
        try {
            policies = policies();
            capacities = capacities();
            formats = traces.stream().map(this::formatOf).toList();
        } catch (IllegalArgumentException e) {
            return failed(e, ExitCode.WRONG_USE);
        }
        try {
            Files.createDirectories(out);
            List<Simulation.Result> all = new ArrayList<>();
            for (int i = 0; i < traces.size(); i++) {
                Trace trace = formats.get(i).read(traces.get(i));
                List<Simulation.Result> results = Simulation.run(
                        trace, policies, capacities.isEmpty() ? Simulation.autoSizes(trace) : capacities);
                console.println(trace.uses() + " uses of " + trace.distinctKeys() + " keys");
                console.print(SimulationReport.table(results));
                console.flush();
                Files.writeString(out.resolve(trace.name() + ".svg"), HitRatioChart.svg(results));
                all.addAll(results);
            }
            Files.writeString(out.resolve("simulate.csv"), SimulationReport.csv(all));
            Files.writeString(out.resolve("simulate.json"), SimulationReport.json(all));
            console.println("Written to " + out + ": simulate.csv, simulate.json, and a chart for each trace");
            console.flush();
            return ExitCode.DONE;
        } catch (IOException e) {
            return failed(e, EXIT_FAILED);
        }
    }

    private int failed(Exception e, int exitCode) {
        spec.commandLine().getErr().println("simulate: " + e.getMessage());
        return exitCode;
    }

    private TraceFormat formatOf(Path trace) {
        String label = format;
        return label == null ? TraceFormat.detect(trace) : TraceFormat.of(label);
    }

    private List<PolicyKind> policies() {
        return policy.equals(ALL)
                ? List.of(PolicyKind.values())
                : Arrays.stream(policy.split(",", -1))
                        .map(PolicyKind::of)
                        .distinct()
                        .toList();
    }

    /** None for the automatic choice. */
    private List<Long> capacities() {
        return sizes.equals(AUTO)
                ? List.of()
                : Arrays.stream(sizes.split(",", -1))
                        .map(SimulateCommand::capacity)
                        .distinct()
                        .toList();
    }

    private static long capacity(String text) {
        try {
            long bytes = Long.parseLong(text);
            if (bytes >= 1) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--sizes takes bytes, not '" + text + "'", e);
        }
        throw new IllegalArgumentException("--sizes takes 1 or more, not " + text);
    }
}
