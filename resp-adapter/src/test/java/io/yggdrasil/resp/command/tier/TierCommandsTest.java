package io.yggdrasil.resp.command.tier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.tier.hot.HotStatistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** PIN and UNPIN through the wire, on a node with a hot tier of 1 MB. */
final class TierCommandsTest {
    private static @Nullable ServerFixture started;

    private final Jedis redis = server().jedis();

    @BeforeAll
    static void start() {
        started = ServerFixture.startWith(
                plugin -> plugin.setHotTierBytes(1 << 20),
                new StringCommands(),
                new GenericCommands(),
                new TierCommands());
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    @AfterEach
    void clean() {
        redis.flushAll();
        redis.close();
    }

    private static ServerFixture server() {
        ServerFixture server = started;
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private static HotStatistics hot() {
        return Yggdrasil.of(server().node()).hotTier().statistics();
    }

    private long pin(String... arguments) {
        return (Long) redis.sendCommand(command("PIN"), arguments);
    }

    private long unpin(String key) {
        return (Long) redis.sendCommand(command("UNPIN"), key);
    }

    private static ProtocolCommand command(String name) {
        return () -> name.getBytes(UTF_8);
    }

    private String errorOf(String... arguments) {
        return assertThrows(JedisDataException.class, () -> pin(arguments)).getMessage();
    }

    @Test
    void pin_existingKey_isHitAtOnceAndAfterAWrite() {
        redis.set("key", "one");
        assertEquals(1, pin("key"));
        long hits = hot().hits();
        assertEquals("one", redis.get("key"));
        assertEquals(hits + 1, hot().hits());
        redis.set("key", "two");
        assertEquals("two", redis.get("key"));
        assertEquals("two", redis.get("key"));
        assertEquals(hits + 2, hot().hits());
        assertTrue(hot().pinnedBytes() > 0);
    }

    @Test
    void pin_fillersComeRound_staysResident() {
        redis.set("key", "resident");
        pin("key", "1000");
        for (int i = 0; i < 20_000; i++) {
            String key = "filler" + i % 10_000;
            redis.set(key, "x".repeat(200));
            redis.get(key);
            redis.get(key);
        }
        assertTrue(hot().fallenOut() > 0, hot()::toString);
        long hits = hot().hits();
        assertEquals("resident", redis.get("key"));
        assertEquals(hits + 1, hot().hits());
    }

    @Test
    void pin_absentKey_isZero() {
        assertEquals(0, pin("absent"));
        assertEquals(0, unpin("absent"));
    }

    @Test
    void unpin_pinnedKey_freesItsShare() {
        redis.set("key", "value");
        pin("key");
        assertEquals(1, unpin("key"));
        assertEquals(0, unpin("key"));
        assertEquals(0, hot().pinnedBytes());
    }

    @Test
    void del_pinnedKey_endsThePin() {
        redis.set("key", "value");
        pin("key");
        redis.del("key");
        assertEquals(0, hot().pinnedBytes());
        assertEquals(0, unpin("key"));
    }

    @Test
    void pin_beyondTheShare_isRefusedByName() {
        String refused = null;
        for (int i = 0; i < 2_000 && refused == null; i++) {
            redis.set("key" + i, "x".repeat(500));
            try {
                pin("key" + i);
            } catch (JedisDataException e) {
                refused = e.getMessage();
            }
        }
        assertEquals(
                "ERR the pinned values have their whole share of the hot tier: UNPIN some, or set a larger hot-tier-size",
                refused);
        for (int i = 0; i < 2_000; i++) {
            redis.get("key" + i);
        }
        assertTrue(hot().pinnedBytes() > 100_000, hot()::toString);
    }

    @Test
    void pin_badArguments_areNamed() {
        redis.set("key", "value");
        redis.set("large", "x".repeat(1 << 20));
        redis.set("schlüssel", "value");
        assertEquals("ERR invalid expire time in 'pin' command", errorOf("key", "0"));
        assertEquals("ERR invalid expire time in 'pin' command", errorOf("key", "" + Long.MAX_VALUE));
        assertEquals("ERR value is not an integer or out of range", errorOf("key", "soon"));
        assertEquals("ERR syntax error", errorOf("key", "1", "2"));
        String unsuitable = "ERR the hot tier takes strings of up to 128 KB with ASCII keys only";
        assertEquals(unsuitable, errorOf("large"));
        assertEquals(unsuitable, errorOf("schlüssel"));
    }
}
