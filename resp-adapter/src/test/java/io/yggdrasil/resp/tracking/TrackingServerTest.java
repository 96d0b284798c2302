package io.yggdrasil.resp.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import io.yggdrasil.resp.FreePort;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.pubsub.Twin;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Client-side caching, beside a redis-server. */
final class TrackingServerTest {
    private static final int THIN_PORT = FreePort.find();

    private static RedisServer redis;
    private static WholeServer ours;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of("ignite.client-port", Integer.toString(THIN_PORT)));
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    private static Twin twin() {
        return new Twin(redis.port(), ours.port());
    }

    private static Twin twin3() {
        Twin twin = twin();
        twin.each(1, "HELLO", "3");
        return twin;
    }

    private static void ask(Twin twin, String request) {
        twin.ask(1, request.split(" "));
    }

    @Test
    void requests_areAnsweredAsByRedis() {
        for (String mode :
                List.of("", "ON", "ON BCAST", "ON OPTIN", "ON OPTOUT NOLOOP", "ON BCAST PREFIX a PREFIX b")) {
            try (Twin client = twin3()) {
                ask(client, ("CLIENT TRACKING " + (mode.isEmpty() ? "OFF" : mode)).trim());
                for (String request : List.of(
                        "CLIENT TRACKINGINFO",
                        "CLIENT GETREDIR",
                        "CLIENT CACHING YES",
                        "CLIENT TRACKINGINFO",
                        "GET key",
                        "CLIENT CACHING NO",
                        "CLIENT TRACKINGINFO",
                        "CLIENT CACHING MAYBE",
                        "CLIENT TRACKING MAYBE",
                        "CLIENT TRACKING ON PREFIX",
                        "CLIENT TRACKING ON PREFIX x",
                        "CLIENT TRACKING ON REDIRECT 999999",
                        "CLIENT TRACKING ON REDIRECT x",
                        "CLIENT TRACKING ON BCAST OPTIN",
                        "CLIENT TRACKING ON OPTIN OPTOUT",
                        "CLIENT TRACKING ON OPTIN",
                        "CLIENT TRACKING ON OPTOUT",
                        "CLIENT TRACKING ON BCAST PREFIX ab",
                        "CLIENT TRACKING ON BCAST PREFIX xy PREFIX x",
                        "CLIENT TRACKING ON BCAST PREFIX ok",
                        "CLIENT TRACKINGINFO",
                        "CLIENT TRACKING OFF",
                        "CLIENT TRACKINGINFO",
                        "CLIENT GETREDIR")) {
                    ask(client, request);
                }
            }
        }
    }

    @Test
    void keysThatWereRead_areInvalidatedOnce() {
        try (Twin reader = twin3();
                Twin writer = twin()) {
            ask(reader, "CLIENT TRACKING ON");
            ask(writer, "SET once 1");
            ask(reader, "GET once");
            ask(reader, "MGET once other");
            ask(writer, "SET once 2");
            ask(writer, "SET once 3");
            assertEquals(2, reader.pushes("mark-1").size());
            ask(reader, "HGETALL hash");
            ask(writer, "HSET hash f v");
            ask(writer, "HSET hash f w");
            ask(writer, "SET other x");
            assertEquals(3, reader.pushes("mark-2").size());
            ask(reader, "GET once");
            ask(writer, "DEL once");
            assertEquals(2, reader.pushes("mark-3").size());
            ask(reader, "MULTI");
            ask(reader, "GET once");
            ask(reader, "EXEC");
            ask(writer, "SET once 4");
            assertEquals(2, reader.pushes("mark-4").size());
            ask(reader, "GET once");
            reader.send("SET", "once", "own");
            assertEquals(3, reader.pushes("mark-5").size());
            ask(reader, "CLIENT TRACKING OFF");
            ask(reader, "GET once");
            ask(writer, "SET once 5");
            assertEquals(1, reader.pushes("mark-6").size());
        }
    }

    @Test
    void keysWhoseTimeIsOver_areInvalidated() {
        try (Twin reader = twin3();
                Twin writer = twin()) {
            ask(reader, "CLIENT TRACKING ON");
            ask(writer, "SET short v PX 100");
            ask(reader, "GET short");
            reader.same(1);
        }
    }

    @Test
    void flush_invalidatesAll() {
        try (Twin reader = twin3();
                Twin writer = twin()) {
            ask(writer, "SET flushed v");
            ask(reader, "CLIENT TRACKING ON");
            ask(reader, "GET flushed");
            ask(writer, "FLUSHALL");
            assertEquals(2, reader.pushes("mark").size());
        }
    }

    @Test
    void broadcast_tellsOfPrefixes() {
        try (Twin reader = twin3();
                Twin writer = twin()) {
            ask(reader, "CLIENT TRACKING ON BCAST PREFIX user: PREFIX item:");
            ask(writer, "SET user:1 a");
            ask(writer, "SET user:1 b");
            ask(writer, "SET thing:1 a");
            ask(writer, "SADD item:1 a");
            assertEquals(4, reader.pushes("mark").size());
            ask(writer, "MSET user:2 a user:3 b item:2 c thing:2 d");
            assertEquals(3, reader.pushes("mark-2").size());
        }
    }

    @Test
    void optInAndOptOut_chooseWhatIsRemembered() {
        try (Twin in = twin3();
                Twin out = twin3();
                Twin writer = twin()) {
            ask(in, "CLIENT TRACKING ON OPTIN");
            ask(out, "CLIENT TRACKING ON OPTOUT");
            ask(in, "GET opt1");
            ask(in, "CLIENT CACHING YES");
            ask(in, "GET opt2");
            ask(in, "GET opt3");
            ask(out, "GET opt1");
            ask(out, "CLIENT CACHING NO");
            ask(out, "GET opt2");
            ask(out, "GET opt3");
            ask(in, "CLIENT CACHING YES");
            ask(in, "MULTI");
            ask(in, "GET opt4");
            ask(in, "GET opt5");
            ask(in, "EXEC");
            ask(in, "GET opt6");
            for (int i = 1; i <= 6; i++) {
                ask(writer, "SET opt" + i + " v");
            }
            assertEquals(4, in.pushes("mark-in").size());
            assertEquals(3, out.pushes("mark-out").size());
        }
    }

    @Test
    void noLoop_leavesOutOwnChanges() {
        try (Twin reader = twin3();
                Twin writer = twin()) {
            ask(reader, "CLIENT TRACKING ON NOLOOP");
            ask(reader, "GET loop");
            ask(reader, "SET loop mine");
            assertEquals(1, reader.pushes("mark-1").size());
            ask(reader, "GET loop");
            ask(writer, "SET loop yours");
            assertEquals(2, reader.pushes("mark-2").size());
        }
    }

    @Test
    void redirection_worksWithoutPushes() {
        try (Twin reader = twin();
                Twin writer = twin()) {
            try (Twin target = twin()) {
                List<String> ids = target.ids();
                reader.askAs(ids, 1, "CLIENT", "TRACKING", "ON", "REDIRECT", "ID");
                ask(target, "SUBSCRIBE __redis__:invalidate");
                ask(reader, "GET redirected");
                ask(writer, "SET redirected v");
                assertEquals(2, target.pushes("mark-1").size());
                ask(reader, "GET redirected");
                ask(writer, "FLUSHDB");
                assertEquals(2, target.pushes("mark-2").size());
                ask(reader, "PING");
            }
        }
    }

    @Test
    void otherDoors_invalidateToo() {
        try (redis.clients.jedis.Jedis jedis = new redis.clients.jedis.Jedis("127.0.0.1", ours.port());
                io.yggdrasil.resp.server.RawClient reader = new io.yggdrasil.resp.server.RawClient(ours.port());
                IgniteClient thin =
                        Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + THIN_PORT))) {
            jedis.set("thin", "1");
            reader.send("HELLO 3\r\nCLIENT TRACKING ON\r\nGET thin\r\n");
            String line = reader.line();
            while (!line.equals("1")) {
                line = reader.line();
            }
            thin.cache("db0").put("thin", new byte[] {'2'});
            assertEquals(">2", reader.line());
            assertEquals(
                    "$10invalidate*1$4thin",
                    reader.line() + reader.line() + reader.line() + reader.line() + reader.line());
        }
    }

    /** All keys but one leave the table at once, and each is told. */
    @Test
    void tableThatIsToHoldFewerKeys_invalidatesTheRest() {
        int keys = 250;
        try (redis.clients.jedis.Jedis jedis = new redis.clients.jedis.Jedis("127.0.0.1", ours.port());
                io.yggdrasil.resp.server.RawClient reader = new io.yggdrasil.resp.server.RawClient(ours.port())) {
            StringBuilder reads = new StringBuilder("HELLO 3\r\nCLIENT TRACKING ON\r\n");
            for (int i = 0; i < keys; i++) {
                jedis.set("few" + i, "1");
                reads.append("GET few").append(i).append("\r\n");
            }
            reader.send(reads + "CONFIG SET tracking-table-max-keys 1\r\n");
            Set<String> told = new HashSet<>();
            while (told.size() < keys - 1) {
                String line = reader.line();
                if (line.startsWith("few")) {
                    assertTrue(told.add(line), line);
                }
            }
            ServerFixture.await("one key is left", () -> jedis.info("stats").contains("tracking_total_keys:1\r\n"));
        } finally {
            try (redis.clients.jedis.Jedis jedis = new redis.clients.jedis.Jedis("127.0.0.1", ours.port())) {
                jedis.configSet("tracking-table-max-keys", "1000000");
            }
        }
    }

    @Test
    void lettuceCache_seesChanges() {
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", ours.port()));
        Map<String, String> kept = new ConcurrentHashMap<>();
        try (StatefulRedisConnection<String, String> connection = client.connect();
                StatefulRedisConnection<String, String> writer = client.connect()) {
            CacheFrontend<String, String> cache =
                    ClientSideCaching.enable(CacheAccessor.forMap(kept), connection, TrackingArgs.Builder.enabled());
            writer.sync().set("near", "1");
            assertEquals("1", cache.get("near"));
            assertEquals("1", kept.get("near"));
            for (int i = 2; i < 50; i++) {
                String value = Integer.toString(i);
                writer.sync().set("near", value);
                ServerFixture.await(
                        "the kept value is gone or new",
                        () -> !kept.containsKey("near") || kept.get("near").equals(value));
                ServerFixture.await("the new value is read", () -> value.equals(cache.get("near")));
            }
            assertTrue(kept.containsKey("near"));
        } finally {
            client.shutdown();
        }
    }
}
