package io.yggdrasil.resp.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.resp.ServerChild;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Server processes whose database 3 is in a region of its own. */
final class RegionServerTest {
    private static final int KEYS = 2_000;
    private static final String LOST = "ERR the memory region of a key is lost, the server's log tells why";

    @TempDir
    private Path folder;

    private ServerChild start(String... more) {
        List<String> fixed = List.of(
                "--set",
                "namespace.db3.region=warm",
                "--set",
                "region.warm.medium=file",
                "--set",
                "region.warm.path=" + folder,
                "--set",
                "region.warm.size=64mb");
        return ServerChild.start(
                folder, Stream.concat(fixed.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static void fill(Jedis jedis, int database) {
        jedis.select(database);
        for (int i = 0; i < KEYS; i++) {
            jedis.set("key" + i, "value" + i);
        }
    }

    private static void check(Jedis jedis, int database) {
        jedis.select(database);
        for (int i = 0; i < KEYS; i++) {
            assertEquals("value" + i, jedis.get("key" + i));
        }
    }

    @Test
    void start_regionInAFile_servesItsNamespaceAndTellsWhatWasChosen() {
        try (ServerChild server = start().awaitReady();
                Jedis jedis = server.jedis()) {
            fill(jedis, 3);
            check(jedis, 3);
            String log = server.errors();
            assertTrue(log.contains("db0 to db2, db4 to db15\n"), log);
            assertTrue(log.matches("(?s).*\\n  warm +file +file: a file in " + folder + " +64mb +db3\\n.*"), log);
            server.terminate();
            assertEquals(0, server.awaitEnd());
        }
    }

    @Test
    void start_mediumThatIsDemandedAndAbsent_endsWithOneLine() {
        try (ServerChild server = start(
                "--set",
                "region.warm.medium=fsdax",
                "--set",
                "region.warm.path=/mnt/no-pmem",
                "--set",
                "region.warm.fallback=fail")) {
            assertEquals(1, server.awaitEnd());
            String line = "yggdrasil: region warm: fsdax in /mnt/no-pmem: there is no such folder\n";
            assertTrue(server.errors().endsWith(line), server.errors());
        }
    }

    @Test
    void start_sizeThatDoesNotFit_endsWithOneLine() {
        try (ServerChild server = start("--set", "region.warm.size=60000gb")) {
            assertEquals(1, server.awaitEnd());
            String start = "yggdrasil: region warm: file in " + folder + ": 58.5tb wanted, ";
            assertTrue(server.errors().contains(start), server.errors());
        }
    }

    @Test
    void start_mediumThatIsAbsent_takesDramAndSaysSo() {
        try (ServerChild server = start("--set", "region.warm.medium=fsdax").awaitReady();
                Jedis jedis = server.jedis()) {
            fill(jedis, 3);
            check(jedis, 3);
            String line = "Region warm is in DRAM instead of fsdax: fsdax in " + folder
                    + ": this is not on a DAX file system";
            assertTrue(server.errors().contains(line), server.errors());
        }
    }

    /** Alone, a server has nobody to take over: it goes on with what it still has. */
    @Test
    void lostRegion_serverThatIsAlone_answersErrorsForItsKeysAndServesTheOthers() throws IOException {
        try (ServerChild server = start().awaitReady();
                Jedis jedis = server.jedis()) {
            fill(jedis, 3);
            fill(jedis, 0);
            cut(server);
            jedis.select(3);
            assertEquals(
                    LOST,
                    assertThrows(JedisDataException.class, () -> jedis.get("key1"))
                            .getMessage());
            assertEquals(
                    LOST,
                    assertThrows(JedisDataException.class, () -> jedis.set("key1", "x"))
                            .getMessage());
            check(jedis, 0);
            awaitLog(
                    server,
                    "Keys that are in it answer errors until this server is started anew: region warm: its file");
            check(jedis, 0);
            fill(jedis, 0);
            assertTrue(server.isAlive());
        }
    }

    /** One of several ends with one line, and the others have all it had. */
    @Test
    void lostRegion_oneOfTwo_endsAndLosesNothing() throws IOException {
        try (ServerChild one = start().awaitReady();
                ServerChild other =
                        start("--join", "127.0.0.1:" + one.discoveryPort()).awaitReady();
                Jedis jedis = other.jedis()) {
            fill(jedis, 3);
            fill(jedis, 0);
            cut(one);
            assertEquals(3, one.awaitEnd());
            assertTrue(
                    one.errors().contains("yggdrasil: fatal: region warm: its file in " + folder + " has been cut"),
                    one.errors());
            check(jedis, 3);
            check(jedis, 0);
        }
    }

    /** Cuts the file of the region, which has no name, as a root user could. */
    private void cut(ServerChild server) throws IOException {
        Path descriptors = Path.of("/proc/" + server.pid() + "/fd");
        assumeTrue(Files.isReadable(descriptors), "the open files of a process are not told here");
        List<Path> found;
        try (Stream<Path> all = Files.list(descriptors)) {
            found = all.filter(this::isRegion).toList();
        }
        assertEquals(1, found.size());
        try (FileChannel channel = FileChannel.open(found.get(0), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private boolean isRegion(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(folder + "/.yggdrasil-region-");
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }

    private static void awaitLog(ServerChild server, String text) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!server.errors().contains(text)) {
            assertTrue(System.nanoTime() < deadline, server.errors());
            Thread.onSpinWait();
        }
    }
}
