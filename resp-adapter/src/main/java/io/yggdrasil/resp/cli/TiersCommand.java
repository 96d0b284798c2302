package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.client.ServerConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil tiers}: a live table of what the tiers of a running server hold and do. */
@Command(
        name = "tiers",
        description = "What the tiers of a running server hold and do, anew every second until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class TiersCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--interval", paramLabel = "SECONDS", description = "Seconds between tables (default: 1).")
    private int intervalSeconds = 1;

    @Option(names = "--count", paramLabel = "TABLES", description = "Tables to show; 0 for no end (default: 0).")
    private int count;

    /** Made by picocli. */
    public TiersCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (intervalSeconds < 1 || count < 0 || server.mistake() != null) {
            err.println("tiers: --interval takes 1 or more, --count 0 or more, --port 1 to 65535");
            return ExitCode.WRONG_USE;
        }
        try (ServerConnection connection = server.connect()) {
            show(connection);
            return ExitCode.DONE;
        } catch (IOException e) {
            err.println("tiers: " + server + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private void show(ServerConnection connection) throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        Map<String, Map<String, String>> before = Map.of();
        for (int shown = 0; count == 0 || shown < count; shown++) {
            if (shown > 0) {
                Thread.sleep(Duration.ofSeconds(intervalSeconds).toMillis());
            }
            Map<String, Map<String, String>> now = TierTable.parse(connection.ask("INFO", "tiers"));
            console.print(TierTable.text(before, now, intervalSeconds));
            console.flush();
            before = now;
        }
    }
}
