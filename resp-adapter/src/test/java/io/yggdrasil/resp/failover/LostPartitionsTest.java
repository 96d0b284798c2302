package io.yggdrasil.resp.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** More processes are killed than there are backups; with their data on disk they bring back what was lost. */
final class LostPartitionsTest {
    private static final int KEYS = 300;
    private static final String NOT_SERVED = "CLUSTERDOWN Hash slot not served";

    @TempDir
    private Path folder;

    @Test
    void kill_twoOfThree_keysWithoutOwnerAreRefusedUntilBothAreBack() {
        try (Children grid = Children.persistent(folder, 3).start()) {
            String[] keys = IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toArray(String[]::new);
            List<String> values = List.of(keys);
            try (Jedis jedis = grid.get(0).jedis()) {
                for (String key : keys) {
                    jedis.set(key, key);
                }
                grid.kill(1, 2);
                int refused = 0;
                for (String key : keys) {
                    refused += isRefused(jedis, key) ? 1 : 0;
                }
                assertTrue(refused > KEYS / 10 && refused < KEYS / 2, "refused=" + refused);
                assertNotServed(() -> jedis.mget(keys));
                assertNotServed(() -> jedis.mset(keys));
                grid.begin(1).awaitReady();
                assertNotServed(() -> jedis.mget(keys));
                grid.begin(2).awaitReady();
                assertEquals(values, jedis.mget(keys));
                try (Jedis other = grid.get(2).jedis()) {
                    assertEquals(values, other.mget(keys));
                    other.set(keys[0], "written");
                    assertEquals("written", jedis.get(keys[0]));
                }
            }
            Copies.assertEqual(grid.get(0), 2);
        }
    }

    private static boolean isRefused(Jedis jedis, String key) {
        try {
            assertEquals(key, jedis.get(key));
            return false;
        } catch (JedisDataException e) {
            assertEquals(NOT_SERVED, e.getMessage());
            assertNotServed(() -> jedis.set(key, "x"));
            return true;
        }
    }

    private static void assertNotServed(Executable request) {
        assertEquals(NOT_SERVED, assertThrows(JedisDataException.class, request).getMessage());
    }
}
