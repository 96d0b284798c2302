package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** What connections that do nothing cost a server process: heap that is still in use after a collection. */
final class IdleConnectionsTest {
    private static final int CONNECTIONS = 2_000;
    private static final int HEAP_BYTES_EACH_MAX = 8 << 10;
    private static final int LARGE_BYTES = 16 << 20;

    @TempDir
    private Path folder;

    @Test
    void thousands_costLittleHeapAndAnswer() throws IOException {
        try (ServerChild server = ServerChild.start(folder).awaitReady()) {
            List<SocketChannel> clients = new ArrayList<>();
            try {
                clients.add(connect(server));
                ping(clients.get(0));
                long before = server.liveHeapBytes();
                for (int i = 0; i < CONNECTIONS; i++) {
                    SocketChannel client = connect(server);
                    clients.add(client);
                    ping(client);
                }
                long each = (server.liveHeapBytes() - before) / CONNECTIONS;
                assertTrue(each < HEAP_BYTES_EACH_MAX, "bytes of heap for each connection: " + each);
                for (SocketChannel client : clients) {
                    ping(client);
                }
                try (Jedis jedis = server.jedis()) {
                    assertTrue(jedis.info("clients").contains("connected_clients:" + (clients.size() + 1)));
                }
            } finally {
                for (SocketChannel client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void afterALargeRequest_nothingOfItIsKept() {
        try (ServerChild server = ServerChild.start(folder).awaitReady();
                Jedis jedis = server.jedis()) {
            jedis.set("key", "value");
            String large = "x".repeat(LARGE_BYTES);
            long before = server.liveHeapBytes();
            jedis.set("key", large);
            jedis.mset("a", large, "b", "small");
            assertKept("SET and MSET", before, server);
            Transaction transaction = jedis.multi();
            transaction.set("key", large);
            transaction.exec();
            assertKept("EXEC", before, server);
            assertEquals(LARGE_BYTES, jedis.strlen("key"));
            assertEquals(LARGE_BYTES, jedis.get("a").length());
            assertEquals(LARGE_BYTES + 1, jedis.append("a", "y"));
            assertKept("STRLEN, GET and APPEND", before, server);
        }
    }

    private static void assertKept(String after, long before, ServerChild server) {
        long kept = server.liveHeapBytes() - before;
        assertTrue(kept < LARGE_BYTES / 4, () -> "bytes of heap kept after " + after + ": " + kept);
    }

    private static SocketChannel connect(ServerChild server) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    }

    private static void ping(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer reply = ByteBuffer.allocate("+PONG\r\n".length());
        while (reply.hasRemaining()) {
            assertTrue(client.read(reply) > 0, "the server closed the connection");
        }
        assertEquals("+PONG\r\n", new String(reply.array(), StandardCharsets.US_ASCII));
    }
}
