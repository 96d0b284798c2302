package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.server.RawClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest string that Redis allows, in a server process that has the memory for it and in one that has not. */
final class LargeValueTest {
    private static final int LONGEST_BYTES = 512 << 20;
    private static final int PIECE_BYTES = 1 << 20;
    private static final String TOO_LONG = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    private static final String FULL = "-OOM command not allowed when used memory > 'maxmemory'.";

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

    @ParameterizedTest
    @ValueSource(strings = {"64mb", "1gb"})
    void set_ofLargeValuesIntoAFullMemoryThatEvicts_isKeptWholeOrRefused(String memory) throws Exception {
        try (ServerChild server = ServerChild.startWithHeap(
                                "3g", folder, "--maxmemory", memory, "--set", "maxmemory-policy=allkeys-lfu")
                        .awaitReady();
                SmallWrites small = new SmallWrites(server.port());
                RawClient client = new RawClient(server.port())) {
            small.awaitEviction();
            for (int bytes : new int[] {100 << 20, LONGEST_BYTES, 100 << 20, LONGEST_BYTES}) {
                String reply = set(client, bytes);
                if (reply.equals("+OK")) {
                    String length = ask(client, "STRLEN key");
                    assertTrue(length.equals(":" + bytes) || length.equals(":0"), length); // It may be evicted again.
                } else {
                    assertEquals(FULL, reply);
                }
                System.out.println(memory + ": SET of " + bytes + " bytes: " + reply);
                small.awaitMore();
            }
            small.close();
            assertFalse(server.errors().contains("OutOfMemory"), server::errors);
            assertAlive(server);
        }
    }

    /** A client that stores small values until it is closed; none is answered by anything but OK or OOM. */
    private static final class SmallWrites implements AutoCloseable {
        private static final int BYTES_MAX = 1 << 20;
        private static final int MORE = 200;

        private final RawClient client;
        private final RawClient asking;
        private final CompletableFuture<Void> running;
        private final AtomicInteger answered = new AtomicInteger();
        private volatile boolean stopped;

        SmallWrites(int port) {
            client = new RawClient(port);
            asking = new RawClient(port);
            running = CompletableFuture.runAsync(this::run);
        }

        private void run() {
            byte[] value = new byte[BYTES_MAX];
            for (int i = 0; !stopped; i++) {
                int bytes = BYTES_MAX >>> (i % 16);
                String key = "small:" + i;
                client.send("*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + bytes + "\r\n");
                client.trySend(value, 0, bytes);
                client.send("\r\n");
                String reply = client.line();
                assertTrue(reply.equals("+OK") || reply.equals(FULL), reply);
                answered.incrementAndGet();
            }
        }

        void awaitEviction() {
            ServerFixture.await("eviction", () -> {
                asking.send("INFO stats\r\n");
                String stats = asking.read(Integer.parseInt(asking.line().substring(1)) + 2);
                return goesOn() && !stats.contains("evicted_keys:0\r");
            });
        }

        void awaitMore() {
            int before = answered.get();
            ServerFixture.await("more writes", () -> goesOn() && answered.get() >= before + MORE);
        }

        private boolean goesOn() {
            if (running.isDone()) {
                running.join();
            }
            return true;
        }

        @Override
        public void close() {
            stopped = true;
            running.join();
            client.close();
            asking.close();
        }
    }

    /** Sends a SET of {@code xx...xyz} until the server closes the connection; the reply. */
    private static String set(RawClient client) {
        return set(client, LONGEST_BYTES);
    }

    private static String set(RawClient client, int bytes) {
        byte[] piece = new byte[PIECE_BYTES];
        Arrays.fill(piece, (byte) 'x');
        client.send("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$" + bytes + "\r\n");
        boolean sent = true;
        for (int at = 0; sent && at < bytes - PIECE_BYTES; at += PIECE_BYTES) {
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
