package io.yggdrasil.resp.bench;

import io.yggdrasil.resp.client.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that is measured: given by its address, or started here and stopped at the end. */
final class ServerUnderTest implements AutoCloseable {
    private static final long START_TIMEOUT_MILLIS = 60_000;

    private final String name;
    private final Endpoint endpoint;
    private final @Nullable Process process;

    private ServerUnderTest(String name, Endpoint endpoint, @Nullable Process process) {
        this.name = name;
        this.endpoint = endpoint;
        this.process = process;
    }

    /** A server that runs already. */
    static ServerUnderTest given(String name, Endpoint endpoint) throws IOException {
        ServerUnderTest server = new ServerUnderTest(name, endpoint, null);
        server.info("redis_version");
        return server;
    }

    /** Starts a server process on a free port of the loopback interface and waits until it answers. */
    static ServerUnderTest start(String name, int port, List<String> command, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        ServerUnderTest server = new ServerUnderTest(name, new Endpoint("127.0.0.1", port), process);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MILLIS);
        while (!server.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException(name + " did not start: " + lastLine(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return server;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    private boolean answers() {
        try {
            return ask("PING").equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    /** A line of INFO, or empty. */
    String info(String field) throws IOException {
        for (String line : ask("INFO").split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        return "";
    }

    /** Number of keys. */
    long size() throws IOException {
        return Long.parseLong(ask("DBSIZE"));
    }

    /** Empties the server. */
    void flush() throws IOException {
        ask("FLUSHALL");
    }

    private String ask(String... words) throws IOException {
        try (ServerConnection connection =
                ServerConnection.open(new InetSocketAddress(endpoint.host(), endpoint.port()))) {
            return connection.ask(words);
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        Process started = process;
        if (started == null) {
            return;
        }
        started.destroy();
        try {
            if (!started.waitFor(20, TimeUnit.SECONDS)) {
                started.destroyForcibly();
            }
        } catch (InterruptedException e) {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
