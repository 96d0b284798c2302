package io.yggdrasil.resp.cli;

import static io.yggdrasil.resp.KeyContents.assertSame;
import static io.yggdrasil.resp.KeyContents.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.FreePort;
import io.yggdrasil.resp.KeyContents;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/** Files that redis-server wrote into a real server of ours, and the other way round. */
final class RdbFilesTest {
    private static final int[] DATABASES = {0, 3, 9};
    private static final long LATER_MILLIS = 4_000_000_000_123L;
    private static final int MANY = 5_000;
    private static final int TIMEOUT_MILLIS = 60_000;

    private static final KeyContents CONTENTS = new KeyContents(DATABASES);

    private static WholeServer server;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        try (Jedis ours = ours()) {
            ours.flushAll();
        }
    }

    private static Jedis ours() {
        return new Jedis("127.0.0.1", server.port(), TIMEOUT_MILLIS);
    }

    private static Jedis client(RedisServer redis) {
        return new Jedis("127.0.0.1", redis.port(), TIMEOUT_MILLIS);
    }

    private RedisServer redis() throws IOException {
        return RedisServer.start(
                "--dir", folder.toString(), "--dbfilename", "dump.rdb", "--enable-debug-command", "yes");
    }

    private Path file() {
        return folder.resolve("dump.rdb");
    }

    private int run(Object command, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--port";
        all[arguments.length + 1] = String.valueOf(server.port());
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private int importing(String... arguments) {
        return run(new ImportCommand(), arguments);
    }

    /** Keys of all types, small and large, with an expiry or none. */
    private static void fill(Jedis redis) {
        for (int database : DATABASES) {
            redis.select(database);
            Pipeline all = redis.pipelined();
            all.set("string", "value of " + database);
            all.set("number", "-123456");
            all.set("empty", "");
            all.set("large".getBytes(ISO_8859_1), new byte[3 << 20]);
            all.set(new byte[] {0, -1, '\r', '\n', '"'}, new byte[] {1, 2, 3});
            all.set("expiring", "x");
            all.pexpireAt("expiring", LATER_MILLIS + database);
            for (int i = 0; i < MANY; i++) {
                collections(all, i < 10 ? "small" : "large", i);
            }
            for (int i = 0; i < 10; i++) {
                collections(all, "large", i);
            }
            all.pexpireAt("large hash", LATER_MILLIS);
            all.sync();
            streams(redis);
        }
    }

    private static void collections(Pipeline all, String size, int i) {
        all.rpush(size + " list", "element " + i);
        all.sadd(size + " set", "member " + i);
        all.sadd(size + " numbers", Integer.toString(i));
        all.zadd(size + " zset", i / 8.0, "member " + i);
        all.hset(size + " hash", "field " + i, "value " + i);
        all.xadd(
                size + " stream",
                Map.of("name", "value " + i),
                XAddParams.xAddParams()
                        .id(size.equals("large") ? (1000 + (i + MANY - 10) % MANY) + "-0" : "5-" + (i + 1)));
    }

    private static void streams(Jedis redis) {
        send(redis, "XGROUP", "CREATE", "large stream", "group", "0");
        send(redis, "XGROUP", "CREATE", "large stream", "other", "$");
        send(redis, "XREADGROUP", "GROUP", "group", "one", "COUNT", "300", "STREAMS", "large stream", ">");
        send(redis, "XREADGROUP", "GROUP", "group", "two", "COUNT", "30", "STREAMS", "large stream", ">");
        send(redis, "XDEL", "large stream", "1005-0", "1900-0");
        send(redis, "XGROUP", "CREATE", "no entries", "group", "0", "MKSTREAM");
    }

    private static Map<String, String> contents(Jedis redis) {
        return CONTENTS.of(redis);
    }

    /** A file with everything in it, and what is in it. */
    private Map<String, String> save() throws IOException {
        try (RedisServer redis = redis();
                Jedis client = client(redis)) {
            fill(client);
            Map<String, String> contents = contents(client);
            client.select(0);
            send(client, "DEBUG", "SET-ACTIVE-EXPIRE", "0");
            client.psetex("expired", 1, "x");
            send(client, "FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 1 end)");
            client.save();
            return contents;
        }
    }

    @Test
    void import_whatRedisSaved_hasTheSameKeys() throws IOException {
        Map<String, String> contents = save();
        assertEquals(ExitCode.DONE, importing(file().toString()), err::toString);
        try (Jedis ours = ours()) {
            assertSame(contents, contents(ours));
        }
        assertTrue(
                out.toString().startsWith(contents.size() + " keys restored, 1 expired, 0 there already, 0 failed; "));
        assertEquals(
                "import: a library of functions is left out", err.toString().strip());
    }

    @Test
    void import_keysThatAreThere_stayOrAreReplaced() throws IOException {
        int keys = save().size() / DATABASES.length;
        try (Jedis ours = ours()) {
            ours.select(3);
            ours.set("small list", "mine");
            assertEquals(ExitCode.FAILED, importing(file().toString(), "--db", "3"));
            assertEquals("mine", ours.get("small list"));
            assertTrue(
                    out.toString().contains((keys - 1) + " keys restored, 0 expired, 1 there already"), out::toString);
            assertEquals(ExitCode.DONE, importing(file().toString(), "--db", "3", "--replace"), err::toString);
            assertEquals(10, ours.llen("small list"));
            ours.select(0);
            assertEquals(0, ours.dbSize());
        }
    }

    @Test
    void import_cutOffOrChanged_isRefusedAndNothingChanges() throws IOException {
        save();
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            if (i % 2 == 1) {
                damaged[9 + random.nextInt(damaged.length - 9)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file(), damaged);
            assertEquals(ExitCode.FAILED, importing(file().toString()));
            assertTrue(err.toString().strip().endsWith("; nothing was changed"), err::toString);
            assertTrue(err.toString().contains(file() + ": "), err::toString);
        }
        try (Jedis ours = ours()) {
            assertEquals(0, ours.dbSize());
        }
    }

    /** What is in front of the damage is restored; whatever is wrong, the server goes on. */
    @Test
    void import_damagedAnyhow_restoresWhatCanBeRead() throws IOException {
        save();
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(11);
        Files.write(file(), Arrays.copyOf(whole, whole.length - 20));
        assertEquals(ExitCode.FAILED, importing(file().toString(), "--damaged", "--replace"));
        assertTrue(
                err.toString().contains(file() + ": at byte " + (whole.length - 20) + ": it ends too early"),
                err::toString);
        assertTrue(err.toString().contains("; it is read all the same"), err::toString);
        try (Jedis ours = ours()) {
            assertTrue(ours.dbSize() > 10);
            for (int i = 0; i < 20; i++) {
                byte[] damaged = whole.clone();
                for (int left = 10; left > 0; left--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
                }
                Files.write(file(), damaged);
                int exit = importing(file().toString(), "--damaged", "--replace");
                assertTrue(exit == ExitCode.DONE || exit == ExitCode.FAILED, err::toString);
                assertEquals("PONG", ours.ping());
            }
        }
    }

    @Test
    void import_noFileOrNoServer_saysSo() throws IOException {
        assertEquals(ExitCode.FAILED, importing(file().toString()));
        assertTrue(err.toString().contains(file() + ": there is no such file"), err::toString);
        Files.writeString(file(), "something else");
        assertEquals(ExitCode.FAILED, importing(file().toString()));
        assertTrue(err.toString().contains("it is no RDB file"), err::toString);
        Files.writeString(file(), "REDIS0000" + "x".repeat(20));
        assertEquals(ExitCode.FAILED, importing(file().toString()));
        assertTrue(err.toString().contains("there is no version 0"), err::toString);
        assertEquals(ExitCode.FAILED, importing(folder.toString()));
        assertTrue(err.toString().contains(folder + ": it is a folder"), err::toString);
        assertEquals(ExitCode.WRONG_USE, run(new ImportCommand()));
    }

    @Test
    void export_toWhatIsNoFile_touchesNothing() throws IOException {
        assertEquals(ExitCode.FAILED, run(new ExportCommand(), "--replace", folder.toString()));
        assertTrue(err.toString().contains(folder + ": it is there and no file"), err::toString);
        Path nowhere = folder.resolve("none");
        assertEquals(
                ExitCode.FAILED,
                run(new ExportCommand(), nowhere.resolve("dump.rdb").toString()));
        assertTrue(err.toString().contains(nowhere + ": there is no such folder"), err::toString);
        assertTrue(Files.isDirectory(folder) && !Files.exists(nowhere));
    }

    @Test
    void export_loadedByRedis_hasTheSameKeys() throws IOException {
        Map<String, String> contents;
        try (Jedis ours = ours()) {
            fill(ours);
            contents = contents(ours);
        }
        assertEquals(ExitCode.DONE, run(new ExportCommand(), file().toString()), err::toString);
        assertTrue(out.toString().startsWith(contents.size() + " keys written, 0 failed; "), out::toString);
        try (RedisServer redis = redis();
                Jedis client = client(redis)) {
            ServerFixture.await(
                    "the file is loaded", () -> client.info("persistence").contains("\r\nloading:0\r\n"));
            assertSame(contents, contents(client));
        }
        assertEquals(ExitCode.FAILED, run(new ExportCommand(), file().toString()));
        assertTrue(err.toString().contains("--replace replaces it"), err::toString);
        empty();
        assertEquals(ExitCode.DONE, importing(file().toString()), err::toString);
        try (Jedis ours = ours()) {
            assertSame(contents, contents(ours));
        }
    }

    @Test
    void export_noServer_leavesNoFile() {
        int port = FreePort.find();
        int exit = new CommandLine(new ExportCommand())
                .setErr(new PrintWriter(err, true))
                .execute(file().toString(), "--port", String.valueOf(port));
        assertEquals(ExitCode.FAILED, exit);
        assertTrue(err.toString().contains("127.0.0.1:" + port), err::toString);
        assertFalse(Files.exists(file()));
        assertFalse(Files.exists(folder.resolve("dump.rdb.part")));
    }
}
