package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Whole server processes: how they start, how they end, and what is left of the data. */
final class ServerProcessTest {
    private static final ProtocolCommand DEBUG = () -> "DEBUG".getBytes(StandardCharsets.UTF_8);
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
            List<String> unexpected = server.errors()
                    .lines()
                    .filter(line -> !line.matches(".* INFO .* - (Stopp(ing|ed)|Sockets use .*|Huge pages: off.*)"))
                    .toList();
            assertEquals(List.of(), unexpected);
        }
    }

    @Test
    void start_inMemory_deletesWhatKilledServersLeft() throws IOException {
        try (ServerChild killed = ServerChild.start(folder).awaitReady();
                ServerChild alive = ServerChild.start(folder).awaitReady()) {
            Path left = temporaryFolder(killed);
            Path inUse = temporaryFolder(alive);
            killed.kill();
            killed.awaitEnd();
            assertTrue(Files.exists(left));
            try (ServerChild next = ServerChild.start(folder).awaitReady()) {
                assertFalse(Files.exists(left), "left by a killed server");
                assertTrue(Files.exists(inUse.resolve("yggdrasil.lock")), "in use by a server that runs");
                assertTrue(Files.exists(temporaryFolder(next)));
            }
        }
    }

    /** The folder whose lock file names the server's process. */
    private static Path temporaryFolder(ServerChild server) throws IOException {
        String pid = Long.toString(server.pid());
        try (DirectoryStream<Path> locks =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "yggdrasil-[0-9]*")) {
            for (Path one : locks) {
                Path lock = one.resolve("yggdrasil.lock");
                if (Files.exists(lock) && Files.readString(lock).equals(pid)) {
                    return one;
                }
            }
        }
        throw new AssertionError("no folder of process " + pid);
    }

    @Test
    void configRewrite_needsAFileThatWasNamed_andWritesThere() throws IOException {
        Path home = Files.createDirectories(folder.resolve("config"));
        Path standard = Files.writeString(home.resolve("yggdrasil.conf"), "slowlog-max-len = 5 # Standard.\n");
        try (ServerChild server = ServerChild.start(folder).awaitReady();
                Jedis jedis = server.jedis()) {
            assertEquals(Map.of("slowlog-max-len", "5"), jedis.configGet("slowlog-max-len"));
            jedis.configSet("slowlog-max-len", "6");
            assertEquals("ERR The server is running without a config file", error(jedis::configRewrite));
        }
        assertEquals("slowlog-max-len = 5 # Standard.\n", Files.readString(standard));
        Path named = Files.writeString(folder.resolve("named.conf"), "timeout = 9s # Mine.\n");
        try (ServerChild server =
                        ServerChild.start(folder, "--config", named.toString()).awaitReady();
                Jedis jedis = server.jedis()) {
            jedis.configSet("slowlog-max-len", "7");
            assertEquals("OK", jedis.configRewrite());
            assertEquals("OK", jedis.configRewrite());
        }
        assertEquals(
                "timeout = 9s # Mine.\n\n# Written by CONFIG REWRITE.\nslowlog-max-len = 7\n", Files.readString(named));
    }

    @Test
    void debug_isNotAllowedUnlessTheStartSaysSo() {
        String refusal =
                "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can"
                        + " run it from a local connection, otherwise you need to set this option in the configuration file, and"
                        + " then restart the server.";
        try (ServerChild server = ServerChild.start(folder).awaitReady();
                Jedis jedis = server.jedis()) {
            assertEquals(Map.of("enable-debug-command", "no"), jedis.configGet("enable-debug-command"));
            assertEquals(refusal, error(() -> jedis.sendCommand(DEBUG, "DIGEST")));
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'enable-debug-command') - can't set immutable"
                            + " config",
                    error(() -> jedis.configSet("enable-debug-command", "yes")));
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'appendonly') - the start decides whether data"
                            + " are kept on disk (--data)",
                    error(() -> jedis.configSet("appendonly", "yes")));
            assertEquals("OK", jedis.configSet("appendonly", "no"));
        }
        try (ServerChild server = ServerChild.start(folder, "--set", "enable-debug-command=local")
                        .awaitReady();
                Jedis jedis = server.jedis()) {
            assertEquals("0".repeat(40), text(jedis.sendCommand(DEBUG, "DIGEST")));
        }
    }

    private static String text(Object reply) {
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }

    private static String error(Executable action) {
        return String.valueOf(assertThrows(JedisDataException.class, action).getMessage());
    }

    @Test
    void start_optionsWithoutValues_areNamed() {
        try (ServerChild server = ServerChild.start(
                folder, "--config", "/nosuch", "--data", "--requirepass", "--port", "--set", "--config")) {
            assertEquals(2, server.awaitEnd());
            assertEquals(
                    List.of(
                            "yggdrasil: 5 mistakes in the configuration:",
                            "  --config  (command line): its value is missing: --config FILE",
                            "  --port  (command line): its value is missing: --port PORT",
                            "  --data  (command line): its value is missing: --data DIR",
                            "  --requirepass  (command line): its value is missing: --requirepass PASSWORD",
                            "  --set  (command line): its value is missing: --set KEY=VALUE"),
                    server.errors().lines().toList());
        }
        try (ServerChild server = ServerChild.start(folder, "--requirepass", "", "--data=", "--config", "")) {
            assertEquals(2, server.awaitEnd());
            assertEquals(
                    List.of(
                            "yggdrasil: 3 mistakes in the configuration:",
                            "  --config  (command line): its value is missing: --config FILE",
                            "  --data  (command line): its value is empty; --set data= is how to set it to nothing",
                            "  --requirepass  (command line): its value is empty; --set requirepass= is how to set it to"
                                    + " nothing"),
                    server.errors().lines().toList());
        }
        try (ServerChild server = ServerChild.start(folder, "--config", "/nosuch")) {
            assertEquals(2, server.awaitEnd());
            assertEquals(
                    List.of(
                            "yggdrasil: 1 mistake in the configuration:",
                            "  --config /nosuch  (command line): there is no such file"),
                    server.errors().lines().toList());
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
            assertEquals(1, warnings(first).size(), first.errors());
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
    void start_folderThatCannotBe_endsWithOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (ServerChild server = ServerChild.start(folder, "--data", file.toString())) {
            assertEquals(1, server.awaitEnd());
            assertEquals(List.of(), linesBeside(server, "yggdrasil: " + file + " is a file, not a folder"));
        }
        try (ServerChild server = ServerChild.start(folder, "--data", "/proc/x")) {
            assertEquals(1, server.awaitEnd());
            assertEquals(List.of(), linesBeside(server, "yggdrasil: folder /proc/x cannot be created"));
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
