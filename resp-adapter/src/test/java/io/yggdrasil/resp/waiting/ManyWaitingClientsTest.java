package io.yggdrasil.resp.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerChild;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand clients that wait: none costs the server a thread, and each gets what is its own. */
final class ManyWaitingClientsTest {
    private static final int CLIENTS = 10_000;
    private static final int KEYS = 100;

    /** The JVM starts and ends some of its own. */
    private static final int THREADS_MORE_MAX = 40;

    @TempDir
    private Path folder;

    @Test
    void tenThousand_costNoThreadsAndAreServedInTheirOrder() throws IOException {
        try (ServerChild server = ServerChild.start(folder).awaitReady();
                Talk talk = new Talk(server.port())) {
            assertEquals("+OK", talk.say("CONFIG SET maxclients " + (CLIENTS + 100)));
            talk.say("BLPOP k0 0.01");
            int threadsBefore = server.threads();
            List<SocketChannel> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(waiting(server, "BLPOP k" + i % KEYS + " 0\r\n"));
                    if (i % KEYS == KEYS - 1) {
                        talk.awaitBlocked(i + 1);
                    }
                }
                int threadsMore = server.threads() - threadsBefore;
                assertTrue(threadsMore < THREADS_MORE_MAX, "threads for " + CLIENTS + " clients: " + threadsMore);
                for (int i = 0; i < CLIENTS; i++) {
                    assertEquals(":1", talk.say("RPUSH k" + i % KEYS + " " + i));
                }
                for (int i = 0; i < CLIENTS; i++) {
                    assertTaken("k" + i % KEYS, Integer.toString(i), clients.get(i));
                }
                talk.awaitBlocked(0);
                assertEquals(":0", talk.say("DBSIZE"));
            } finally {
                for (SocketChannel client : clients) {
                    client.close();
                }
            }
        }
    }

    private static SocketChannel waiting(ServerChild server, String request) throws IOException {
        SocketChannel client =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        return client;
    }

    private static void assertTaken(String key, String element, SocketChannel client) throws IOException {
        String expected =
                "*2\r\n$" + key.length() + "\r\n" + key + "\r\n$" + element.length() + "\r\n" + element + "\r\n";
        ByteBuffer reply = ByteBuffer.allocate(expected.length());
        while (reply.hasRemaining()) {
            assertTrue(client.read(reply) > 0, "the server closed the connection");
        }
        assertEquals(expected, new String(reply.array(), StandardCharsets.US_ASCII));
    }
}
