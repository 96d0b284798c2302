package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator that comes with Redis. It counts requests, not time, so a short run first finds out how many fit.
 */
final class RedisBenchmark implements LoadGenerator {
    private static final Pattern RATE = Pattern.compile("throughput summary: ([0-9.]+) requests per second");
    private static final Pattern PERCENTILE = Pattern.compile("([0-9.]+)% <= ([0-9.]+) milliseconds \\(cumulative");
    private static final int PROBE_REQUESTS = 20_000;

    private final String program;

    RedisBenchmark(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "redis-benchmark";
    }

    @Override
    public boolean knows(Workload workload) {
        return workload.operation() != Workload.Operation.MIXED;
    }

    @Override
    public Measurement run(Endpoint server, Workload workload, long millis) throws IOException, InterruptedException {
        Measurement probe = runCounted(server, workload, PROBE_REQUESTS);
        long requests = Math.max(PROBE_REQUESTS, (long) (probe.perSecond() * millis / 1000));
        return runCounted(server, workload, requests);
    }

    private Measurement runCounted(Endpoint server, Workload workload, long requests)
            throws IOException, InterruptedException {
        CollectionWork work = workload.work();
        if (work == null) {
            String test = workload.operation().name().toLowerCase(Locale.ROOT);
            return runCounted(server, workload, requests, List.of("-t", test));
        }
        if (work.before() != null) {
            runCounted(server, workload, requests, work.before());
        }
        return runCounted(server, workload, requests, work.words());
    }

    private Measurement runCounted(Endpoint server, Workload workload, long requests, List<String> what)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-h",
                server.host(),
                "-p",
                String.valueOf(server.port()),
                "-c",
                String.valueOf(workload.connections()),
                "-n",
                String.valueOf(requests),
                "-P",
                String.valueOf(workload.pipeline()),
                "-r",
                String.valueOf(workload.keys()),
                "-d",
                String.valueOf(workload.valueBytes())));
        command.addAll(what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit + ": " + lastLine(out));
        }
        return parse(out);
    }

    static Measurement parse(String out) throws IOException {
        Matcher rate = RATE.matcher(out);
        if (!rate.find()) {
            throw new IOException("redis-benchmark printed no rate: " + lastLine(out));
        }
        double[] wanted = {50, 99, 99.9};
        double[] found = new double[wanted.length];
        Matcher percentile = PERCENTILE.matcher(out.substring(0, rate.start()));
        for (double last = 0; percentile.find(); ) {
            double share = Double.parseDouble(percentile.group(1));
            double latency = Double.parseDouble(percentile.group(2));
            for (int i = 0; i < wanted.length; i++) {
                if (last < wanted[i] && share >= wanted[i]) {
                    found[i] = latency;
                }
            }
            last = Math.max(last, share);
        }
        return new Measurement(Double.parseDouble(rate.group(1)), found[0], found[1], found[2]);
    }

    private static String lastLine(String out) {
        String[] lines = out.strip().split("[\r\n]+");
        return lines[lines.length - 1];
    }
}
