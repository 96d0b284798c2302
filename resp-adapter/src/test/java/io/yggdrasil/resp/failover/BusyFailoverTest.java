package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.SaveMode;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** The node that a script keeps busy, and the others with it, stops or is killed. */
final class BusyFailoverTest {
    private static final String NOT_BUSY = "NOTBUSY No scripts in execution right now.";

    /** One that did not end with its server took all that its parts wait: 20 s and more. */
    private static final long STOP_NANOS_MAX = TimeUnit.SECONDS.toNanos(9);

    @TempDir
    private Path folder;

    @Test
    void otherNodes_whenTheBusyOneIsKilledOrStops_areBusyNoMore() {
        List<String> settings = List.of("--set", "busy-reply-threshold=50");
        try (Children grid = new Children(folder, 3, index -> settings).start();
                Jedis other = grid.get(2).jedis()) {
            keepBusy(grid, 0, other, "while true do end");
            grid.kill(0);
            awaitFree(other);
            String written = "redis.call('SET', 'a', 1) redis.call('SET', 'b', 1) while true do end";
            keepBusy(grid, 1, other, written);
            ServerFixture.await("it has written", () -> functionKillError(other).startsWith("UNKILLABLE "));
            long start = System.nanoTime();
            try (Jedis near = grid.get(1).jedis()) {
                near.shutdown(SaveMode.NOSAVE);
            } catch (JedisConnectionException e) {
                assertTrue(grid.get(1).awaitEnd() == 0, e.toString());
            }
            assertEquals(0, grid.get(1).awaitEnd(), grid.get(1).errors());
            long nanos = System.nanoTime() - start;
            assertTrue(nanos < STOP_NANOS_MAX, "nanos=" + nanos);
            awaitFree(other);
            assertNull(other.get("a"));
            assertNull(other.get("b"));
        }
    }

    private static void keepBusy(Children grid, int node, Jedis other, String script) {
        CompletableFuture.runAsync(() -> {
            try (Jedis own = grid.get(node).jedis()) {
                own.eval(script, 0); // Nobody hears how it ends: its node is lost or stops.
            }
        });
        ServerFixture.await("others are told", () -> isBusy(other));
    }

    private static boolean isBusy(Jedis client) {
        try {
            client.get("k");
            return false;
        } catch (JedisDataException e) {
            assertTrue(e.getMessage().startsWith("BUSY "), e.getMessage());
            return true;
        }
    }

    private static void awaitFree(Jedis client) {
        ServerFixture.await("the other node is busy no more", () -> !isBusy(client));
        assertEquals(NOT_BUSY, error(client));
    }

    /** Kills no script. */
    private static String functionKillError(Jedis client) {
        return assertThrows(JedisDataException.class, client::functionKill).getMessage();
    }

    private static String error(Jedis client) {
        return assertThrows(JedisDataException.class, client::scriptKill).getMessage();
    }
}
