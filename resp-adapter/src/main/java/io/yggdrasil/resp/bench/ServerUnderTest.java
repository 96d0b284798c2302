package io.yggdrasil.resp.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
            return call("PING").startsWith("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    /** A line of INFO, or empty. */
    String info(String field) throws IOException {
        for (String line : call("INFO").split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        return "";
    }

    /** Number of keys. */
    long size() throws IOException {
        return Long.parseLong(call("DBSIZE").substring(1).trim());
    }

    /** Empties the server. */
    void flush() throws IOException {
        call("FLUSHALL");
    }

    /** Sends one command and returns the reply's first line, with the text behind it if it is a bulk string. */
    private String call(String... words) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), 2_000);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request(words).getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String line = readLine(in);
            if (!line.startsWith("$") || line.startsWith("$-")) {
                return line;
            }
            int length = Integer.parseInt(line.substring(1).trim());
            return line + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
    }

    /** Ignite's own Redis protocol knows no inline commands. */
    private static String request(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return request.toString();
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.append((char) next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString();
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
