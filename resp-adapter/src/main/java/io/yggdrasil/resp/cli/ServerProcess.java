package io.yggdrasil.resp.cli;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.config.ServerConfiguration;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a server process: start, ready line, stop on a signal.
 *
 * <p>The JVM turns SIGTERM and SIGINT into its shutdown, so the clean stop is a shutdown hook. The hook ends the process
 * itself, for the JVM would report the signal as exit code 143 or 130 where a clean stop is 0.
 */
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private final Servers servers;
    private final PrintStream out;
    private final PrintStream err;
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.DONE);
    private Servers.@Nullable Running running;

    ServerProcess(Servers servers, PrintStream out, PrintStream err) {
        this.servers = servers;
        this.out = out;
        this.err = err;
    }

    /** Starts the server; returns the exit code when it does not start, and otherwise never. */
    int run(ServerConfiguration configuration) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "yggdrasil-stop"));
        try {
            Servers.Running server = servers.start(configuration, this::giveUp);
            synchronized (this) {
                running = server;
            }
            out.println("Yggdrasil ready in " + sinceStart() + " s  " + server.summary());
            out.flush();
        } catch (YggdrasilException e) {
            LOG.debug("The server does not start", e);
            return notStarted(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("The server does not start", e);
            return notStarted("internal error: " + e);
        }
        return awaitEnd();
    }

    private int notStarted(String reason) {
        err.println("yggdrasil: " + reason);
        exitCode.set(ExitCode.NOT_STARTED);
        return ExitCode.NOT_STARTED;
    }

    private int awaitEnd() {
        try {
            Thread.currentThread().join(); // Of itself: until the hook ends the process.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return exitCode.get();
    }

    private static String sinceStart() {
        // Not of the process, which has been the launcher before and may have built for minutes.
        long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        return String.format(Locale.ROOT, "%.1f", (System.currentTimeMillis() - startMillis) / 1_000.0);
    }

    /** Called by a thread of Ignite that may hold anything: nothing is waited for. */
    private void giveUp(String reason) {
        err.println("yggdrasil: fatal: " + reason);
        err.flush();
        Runtime.getRuntime().halt(ExitCode.GAVE_UP);
    }

    private void stop() {
        Servers.Running server;
        synchronized (this) {
            server = running;
        }
        if (server != null) {
            LOG.info("Stopping");
            server.stop();
            LOG.info("Stopped");
        }
        out.flush();
        Runtime.getRuntime().halt(exitCode.get());
    }
}
