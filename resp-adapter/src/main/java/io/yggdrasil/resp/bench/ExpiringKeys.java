package io.yggdrasil.resp.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Stores keys of 16 bytes whose expire times are spread evenly over a span of time. */
final class ExpiringKeys {
    private static final int BATCH = 256;
    private static final int PREFIX_BYTES = 64;

    /** A step that is prime to most numbers of keys: neighbours in time are no neighbours in name. */
    private static final long STRIDE = 7_368_787;

    private ExpiringKeys() {}

    /**
     * Stores {@code keys} keys.
     *
     * @param fromMillis when the first one expires, in milliseconds since 1970
     * @param spanMillis how much later the last one does
     */
    static void fill(Endpoint server, int keys, int valueBytes, long fromMillis, long spanMillis) throws IOException {
        byte[] value = ("\r\n$" + valueBytes + "\r\n" + "x".repeat(valueBytes) + "\r\n$4\r\nPXAT\r\n$13\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] head = "*5\r\n$3\r\nSET\r\n$16\r\nexp:".getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer batch = ByteBuffer.allocate(BATCH * (value.length + head.length + PREFIX_BYTES));
        try (Socket socket = new Socket(server.host(), server.port())) {
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int from = 0; from < keys; from += BATCH) {
                int to = Math.min(keys, from + BATCH);
                batch.clear();
                for (int key = from; key < to; key++) {
                    long place = key * STRIDE % keys;
                    batch.put(head);
                    KeyName.put(batch, key);
                    batch.put(value);
                    batch.put(Long.toString(fromMillis + place * spanMillis / keys)
                            .getBytes(StandardCharsets.ISO_8859_1));
                    batch.put((byte) '\r').put((byte) '\n');
                }
                out.write(batch.array(), 0, batch.position());
                for (int key = from; key < to; key++) {
                    Filler.expectOk(in);
                }
            }
        }
    }
}
