package io.yggdrasil.resp.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil tiers}: a live table of what the tiers of a running server hold and do. */
@Command(
        name = "tiers",
        description = "What the tiers of a running server hold and do, anew every second until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class TiersCommand implements Callable<Integer> {
    private static final int EXIT_FAILED = 1;
    private static final int PORT_MOST = 65_535;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int REPLY_BYTES_MAX = 1 << 24;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--host", description = "Host name or address of the server (default: 127.0.0.1).")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "Its port for Redis clients (default: 6379).")
    private int port = 6379;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            description = "Its password (default: what YGGDRASIL_REQUIREPASS says).")
    private @Nullable String password = System.getenv("YGGDRASIL_REQUIREPASS");

    @Option(names = "--interval", paramLabel = "SECONDS", description = "Seconds between tables (default: 1).")
    private int intervalSeconds = 1;

    @Option(names = "--count", paramLabel = "TABLES", description = "Tables to show; 0 for no end (default: 0).")
    private int count;

    /** Made by picocli. */
    public TiersCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (intervalSeconds < 1 || count < 0 || port < 1 || port > PORT_MOST) {
            err.println("tiers: --interval takes 1 or more, --count 0 or more, --port 1 to " + PORT_MOST);
            return ExitCode.WRONG_USE;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            show(socket);
            return ExitCode.DONE;
        } catch (UnknownHostException e) {
            err.println("tiers: there is no host " + host);
            return EXIT_FAILED;
        } catch (IOException e) {
            err.println("tiers: " + host + ":" + port + ": " + e.getMessage());
            return EXIT_FAILED;
        }
    }

    private void show(Socket socket) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        if (password != null && !password.isEmpty()) {
            ask(socket.getOutputStream(), in, "AUTH", password);
        }
        PrintWriter console = spec.commandLine().getOut();
        Map<String, Map<String, String>> before = Map.of();
        for (int shown = 0; count == 0 || shown < count; shown++) {
            if (shown > 0) {
                Thread.sleep(Duration.ofSeconds(intervalSeconds).toMillis());
            }
            Map<String, Map<String, String>> now = TierTable.parse(ask(socket.getOutputStream(), in, "INFO", "tiers"));
            console.print(TierTable.text(before, now, intervalSeconds));
            console.flush();
            before = now;
        }
    }

    /** Sends a command and returns its simple or bulk reply. */
    private static String ask(OutputStream out, DataInputStream in, String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        String head = line(in);
        if (head.startsWith("+")) {
            return head.substring(1);
        }
        if (!head.startsWith("$")) {
            throw new IOException(head.startsWith("-") ? head.substring(1) : "no Redis protocol: " + head);
        }
        int length = Integer.parseInt(head.substring(1));
        if (length < 0 || length > REPLY_BYTES_MAX) {
            throw new IOException("unexpected reply: " + head);
        }
        byte[] text = in.readNBytes(length);
        line(in);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || out.length() > REPLY_BYTES_MAX) {
                throw new EOFException("the server closed the connection");
            }
            if (b != '\r') {
                out.append((char) b);
            }
        }
        return out.toString();
    }
}
