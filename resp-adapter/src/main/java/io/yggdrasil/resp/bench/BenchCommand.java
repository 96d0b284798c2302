package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil bench}. */
@Command(
        name = "bench",
        description = "Measures this server beside redis-server, in alternating rounds.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final int ROUNDS_MIN = 1;
    private static final int EXPIRY_PART_SECONDS = 15;
    private static final String REDIS = "redis";
    private static final String OURS = "yggdrasil";
    private static final String IGNITE = "ignite";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--plan",
            description =
                    "quick, standard, full, collections, scale, or expiry, which is about this server alone (default: ${DEFAULT-VALUE}).",
            defaultValue = "standard")
    private BenchPlan plan = BenchPlan.STANDARD;

    @Option(
            names = "--rounds",
            description = "Rounds of each workload (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int rounds = 5;

    @Option(names = "--millis", description = "Length of one run (default: ${DEFAULT-VALUE}).", defaultValue = "1500")
    private long millis = 1500;

    @Option(
            names = "--keys",
            description = "Distinct keys; scale: elements of a large collection (default: ${DEFAULT-VALUE}).",
            defaultValue = "1000000")
    private int keys = 1_000_000;

    @Option(names = "--redis", paramLabel = "HOST:PORT", description = "A running Redis; without it one is started.")
    private @Nullable String redis;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "A running Yggdrasil; without it one is started.")
    private @Nullable String server;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of the configuration for the Yggdrasil that is started. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--with-ignite", description = "Measure Ignite's own Redis protocol as well.")
    private boolean withIgnite;

    @Option(names = "--own-client", description = "Use our load client even where redis-benchmark is installed.")
    private boolean ownClient;

    @Option(names = "--match", paramLabel = "TEXT", description = "Only workloads whose title contains TEXT.")
    private String match = "";

    @Option(
            names = "--rate",
            description = "expiry: other requests a second (default: ${DEFAULT-VALUE}).",
            defaultValue = "10000")
    private int perSecond = 10_000;

    @Option(
            names = "--load-rate",
            description = "expiry: keys a second that the server stores at least (default: ${DEFAULT-VALUE}).",
            defaultValue = "100000")
    private int storedPerSecond = 100_000;

    @Option(
            names = "--span",
            description = "expiry: seconds in which all keys expire (default: ${DEFAULT-VALUE}).",
            defaultValue = "60")
    private int spanSeconds = 60;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where bench.json and bench.svg go (default: ${DEFAULT-VALUE}).",
            defaultValue = "bench-results")
    private Path out = Path.of("bench-results");

    /** Made by {@link #commandLine()}. */
    BenchCommand() {}

    /** The command as the command line takes it. */
    public static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        if (rounds < ROUNDS_MIN
                || millis < 100
                || keys < 1
                || perSecond < 1
                || storedPerSecond < 1
                || spanSeconds < 1) {
            spec.commandLine()
                    .getErr()
                    .println("--millis takes 100 or more, --rounds, --keys, --rate, --load-rate and --span 1 or more");
            return EXIT_USAGE;
        }
        if (server != null && !settings.isEmpty()) {
            spec.commandLine().getErr().println("--set is for a server that is started here, not for --server");
            return EXIT_USAGE;
        }
        List<ServerUnderTest> servers = new ArrayList<>();
        try {
            Files.createDirectories(out);
            if (plan == BenchPlan.EXPIRY) {
                servers.add(ourServer());
                ExpiryBench expiry =
                        new ExpiryBench(keys, spanSeconds, perSecond, storedPerSecond, EXPIRY_PART_SECONDS, console);
                return write("expiry.json", expiry.run(servers.get(0)));
            }
            if (plan == BenchPlan.COLLECTIONS
                    && (ownClient || findProgram("redis-benchmark").isEmpty())) {
                throw new IOException("the plan collections needs redis-benchmark");
            }
            startServers(servers);
            if (plan == BenchPlan.SCALE) {
                return write("scale.json", new ScaleBench(keys, rounds, millis, console).run(servers));
            }
            BenchReport report = measure(servers, console);
            Files.writeString(out.resolve("bench.json"), report.json());
            Files.writeString(out.resolve("bench.svg"), RatioChart.svg(report, OURS));
            console.println("Written: " + out.resolve("bench.json") + ", " + out.resolve("bench.svg"));
            console.flush();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("bench: " + e.getMessage());
            return EXIT_FAILED;
        } finally {
            servers.forEach(ServerUnderTest::close);
        }
    }

    private int write(String name, String content) throws IOException {
        Files.writeString(out.resolve(name), content);
        spec.commandLine().getOut().println("Written: " + out.resolve(name));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void startServers(List<ServerUnderTest> servers) throws IOException, InterruptedException {
        String givenRedis = redis;
        if (givenRedis != null) {
            servers.add(ServerUnderTest.given(REDIS, Endpoint.parse(givenRedis)));
        } else {
            String program = findProgram("redis-server")
                    .orElseThrow(() ->
                            new IOException("redis-server is not installed; install it or give --redis HOST:PORT"));
            int port = ServerUnderTest.freePort();
            servers.add(ServerUnderTest.start(
                    REDIS,
                    port,
                    List.of(program, "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
                    Map.of(),
                    out.resolve("redis.log")));
        }
        servers.add(ourServer());
        if (withIgnite) {
            int port = ServerUnderTest.freePort();
            List<String> command = new ArrayList<>(JavaCommand.base());
            command.addAll(List.of(
                    "-Xmx2g", "-cp", System.getProperty("java.class.path"), PlainIgnite.class.getName(), "" + port));
            servers.add(ServerUnderTest.start(
                    IGNITE,
                    port,
                    command,
                    Map.of(
                            "IGNITE_WORK_DIR",
                            out.resolve("ignite").toAbsolutePath().toString()),
                    out.resolve("ignite.log")));
        }
    }

    private ServerUnderTest ourServer() throws IOException, InterruptedException {
        String given = server;
        if (given != null) {
            return ServerUnderTest.given(OURS, Endpoint.parse(given));
        }
        int port = ServerUnderTest.freePort();
        return ServerUnderTest.start(OURS, port, ourCommand(port), Map.of(), out.resolve("yggdrasil.log"));
    }

    /** The launcher where it is known, so that the flags are those that users get; else a plain JVM. */
    List<String> ourCommand(int port) {
        List<String> command = new ArrayList<>();
        String home = System.getProperty("yggdrasil.home");
        if (home != null) {
            command.add(Path.of(home, "yggdrasil").toString());
        } else {
            command.addAll(JavaCommand.base());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.yggdrasil.resp.Main"));
        }
        command.addAll(List.of("start", "--port", "" + port, "--set", "ignite.port-range=100"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        return command;
    }

    private BenchReport measure(List<ServerUnderTest> servers, PrintWriter console)
            throws IOException, InterruptedException {
        BenchReport report =
                new BenchReport(servers.stream().map(ServerUnderTest::name).toList());
        LoadGenerator own = new OwnLoad();
        LoadGenerator preferred = ownClient
                ? own
                : findProgram("redis-benchmark")
                        .<LoadGenerator>map(RedisBenchmark::new)
                        .orElse(own);
        report.fact("load", preferred.name());
        report.fact("redis_version", servers.get(0).info("redis_version"));
        report.fact("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        report.fact("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        report.fact("rounds", String.valueOf(rounds));
        List<Workload> workloads = plan.workloads(keys).stream()
                .filter(workload -> workload.title().contains(match))
                .toList();
        console.println(String.join("  |  ", report.servers()) + "   (medians of " + rounds + " rounds, load: "
                + preferred.name() + ", redis " + servers.get(0).info("redis_version") + ")");
        int filledBytes = -1;
        for (Workload workload : workloads) {
            if (workload.valueBytes() != filledBytes) {
                refill(servers, workload);
                filledBytes = workload.valueBytes();
                if (workload.work() == null) {
                    warmUp(servers, preferred, workload);
                }
            }
            if (workload.work() != null) {
                run(servers, preferred, workload, 2 * millis);
            }
            LoadGenerator load = preferred.knows(workload) ? preferred : own;
            for (int round = 0; round < rounds; round++) {
                for (ServerUnderTest tested : servers) {
                    if (isMeasured(tested, workload)) {
                        report.add(workload, tested.name(), load.run(tested.endpoint(), workload, millis));
                    }
                }
            }
            console.println(report.line(workload));
            console.flush();
        }
        return report;
    }

    /** Ignite's own protocol is measured where the comparison is asked for: 100 bytes, 50 connections, what it knows. */
    private static boolean isMeasured(ServerUnderTest tested, Workload workload) {
        return !tested.name().equals(IGNITE)
                || (workload.work() == null && workload.valueBytes() == 100 && workload.connections() == 50);
    }

    private static void refill(List<ServerUnderTest> servers, Workload workload) throws IOException {
        for (ServerUnderTest tested : servers) {
            if (isMeasured(tested, workload)) {
                tested.flush();
                if (workload.work() == null) {
                    Filler.fill(tested.endpoint(), workload.keys(), workload.valueBytes());
                } else {
                    CollectionFiller.fill(tested.endpoint());
                }
            }
        }
    }

    /** Lets the JVMs compile what they will run, and Redis touch its memory. */
    private void warmUp(List<ServerUnderTest> servers, LoadGenerator load, Workload workload)
            throws IOException, InterruptedException {
        for (Workload.Operation operation : List.of(Workload.Operation.GET, Workload.Operation.SET)) {
            for (int pipeline : new int[] {16, 1}) {
                Workload warm = new Workload(operation, workload.valueBytes(), pipeline, 50, workload.keys());
                run(servers, load, warm, 2 * millis);
            }
        }
    }

    /** Runs a workload on each server, uncounted. */
    private static void run(List<ServerUnderTest> servers, LoadGenerator load, Workload workload, long millis)
            throws IOException, InterruptedException {
        for (ServerUnderTest tested : servers) {
            if (isMeasured(tested, workload)) {
                load.run(tested.endpoint(), workload, millis);
            }
        }
    }

    private static Optional<String> findProgram(String name) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(":")) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return Optional.of(program.toString());
            }
        }
        return Optional.empty();
    }
}
