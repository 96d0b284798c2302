package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.server.RawClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The longest string that Redis allows, in a server process that has the memory for it and in one that has not. */
final class LargeValueTest {
    private static final int LONGEST_BYTES = 512 << 20;
    private static final int PIECE_BYTES = 1 << 20;
    private static final String TOO_LONG = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    @TempDir
    private Path folder;

    @Test
    void set_ofTheLongestString_isKeptWhole() {
        try (ServerChild server = ServerChild.startWithHeap("3g", folder, "--maxmemory", "1gb")
                        .awaitReady();
                RawClient client = new RawClient(server.port())) {
            assertEquals("+OK", set(client));
            assertEquals(":" + LONGEST_BYTES, ask(client, "STRLEN key"));
            client.send("GETRANGE key -3 -1\r\nGETRANGE key 0 2\r\n");
            assertEquals("$3\r\nxyz\r\n$3\r\nxxx\r\n", client.read(18));
            assertEquals(TOO_LONG, ask(client, "APPEND key y"));
            assertEquals(TOO_LONG, ask(client, "SETRANGE key " + LONGEST_BYTES + " y"));
            assertEquals(":" + LONGEST_BYTES, ask(client, "STRLEN key"));
            client.send("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$" + (LONGEST_BYTES + 1L) + "\r\n");
            assertEquals("-ERR Protocol error: invalid bulk length\r\n", client.readToEnd());
            assertAlive(server);
        }
    }

    @Test
    void set_withoutTheMemoryForIt_isRefusedAndTheServerGoesOn() {
        try (ServerChild server = ServerChild.start(folder).awaitReady()) {
            try (RawClient client = new RawClient(server.port())) {
                assertEquals("-OOM the server has not enough memory for a request as large as this", set(client));
            }
            assertAlive(server);
        }
    }

    /** Sends a SET of {@code xx...xyz} until the server closes the connection; the reply. */
    private static String set(RawClient client) {
        byte[] piece = new byte[PIECE_BYTES];
        Arrays.fill(piece, (byte) 'x');
        client.send("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$" + LONGEST_BYTES + "\r\n");
        boolean sent = true;
        for (int at = 0; sent && at < LONGEST_BYTES - PIECE_BYTES; at += PIECE_BYTES) {
            sent = client.trySend(piece, 0, PIECE_BYTES);
        }
        if (sent) {
            byte[] end = "yz\r\n".getBytes(StandardCharsets.US_ASCII);
            client.trySend(piece, 0, PIECE_BYTES - 2);
            client.trySend(end, 0, end.length);
        }
        return client.line();
    }

    private static String ask(RawClient client, String command) {
        client.send(command + "\r\n");
        return client.line();
    }

    private static void assertAlive(ServerChild server) {
        try (RawClient client = new RawClient(server.port())) {
            assertEquals("+OK", ask(client, "SET small value"));
            assertEquals("+PONG", ask(client, "PING"));
        }
    }
}
