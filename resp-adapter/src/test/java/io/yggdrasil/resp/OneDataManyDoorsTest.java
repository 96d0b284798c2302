package io.yggdrasil.resp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/**
 * A string that one door stored is read through every other, under the same key: RESP, thin client, client node,
 * compute task, SQL and JDBC. So is its expiry.
 */
final class OneDataManyDoorsTest {
    private static @Nullable ServerFixture started;
    private static @Nullable Ignite clientNode;

    private final Jedis redis = server().jedis();
    private final IgniteClient thin = server().thinClient();
    private final ClientCache<Object, Object> thinCache = thin.cache("db0");
    private final IgniteCache<Object, Object> thickCache = thick().cache("db0");

    @BeforeAll
    static void start() {
        ServerFixture server = ServerFixture.startWith(
                plugin -> plugin.setNamespaces(
                        new NamespaceConfiguration().setDatabase(0).setSqlTable("STRINGS")),
                new StringCommands(),
                new GenericCommands());
        started = server;
        server.grid().start(1);
        clientNode = server.startClientNode();
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    @AfterEach
    void disconnect() {
        redis.flushAll();
        redis.close();
        thin.close();
    }

    private static ServerFixture server() {
        ServerFixture server = started;
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private static Ignite thick() {
        Ignite node = clientNode;
        if (node == null) {
            throw new IllegalStateException("not started");
        }
        return node;
    }

    @Test
    void setThroughResp_isReadThroughEveryDoor() throws SQLException {
        redis.set("greeting", "hello");
        byte[] expected = "hello".getBytes(UTF_8);
        assertArrayEquals(expected, (byte[]) thinCache.get("greeting"));
        assertArrayEquals(expected, (byte[]) thickCache.get("greeting"));
        assertArrayEquals(
                expected, (byte[]) thick().compute().affinityCall("db0", "greeting", new ReadInCompute("greeting")));
        try (Connection jdbc = jdbc();
                PreparedStatement select = jdbc.prepareStatement("SELECT _VAL FROM \"db0\".STRINGS WHERE _KEY = ?")) {
            select.setString(1, "greeting");
            try (ResultSet rows = select.executeQuery()) {
                assertTrue(rows.next());
                assertArrayEquals(expected, rows.getBytes(1));
                assertFalse(rows.next());
            }
        }
    }

    @Test
    void storedThroughEveryDoor_isReadThroughResp() throws SQLException {
        byte[] value = {0, 1, (byte) 0xfe, '\r', '\n'};
        thinCache.put("by:thin", value);
        thickCache.put("by:thick", value);
        thick().compute().affinityRun("db0", "by:task", new WriteInCompute("by:task", value));
        try (Connection jdbc = jdbc();
                PreparedStatement insert =
                        jdbc.prepareStatement("INSERT INTO \"db0\".STRINGS (_KEY, _VAL) VALUES (?, ?)")) {
            insert.setString(1, "by:jdbc");
            insert.setBytes(2, value);
            assertEquals(1, insert.executeUpdate());
        }
        for (String door : new String[] {"by:thin", "by:thick", "by:task", "by:jdbc"}) {
            assertArrayEquals(value, redis.get(door.getBytes(UTF_8)), door);
            assertEquals("string", redis.type(door));
            assertEquals(5, redis.strlen(door));
        }
        assertEquals(4, redis.dbSize());
    }

    @Test
    void removedThroughAnyDoor_isGoneThroughTheOthers() throws SQLException {
        redis.mset("a", "1", "b", "1", "c", "1");
        thinCache.remove("a");
        assertNull(redis.get("a"));
        redis.del("b");
        assertFalse(thinCache.containsKey("b"));
        assertFalse(thickCache.containsKey("b"));
        try (Connection jdbc = jdbc();
                PreparedStatement delete = jdbc.prepareStatement("DELETE FROM \"db0\".STRINGS WHERE _KEY = 'c'")) {
            assertEquals(1, delete.executeUpdate());
        }
        assertFalse(redis.exists("c"));
    }

    @Test
    void textAndNumbersOfIgniteClients_areRedisStrings() {
        ClientCache<Object, Object> plain = thin.cache("db1");
        redis.select(1);
        plain.put("text", "grüße");
        plain.put("long", 41L);
        plain.put("int", 7);
        plain.put("double", 2.5);
        plain.put("boolean", true);
        assertEquals("grüße", redis.get("text"));
        assertEquals(42, redis.incr("long"));
        assertEquals("7", redis.get("int"));
        assertEquals("2.5", redis.get("double"));
        assertEquals("true", redis.get("boolean"));
        assertEquals(10, redis.append("text", "!!!"));
        assertArrayEquals("grüße!!!".getBytes(UTF_8), (byte[]) plain.get("text"));
        assertEquals("OK", redis.rename("int", "moved"));
        assertEquals(7, plain.get("moved"));
    }

    @Test
    void objectsOfIgniteClients_areOfAnotherType() {
        ClientCache<Object, Object> plain = thin.cache("db1");
        redis.select(1);
        plain.put(
                "object",
                thin.binary().builder("Person").setField("name", "Ada").build());
        plain.put("map", java.util.Map.of("k", "v"));
        for (String key : new String[] {"object", "map"}) {
            assertTrue(redis.exists(key), key);
            assertEquals(
                    "WRONGTYPE Operation against a key holding the wrong kind of value",
                    assertThrows(JedisDataException.class, () -> redis.get(key)).getMessage());
            assertTrue(redis.keys("*").contains(key), key);
            assertEquals(1, redis.expire(key, 100), key);
            assertEquals(100, redis.ttl(key), key);
        }
        assertTrue(redis.copy("object", "copied", false));
        assertTrue(plain.containsKey("copied"));
        assertEquals(1, redis.del("object"));
        assertFalse(plain.containsKey("object"));
    }

    @Test
    void expiryOfResp_endsTheEntryForIgnite() {
        redis.psetex("brief", 100, "v");
        assertTrue(thinCache.containsKey("brief"));
        ServerFixture.await("expiry", () -> !thinCache.containsKey("brief"));
        assertNull(redis.get("brief"));
        redis.set("kept", "v", new SetParams().px(100));
        redis.persist("kept");
        redis.set("mark", "v", new SetParams().px(120));
        ServerFixture.await("expiry", () -> !redis.exists("mark"));
        assertTrue(thinCache.containsKey("kept"));
    }

    @Test
    void expiryOfIgnite_isSeenThroughResp() {
        ClientCache<Object, Object> brief =
                thinCache.withExpirePolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 400)));
        brief.put("brief", "v");
        long left = redis.pttl("brief");
        assertTrue(left > 0 && left <= 400, "left=" + left);
        assertTrue(redis.pexpireTime("brief") <= System.currentTimeMillis() + 400);
        ServerFixture.await("expiry", () -> !redis.exists("brief"));
        assertEquals(-2, redis.ttl("brief"));
        // Ignite's clock ticks every ten milliseconds only.
        ServerFixture.await("expiry in Ignite", () -> !thinCache.containsKey("brief"));
    }

    private static Connection jdbc() throws SQLException {
        return DriverManager.getConnection("jdbc:ignite:thin://" + server().thinAddress());
    }

    /** Reads an entry where it lives. */
    static final class ReadInCompute implements IgniteCallable<Object> {
        private final String key;

        @IgniteInstanceResource
        private transient @Nullable Ignite node;

        ReadInCompute(String key) {
            this.key = key;
        }

        @Override
        public @Nullable Object call() {
            Ignite here = node;
            return here == null ? null : here.cache("db0").localPeek(key);
        }
    }

    /** Stores an entry where it lives. */
    static final class WriteInCompute implements org.apache.ignite.lang.IgniteRunnable {
        private final String key;
        private final byte[] value;

        @IgniteInstanceResource
        private transient @Nullable Ignite node;

        WriteInCompute(String key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public void run() {
            Ignite here = node;
            if (here != null) {
                here.cache("db0").put(key, value);
            }
        }
    }
}
