package io.yggdrasil.resp;

import io.yggdrasil.resp.bench.BenchCommand;
import io.yggdrasil.resp.cli.AccelCommand;
import io.yggdrasil.resp.cli.CommandLines;
import io.yggdrasil.resp.cli.ExportCommand;
import io.yggdrasil.resp.cli.ImportCommand;
import io.yggdrasil.resp.cli.Servers;
import io.yggdrasil.resp.cli.SimulateCommand;
import io.yggdrasil.resp.cli.TiersCommand;
import io.yggdrasil.resp.config.ServerConfiguration;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;

/** The program: {@code yggdrasil start} and its other commands. */
public final class Main {
    /**
     * What libraries take from system properties only. This process is the server's own, so they may be set: no banner and
     * no hints on stdout, no second shutdown hook beside ours, no thread dumps in a failure's way.
     */
    private static final Map<String, String> PROPERTIES = Map.of(
            "io.netty.leakDetection.level",
                    "disabled", // Stack traces of one buffer in a hundred, for tests to look at.
            "IGNITE_PAGE_LOCK_TRACKER_TYPE", "-1", // Diagnostics of page locks cost a tenth of every read and write.
            "IGNITE_QUIET", "false",
            "IGNITE_NO_ASCII", "true",
            "IGNITE_NO_SHUTDOWN_HOOK", "true",
            "IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true",
            "IGNITE_UPDATE_NOTIFIER", "false",
            "IGNITE_DUMP_THREADS_ON_FAILURE", "false");

    private Main() {}

    /** Runs the command that the arguments name, {@code start} when there are options only. */
    public static void main(String[] arguments) {
        PROPERTIES.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        String[] words = CommandLines.withCommand(arguments);
        CommandLine line = CommandLines.create(Main::start);
        if (words.length == 0 || !words[0].equals("start")) {
            // Their reflection would cost every start some milliseconds.
            line.addSubcommand("accel", new AccelCommand());
            line.addSubcommand("bench", BenchCommand.commandLine());
            line.addSubcommand("export", new ExportCommand());
            line.addSubcommand("import", new ImportCommand());
            line.addSubcommand("simulate", new SimulateCommand());
            line.addSubcommand("tiers", new TiersCommand());
        }
        System.exit(line.execute(words));
    }

    private static Servers.Running start(ServerConfiguration configuration, Consumer<String> onFatal) {
        YggdrasilServer server = YggdrasilServer.start(configuration, onFatal);
        server.onShutdown(() -> System.exit(0)); // The way of a signal: the shutdown hook stops the server.
        return new Servers.Running() {
            @Override
            public String summary() {
                return server.summary();
            }

            @Override
            public void stop() {
                server.close();
            }
        };
    }
}
