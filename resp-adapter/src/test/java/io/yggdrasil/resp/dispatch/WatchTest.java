package io.yggdrasil.resp.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** What WATCH notices, and how transactions end. */
final class WatchTest {
    private static @Nullable ServerFixture started;

    private final Jedis watcher = server().jedis();
    private final Jedis other = server().jedis();

    @BeforeAll
    static void start() {
        started = ServerFixture.start(new StringCommands(), new GenericCommands(), new TransactionCommands());
        started.grid().start(9);
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static ServerFixture server() {
        ServerFixture server = started;
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    @BeforeEach
    void prepare() {
        other.flushAll();
        other.set("key", "old");
    }

    @AfterEach
    void disconnect() {
        watcher.close();
        other.close();
    }

    @Test
    void nothingChanged_execRuns() {
        watcher.watch("key", "none");
        other.get("key");
        other.set("another", "1");
        assertEquals(List.of("OK"), setInTransaction());
        assertEquals("new", other.get("key"));
    }

    @Test
    void setByRedisClient_execFails() {
        watcher.watch("key");
        other.set("key", "old");
        assertNull(setInTransaction());
        assertEquals("old", other.get("key"));
    }

    @Test
    void setByTheWatcherItself_execFails() {
        watcher.watch("key");
        watcher.set("key", "mine");
        assertNull(setInTransaction());
    }

    @Test
    void createdDeletedOrRecreated_execFails() {
        watcher.watch("none");
        other.set("none", "x");
        assertNull(setInTransaction());
        watcher.watch("none");
        other.del("none");
        assertNull(setInTransaction());
        watcher.watch("key");
        other.del("key");
        other.set("key", "old");
        assertNull(setInTransaction());
    }

    @Test
    void createdAndDeletedAgain_execFails() {
        watcher.watch("none");
        other.set("none", "x");
        other.del("none");
        assertNull(setInTransaction());
        watcher.watch("none");
        try (IgniteClient thin = server().thinClient()) {
            thin.cache("db0").put("none", "x");
            thin.cache("db0").remove("none");
        }
        assertNull(setInTransaction());
        watcher.watch("none");
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void expiryChanged_execFails() {
        watcher.watch("key");
        other.expire("key", 100);
        assertNull(setInTransaction());
        watcher.watch("key");
        other.persist("key");
        assertNull(setInTransaction());
    }

    @Test
    void expired_execFails() {
        other.pexpire("key", 30);
        watcher.watch("key");
        ServerFixture.await("expiry", () -> !other.exists("key"));
        assertNull(setInTransaction());
    }

    @Test
    void expiredBeforeWatch_execRuns() {
        other.pexpire("key", 1);
        ServerFixture.await("expiry", () -> !other.exists("key"));
        watcher.watch("key");
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void writtenByThinClient_execFails() {
        try (IgniteClient thin = server().thinClient()) {
            ClientCache<Object, Object> cache = thin.cache("db0");
            watcher.watch("key");
            cache.put("key", "old".getBytes(UTF_8));
            assertNull(setInTransaction());
            watcher.watch("key");
            cache.remove("key");
            assertNull(setInTransaction());
            watcher.watch("key");
            cache.withExpirePolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.MINUTES, 1)))
                    .put("key", "x");
            assertNull(setInTransaction());
        }
    }

    @Test
    void flushed_execFailsForWhatWasThere() {
        watcher.watch("key");
        other.flushAll();
        assertNull(setInTransaction());
        watcher.watch("none");
        other.flushDB();
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void swapped_execFailsForWhatChanges() {
        watcher.watch("key");
        other.swapDB(0, 9);
        assertNull(setInTransaction());
        watcher.watch("none");
        other.swapDB(0, 9);
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void swappedTwice_execFailsForWhatWasThere() {
        watcher.watch("key");
        other.swapDB(0, 9);
        other.swapDB(9, 0);
        assertNull(setInTransaction());
        watcher.watch("key");
        other.swapDB(1, 9);
        other.swapDB(9, 1);
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void expiredBeforeWatch_removedMeanwhile_execRuns() {
        for (int i = 0; i < 20; i++) {
            String key = "stale" + i;
            other.psetex(key, 1, "x");
            ServerFixture.await("expiry", () -> !other.exists(key));
            watcher.watch(key);
            ServerFixture.await("removal", () -> server().grid().start(0).expiringCount() == 0);
            assertEquals(List.of("OK"), setInTransaction());
        }
    }

    @Test
    void otherDatabase_isNotConfused() {
        watcher.watch("key");
        other.select(9);
        other.set("key", "elsewhere");
        assertEquals(List.of("OK"), setInTransaction());
        watcher.watch("key");
        watcher.select(9);
        watcher.set("key", "mine");
        assertEquals(List.of("OK"), setInTransaction());
        watcher.select(0);
    }

    @Test
    void unwatch_execRuns() {
        watcher.watch("key");
        other.set("key", "x");
        watcher.unwatch();
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void exec_endsWatch() {
        watcher.watch("key");
        other.set("key", "x");
        assertNull(setInTransaction());
        other.set("key", "y");
        assertEquals(List.of("OK"), setInTransaction());
    }

    @Test
    void brokenTransaction_isAborted() {
        send("MULTI");
        assertError("ERR unknown command 'NONSENSE', with args beginning with: ", "NONSENSE");
        assertError("EXECABORT Transaction discarded because of previous errors.", Protocol.Command.EXEC.toString());
        send("MULTI");
        assertError("ERR wrong number of arguments for 'get' command", "GET");
        assertEquals("QUEUED", send("SET", "key", "new"));
        assertError("EXECABORT Transaction discarded because of previous errors.", Protocol.Command.EXEC.toString());
        assertEquals("old", other.get("key"));
    }

    @Test
    void failingCommand_leavesTheOthers() {
        send("MULTI");
        send("SET", "key", "text");
        send("INCR", "key");
        send("SET", "after", "1");
        List<?> replies = (List<?>) watcher.sendCommand(Protocol.Command.EXEC);
        assertEquals(3, replies.size());
        assertEquals("ERR value is not an integer or out of range", ((JedisDataException) replies.get(1)).getMessage());
        assertEquals("1", other.get("after"));
    }

    @Test
    void errorsAroundTransactions_haveRedisTexts() {
        assertError("ERR EXEC without MULTI", "EXEC");
        assertError("ERR DISCARD without MULTI", "DISCARD");
        send("MULTI");
        assertError("ERR MULTI calls can not be nested", "MULTI");
        assertError("ERR WATCH inside MULTI is not allowed", "WATCH", "key");
        assertEquals(List.of(), watcher.sendCommand(Protocol.Command.EXEC));
    }

    @Test
    void wholeKeyspaceInTransaction_runsBetweenTheOthers() {
        send("MULTI");
        send("SET", "before", "1");
        send("FLUSHALL");
        send("GET", "before");
        send("SET", "after", "2");
        send("SWAPDB", "0", "9");
        send("GET", "after");
        send("SET", "key", "zero again");
        send("SELECT", "9");
        send("GET", "after");
        List<?> replies = (List<?>) watcher.sendCommand(Protocol.Command.EXEC);
        watcher.select(0);
        assertEquals("OK", text(replies.get(1)));
        assertNull(replies.get(2));
        assertEquals("OK", text(replies.get(4)));
        assertNull(replies.get(5));
        assertEquals("2", text(replies.get(8)));
        assertEquals("zero again", other.get("key"));
        assertNull(other.get("after"));
        other.swapDB(0, 9);
        assertEquals("2", other.get("after"));
    }

    @Test
    void select_inTransaction_movesTheCommandsBehindIt() {
        send("MULTI");
        send("SELECT", "9");
        send("SET", "key", "nine");
        send("SELECT", "0");
        send("MOVE", "key", "9");
        assertNotNull(watcher.sendCommand(Protocol.Command.EXEC));
        assertEquals("old", watcher.get("key"));
        watcher.select(9);
        assertEquals("nine", watcher.get("key"));
        watcher.select(0);
    }

    private @Nullable Object setInTransaction() {
        send("MULTI");
        assertEquals("QUEUED", send("SET", "key", "new"));
        Object reply = watcher.sendCommand(Protocol.Command.EXEC);
        return reply == null
                ? null
                : ((List<?>) reply).stream().map(WatchTest::text).toList();
    }

    private String send(String command, String... arguments) {
        return text(watcher.sendCommand(() -> command.getBytes(UTF_8), arguments));
    }

    private void assertError(String message, String command, String... arguments) {
        JedisDataException error =
                org.junit.jupiter.api.Assertions.assertThrows(JedisDataException.class, () -> send(command, arguments));
        assertEquals(message, error.getMessage());
    }

    private static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
    }
}
