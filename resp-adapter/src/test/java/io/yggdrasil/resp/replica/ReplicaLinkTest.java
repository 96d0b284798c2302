package io.yggdrasil.resp.replica;

import static io.yggdrasil.resp.KeyContents.assertSame;
import static io.yggdrasil.resp.KeyContents.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.KeyContents;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ClientKillParams;

/** A real server of ours as the replica of a real redis-server, or of one that does what no redis-server should. */
final class ReplicaLinkTest {
    private static final int TIMEOUT_MILLIS = 60_000;

    /**
     * A replica's consumers are seen when it hears of them, and how many entries a group has read is not told to replicas: so
     * it is in Redis, too.
     */
    private static final KeyContents CONTENTS =
            new KeyContents(RandomWrites.DATABASES, "seen-time", "entries-read", "lag");

    private static WholeServer server;

    @TempDir
    private Path folder;

    private Jedis ours;

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        ours = new Jedis("127.0.0.1", server.port(), TIMEOUT_MILLIS);
    }

    @AfterEach
    void endReplication() {
        assertEquals("OK", ours.replicaofNoOne());
        ours.configSet("masterauth", "");
        ours.configSet("replica-read-only", "yes");
        ours.flushAll();
        ours.close();
    }

    private static Jedis client(RedisServer redis) {
        return new Jedis("127.0.0.1", redis.port(), TIMEOUT_MILLIS);
    }

    /** A master whose file, if it makes one, is in a folder of its own. */
    private RedisServer master(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--repl-diskless-sync-delay", "0", "--dir", folder.toString()));
        return RedisServer.start(all.toArray(new String[0]));
    }

    private void follow(int port) {
        assertEquals("OK", ours.replicaof("127.0.0.1", port));
    }

    /** The fields of INFO's section. */
    private static Map<String, String> facts(Jedis redis, String section) {
        Map<String, String> facts = new HashMap<>();
        for (String line : redis.info(section).split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                facts.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return facts;
    }

    private String fact(String name) {
        return facts(ours, "replication").getOrDefault(name, "");
    }

    private void awaitUp() {
        ServerFixture.await("the link is up", () -> fact("master_link_status").equals("up"));
    }

    private void awaitStopped() {
        ServerFixture.await("the link has stopped", () -> role().equals("none"));
    }

    /** The state of the link, as ROLE calls it. */
    private String role() {
        return new String((byte[]) ((List<?>) send(ours, "ROLE")).get(3), StandardCharsets.US_ASCII);
    }

    /** Waits until what the master did is applied, and compares all keys. */
    private void assertCaughtUp(Jedis master) {
        ServerFixture.await(
                "all is applied",
                () -> facts(master, "replication").get("master_repl_offset").equals(fact("slave_repl_offset")));
        ServerFixture.await(
                "what is to expire has expired",
                () -> CONTENTS.of(master).keySet().equals(CONTENTS.of(ours).keySet()));
        assertSame(CONTENTS.of(master), CONTENTS.of(ours));
    }

    private static void write(Jedis master, int count, long seed) {
        RandomWrites writes = new RandomWrites(seed);
        for (int i = 0; i < count; i++) {
            writes.write(master);
        }
        master.select(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void sync_whileClientsWrite_hasTheSameKeys(String diskless) throws IOException {
        try (RedisServer redis = master("--repl-diskless-sync", diskless);
                Jedis master = client(redis)) {
            write(master, 3_000, 1);
            master.set("large", "x".repeat(3 << 20));
            ours.set("mine", "gone");
            long applied;
            try (RandomWrites.Running clients = RandomWrites.start(redis.port(), 2);
                    RandomWrites.Running more = RandomWrites.start(redis.port(), 3)) {
                follow(redis.port());
                awaitUp();
                applied = clients.count().get() + 2_000;
                long wanted = applied;
                ServerFixture.await("clients write on", () -> clients.count().get() > wanted);
            }
            assertCaughtUp(master);
            assertEquals(0, ours.exists("mine") ? 1 : 0);
            assertEquals("slave", fact("role"));
            assertEquals("0", fact("master_sync_in_progress"));
            assertEquals(facts(master, "replication").get("master_replid"), fact("master_replid"));
            assertEquals(1, master.waitReplicas(1, 10_000));
        }
    }

    @Test
    void clients_ofAReplica_readButDoNotWriteUntilItIsNone() throws IOException {
        try (RedisServer redis = master();
                Jedis master = client(redis)) {
            master.set("key", "value");
            follow(redis.port());
            awaitUp();
            assertEquals("value", ours.get("key"));
            JedisDataException refused = assertThrows(JedisDataException.class, () -> ours.set("key", "other"));
            assertEquals("READONLY You can't write against a read only replica.", refused.getMessage());
            assertThrows(JedisDataException.class, () -> ours.flushAll());
            assertEquals("OK Already connected to specified master", ours.replicaof("127.0.0.1", redis.port()));
            ours.configSet("replica-read-only", "no");
            assertEquals("OK", ours.set("own", "1"));
            assertEquals("OK", ours.replicaofNoOne());
            assertEquals("OK", ours.set("key", "other"));
            master.set("late", "not seen");
            assertEquals("master", fact("role"));
            assertEquals(null, ours.get("late"));
        }
    }

    @Test
    void master_closesTheLink_goesOnWhereItWas() throws IOException {
        try (RedisServer redis = master("--repl-backlog-size", "64mb");
                Jedis master = client(redis)) {
            follow(redis.port());
            awaitUp();
            try (RandomWrites.Running clients = RandomWrites.start(redis.port(), 4)) {
                for (int i = 1; i <= 3; i++) {
                    String times = String.valueOf(i);
                    ServerFixture.await(
                            "the link is there",
                            () -> master.clientKill(new ClientKillParams().type(ClientType.REPLICA)) == 1);
                    ServerFixture.await(
                            "it goes on",
                            () -> facts(master, "stats").get("sync_partial_ok").equals(times));
                }
                assertTrue(clients.count().get() > 0);
            }
            assertCaughtUp(master);
            assertEquals("1", facts(master, "stats").get("sync_full"));
        }
    }

    @Test
    void master_killedAndStartedAnew_isTakenOverAnew() throws IOException, InterruptedException {
        int port;
        try (RedisServer redis = master();
                Jedis master = client(redis);
                RandomWrites.Running clients = RandomWrites.start(redis.port(), 5)) {
            port = redis.port();
            follow(port);
            awaitUp();
            ServerFixture.await("something is replicated", () -> ours.dbSize() > 10);
            redis.kill();
        }
        ServerFixture.await("the link is down", () -> fact("master_link_status").equals("down"));
        assertThrows(JedisDataException.class, () -> ours.set("key", "value"));
        try (RedisServer redis =
                        RedisServer.startAt(port, "--repl-diskless-sync-delay", "0", "--dir", folder.toString());
                Jedis master = client(redis)) {
            write(master, 1_000, 6);
            awaitUp();
            assertCaughtUp(master);
        }
    }

    @Test
    void password_wrongThenRight_changesNothingUntilItIsRight() throws IOException {
        try (RedisServer redis = master("--requirepass", "secret")) {
            ours.set("mine", "still here");
            follow(redis.port());
            ServerFixture.await(
                    "no password is a problem",
                    () -> fact("replica_link_problem").contains("NOAUTH"));
            ours.configSet("masterauth", "wrong");
            ServerFixture.await(
                    "a wrong one too", () -> fact("replica_link_problem").contains("WRONGPASS"));
            assertEquals("still here", ours.get("mine"));
            ours.configSet("masterauth", "secret");
            awaitUp();
            assertEquals(null, ours.get("mine"));
        }
    }

    private byte[] file() throws IOException {
        try (RedisServer redis = RedisServer.start("--dir", folder.toString(), "--dbfilename", "dump.rdb");
                Jedis client = client(redis)) {
            write(client, 2_000, 7);
            client.select(0);
            client.set("last", "one");
            client.save();
        }
        return Files.readAllBytes(folder.resolve("dump.rdb"));
    }

    @Test
    void file_cutOffByTheMaster_isSentAnew() throws IOException {
        byte[] file = file();
        try (FakeMaster master = FakeMaster.start(
                link -> {
                    link.sendFileOfLength(file, file.length / 2);
                    link.close();
                },
                link -> {
                    link.sendFileOfLength(file, file.length);
                    link.sendCommand("SELECT", "0");
                    link.sendCommand("SET", "behind", "the file");
                })) {
            follow(master.port());
            ServerFixture.await("the second one is whole", () -> "the file".equals(ours.get("behind")));
            assertEquals("one", ours.get("last"));
            assertEquals(2, master.links());
        }
    }

    @Test
    void file_damaged_stopsTheLink() throws IOException {
        byte[] file = file();
        file[file.length - 1] ^= 1; // The checksum, so that all else can be read.
        try (FakeMaster master = FakeMaster.start(link -> link.sendFileWithMark(file))) {
            follow(master.port());
            awaitStopped();
            assertTrue(fact("replica_link_problem").contains("checksum"), () -> fact("replica_link_problem"));
        }
    }

    @Test
    void command_thatIsNotKnown_stopsTheLinkAndSaysSo() throws IOException {
        byte[] file = file();
        try (FakeMaster master = FakeMaster.start(link -> {
            link.sendFileWithMark(file);
            link.sendCommand("SET", "before", "1");
            link.sendCommand("NOSUCH", "key");
        })) {
            follow(master.port());
            awaitStopped();
            assertEquals("1", ours.get("before"));
            assertTrue(
                    fact("replica_link_problem").startsWith("[NOSUCH \"key\"] was answered with: ERR unknown command"),
                    () -> fact("replica_link_problem"));
            assertThrows(JedisDataException.class, () -> ours.set("key", "value"));
            assertEquals("OK", ours.replicaofNoOne());
            assertEquals("OK", ours.set("key", "value"));
        }
    }

    /** A key or field is there until the master says that it has gone, however late its commands come. */
    @Test
    void times_thatAreOver_areTheMastersToJudge() throws IOException {
        byte[] file = file();
        try (FakeMaster master = FakeMaster.start(link -> {
            link.sendFileWithMark(file);
            link.sendCommand("SELECT", "0");
            link.sendCommand("SET", "late", "1", "PXAT", "1000");
            link.sendCommand("RENAME", "late", "renamed");
            link.sendCommand("PERSIST", "renamed");
            link.sendCommand("SET", "over", "1", "PXAT", "1000");
            link.sendCommand("HSET", "hash", "a", "1", "b", "2", "c", "3");
            link.sendCommand("HPEXPIREAT", "hash", "1000", "FIELDS", "2", "a", "b");
            link.sendCommand("HPERSIST", "hash", "FIELDS", "1", "b");
            link.sendCommand("SET", "end", "reached");
        })) {
            follow(master.port());
            ServerFixture.await("all is applied", () -> "reached".equals(ours.get("end")));
            assertEquals("1", ours.get("renamed"));
            assertEquals(null, ours.get("over"));
            assertEquals(Map.of("b", "2", "c", "3"), ours.hgetAll("hash"));
            assertEquals(3, ours.hlen("hash"));
            assertEquals("OK", ours.replicaofNoOne());
            ServerFixture.await("the field is removed", () -> ours.hlen("hash") == 2);
        }
    }

    @Test
    void replicas_ofRedis_areRefused() {
        for (String request : new String[] {"SYNC", "PSYNC ? -1", "REPLCONF listening-port 1"}) {
            JedisDataException refused = assertThrows(JedisDataException.class, () -> send(ours, request.split(" ")));
            assertTrue(refused.getMessage().contains("is not supported: this server has no Redis replicas"));
        }
    }
}
