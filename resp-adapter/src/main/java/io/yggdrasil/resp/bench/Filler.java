package io.yggdrasil.resp.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Stores every key of a workload once, so that reads find what they ask for. Keys are named as redis-benchmark does. */
final class Filler {
    /** Few, since Ignite's own Redis protocol drops a client whose batch reaches it in parts. */
    private static final int BATCH = 32;

    private Filler() {}

    static void fill(Endpoint server, int keys, int valueBytes) throws IOException {
        byte[] value =
                ("\r\n$" + valueBytes + "\r\n" + "x".repeat(valueBytes) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = new Socket(server.host(), server.port())) {
            OutputStream out = new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int from = 0; from < keys; from += BATCH) {
                int to = Math.min(keys, from + BATCH);
                for (int key = from; key < to; key++) {
                    out.write(String.format(Locale.ROOT, "*3\r\n$3\r\nSET\r\n$16\r\nkey:%012d", key)
                            .getBytes(StandardCharsets.ISO_8859_1));
                    out.write(value);
                }
                out.flush();
                for (int key = from; key < to; key++) {
                    expectOk(in);
                }
            }
        }
    }

    static void expectOk(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the server closed the connection while it was being filled");
            }
            line.append((char) b);
        }
        if (line.charAt(0) != '+') {
            throw new IOException("the server answered " + line.toString().strip() + " to a SET");
        }
    }
}
