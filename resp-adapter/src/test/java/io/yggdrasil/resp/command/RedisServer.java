package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.resp.FreePort;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** A redis-server of its own, without files, on a free port of this machine, and one connection to it. */
@NullMarked
public final class RedisServer implements AutoCloseable {
    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);
    private static final int READ_MILLIS_MAX = 20_000;

    private final Process process;
    private final int port;
    private final Socket socket;
    private final OutputStream out;
    private final Tee in;

    private RedisServer(Process process, int port, Socket socket) throws IOException {
        this.process = process;
        this.port = port;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS_MAX);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        this.in = new Tee(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Starts a server; skips the test when none is installed. */
    public static RedisServer start(String... options) throws IOException {
        return startAt(FreePort.find(), options);
    }

    /** As {@link #start}, on a port. */
    public static RedisServer startAt(int port, String... options) throws IOException {
        assumeTrue(isInstalled(), "redis-server is not on the PATH");
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                System.getProperty("java.io.tmpdir")));
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new RedisServer(process, port, connect(process, port));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
    }

    private static Socket connect(Process process, int port) throws IOException {
        long deadline = System.nanoTime() + START_NANOS_MAX;
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("redis-server on port " + port + " does not answer", e);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Sends a request without waiting; {@link #flush()} lets it go. */
    public void send(byte[]... arguments) throws IOException {
        out.write(("*" + arguments.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] argument : arguments) {
            out.write(("$" + argument.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(argument);
            out.write('\r');
            out.write('\n');
        }
    }

    /** Lets go what was sent. */
    public void flush() throws IOException {
        out.flush();
    }

    /** The bytes of the next reply. */
    public byte[] receive() throws IOException {
        in.forget();
        Reply.read(in);
        return in.seen();
    }

    /** Sends a request and waits for its reply. */
    public Reply run(byte[]... arguments) throws IOException {
        send(arguments);
        flush();
        return Reply.parse(receive());
    }

    /** Sends a request, given word by word, and waits for its reply. */
    public Reply run(String... arguments) throws IOException {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return run(bytes);
    }

    /** Kills it and waits for its end. */
    public void kill() throws IOException, InterruptedException {
        close();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroyForcibly();
    }
}
