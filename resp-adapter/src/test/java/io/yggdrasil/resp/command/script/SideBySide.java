package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A redis-server and ours, which are sent the same requests; every reply that differs is kept. Threads: one. */
final class SideBySide implements AutoCloseable {
    private final RedisServer redis;
    private final WholeServer ours;
    private final List<String> differences = new ArrayList<>();

    private SideBySide(RedisServer redis, WholeServer ours) {
        this.redis = redis;
        this.ours = ours;
    }

    static SideBySide start() throws IOException {
        RedisServer redis = RedisServer.start();
        try {
            return new SideBySide(redis, WholeServer.start(Map.of()));
        } catch (RuntimeException | Error e) {
            redis.close();
            throw e;
        }
    }

    int redisPort() {
        return redis.port();
    }

    int ourPort() {
        return ours.port();
    }

    /** Forgets what differed before. */
    void begin() {
        differences.clear();
    }

    /** Sends a request, from a connection of its own. */
    void both(int protocol, String... request) throws IOException {
        String expected = answer(redis.port(), protocol, request).toString();
        String actual = answer(ours.port(), protocol, request).toString();
        if (!expected.equals(actual)) {
            differences.add(String.join(" ", request) + " (RESP" + protocol + ")\n  redis: " + expected + "\n  ours:  "
                    + actual);
        }
    }

    void assertSame() {
        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }

    static Reply answer(int port, int protocol, String... request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            if (protocol == 3) {
                socket.getOutputStream().write("HELLO 3\r\n".getBytes(StandardCharsets.ISO_8859_1));
                Reply.read(in);
            }
            StringBuilder out = new StringBuilder("*" + request.length + "\r\n");
            for (String argument : request) {
                out.append('$')
                        .append(argument.length())
                        .append("\r\n")
                        .append(argument)
                        .append("\r\n");
            }
            socket.getOutputStream().write(out.toString().getBytes(StandardCharsets.ISO_8859_1));
            return Reply.read(in);
        }
    }

    @Override
    public void close() throws IOException {
        ours.close();
        redis.close();
    }
}
