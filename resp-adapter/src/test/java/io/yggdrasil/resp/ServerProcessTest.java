package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Whole server processes: how they start, how they end, and what is left of the data. */
final class ServerProcessTest {
    private static final int WRITES = 2_000;
    private static final int READ_AT_A_TIME = 100;

    @TempDir
    private Path folder;

    @Test
    void start_inMemory_servesAndStopsOnSigterm() {
        try (ServerChild server = ServerChild.start(folder).awaitReady()) {
            assertEquals("memory", server.data());
            try (Jedis jedis = server.jedis()) {
                assertEquals("OK", jedis.set("key", "value"));
                assertEquals("value", jedis.get("key"));
                server.terminate();
                assertEquals(0, server.awaitEnd(), server.errors());
            }
            assertEquals(List.of(), warnings(server));
        }
    }

    @Test
    void shutdown_command_stopsAsASignalDoes() {
        try (ServerChild server = ServerChild.start(folder).awaitReady();
                Jedis jedis = server.jedis()) {
            jedis.shutdown();
            assertEquals(0, server.awaitEnd(), server.errors());
            assertTrue(server.errors().contains("Stopped"), server.errors());
        }
    }

    @Test
    void data_afterSigtermAndAfterKill_hasWhatWasAcknowledged() throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        int terminated;
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady()) {
            assertEquals(data, server.data());
            try (ServerChild second = ServerChild.start(folder, "--data", data)) {
                assertEquals(1, second.awaitEnd());
                assertEquals(1, second.errors().lines().count(), second.errors());
                assertTrue(second.errors().contains("in use by another node"), second.errors());
            }
            terminated = acknowledgedUntil(server, "terminated", server::terminate);
            assertEquals(0, server.awaitEnd(), server.errors());
        }
        int killed;
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady()) {
            assertAllThere(server, "terminated", terminated);
            killed = acknowledgedUntil(server, "killed", server::kill);
            server.awaitEnd();
        }
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady()) {
            assertAllThere(server, "terminated", terminated);
            assertAllThere(server, "killed", killed);
        }
    }

    /** Writes until the server is gone, which {@code end} brings about in the middle; how many were acknowledged. */
    private static int acknowledgedUntil(ServerChild server, String prefix, Runnable end) throws InterruptedException {
        AtomicInteger acknowledged = new AtomicInteger();
        Thread writer = new Thread(() -> {
            try (Jedis jedis = server.jedis()) {
                while ("OK".equals(jedis.set(prefix + acknowledged.get(), "value" + acknowledged.get()))) {
                    acknowledged.incrementAndGet();
                }
            } catch (JedisException e) {
                return; // The server is gone, as it should be.
            }
        });
        writer.start();
        ServerFixture.await("writes are acknowledged", () -> acknowledged.get() > WRITES);
        end.run();
        writer.join();
        return acknowledged.get();
    }

    private static void assertAllThere(ServerChild server, String prefix, int count) {
        try (Jedis jedis = server.jedis()) {
            for (int from = 0; from < count; from += READ_AT_A_TIME) {
                int to = Math.min(from + READ_AT_A_TIME, count);
                String[] keys =
                        IntStream.range(from, to).mapToObj(i -> prefix + i).toArray(String[]::new);
                List<String> values =
                        IntStream.range(from, to).mapToObj(i -> "value" + i).toList();
                assertEquals(values, jedis.mget(keys), "of " + count);
            }
        }
    }

    @Test
    void join_firstNodeStopsAtOnce_leavesItsDataToTheSecond() {
        try (ServerChild first = ServerChild.start(folder).awaitReady()) {
            fill(first);
            try (ServerChild second = ServerChild.start(folder, "--join", "127.0.0.1:" + first.discoveryPort())
                    .awaitReady()) {
                assertEquals(1, first.nodes());
                assertEquals(2, second.nodes());
                first.terminate();
                assertEquals(0, first.awaitEnd(), first.errors());
                assertAllThere(second, "key", WRITES);
            }
        }
    }

    private static void fill(ServerChild server) {
        try (Jedis jedis = server.jedis()) {
            for (int from = 0; from < WRITES; from += READ_AT_A_TIME) {
                String[] keysAndValues = IntStream.range(from, from + READ_AT_A_TIME)
                        .boxed()
                        .flatMap(i -> Stream.of("key" + i, "value" + i))
                        .toArray(String[]::new);
                jedis.mset(keysAndValues);
            }
        }
    }

    @Test
    void join_secondNodeIsKilled_isNoticed() {
        try (ServerChild first = ServerChild.start(folder).awaitReady();
                ServerChild second = ServerChild.start(folder, "--join", "127.0.0.1:" + first.discoveryPort())
                        .awaitReady()) {
            second.kill();
            second.awaitEnd();
            ServerFixture.await("the first notices", () -> first.errors().contains("failed: 1 nodes"));
        }
    }

    @Test
    void start_portTaken_endsWithOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerChild server = ServerChild.start(folder, "--port", "" + taken.getLocalPort())) {
            assertEquals(1, server.awaitEnd());
            assertTrue(server.errors().contains(":" + taken.getLocalPort()), server.errors());
            assertEquals(List.of(), linesBeside(server, "yggdrasil: cannot listen on"));
        }
    }

    @Test
    void start_folderIsAFile_endsWithOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (ServerChild server = ServerChild.start(folder, "--data", file.toString())) {
            assertEquals(1, server.awaitEnd());
            assertEquals(List.of(), linesBeside(server, "yggdrasil: cannot write to folder " + file));
        }
    }

    @Test
    void start_moreMemoryThanThereIs_endsWithOneLine() {
        try (ServerChild server = ServerChild.start(folder, "--maxmemory", "60000gb")) {
            assertEquals(1, server.awaitEnd());
            assertEquals(List.of(), linesBeside(server, "yggdrasil: too little memory"));
        }
    }

    @Test
    void start_wrongOptions_listsThemAll() {
        try (ServerChild server = ServerChild.start(folder, "--prot", "--port", "port", "--set", "maxmemry=1")) {
            assertEquals(2, server.awaitEnd());
            assertTrue(server.errors().contains("3 mistakes"), server.errors());
            assertTrue(
                    server.errors().contains("--prot  (command line): there is no such option; did you mean --port?"));
            assertTrue(server.errors().contains("port = port  (--port): allowed is 0 to 65535"));
            assertTrue(
                    server.errors().contains("maxmemry = 1  (--set): there is no such key; did you mean maxmemory?"));
        }
    }

    private static List<String> warnings(ServerChild server) {
        return server.errors()
                .lines()
                .filter(line -> !line.contains(" INFO ") && !line.startsWith("  "))
                .toList();
    }

    private static List<String> linesBeside(ServerChild server, String expected) {
        List<String> lines = warnings(server);
        assertEquals(1, lines.stream().filter(line -> line.startsWith(expected)).count(), server.errors());
        return lines.stream().filter(line -> !line.startsWith(expected)).toList();
    }
}
