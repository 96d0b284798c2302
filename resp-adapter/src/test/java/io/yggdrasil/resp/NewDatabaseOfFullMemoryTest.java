package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.server.RawClient;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database is first used when memory is full of the data of another. */
final class NewDatabaseOfFullMemoryTest {
    private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";
    private static final int VALUE_BYTES = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"noeviction", "allkeys-lru"})
    void firstUse_isRefused_orRoomIsMade_andTheServerLives(String policy) {
        try (WholeServer server = WholeServer.start(Map.of("maxmemory", "64mb", "maxmemory-policy", policy));
                RawClient client = new RawClient(server.port())) {
            String value = "v".repeat(VALUE_BYTES);
            int stored = 0;
            for (int i = 0; i < 6000; i++) {
                String reply =
                        client.send("SET key:" + i + ' ' + value + "\r\n").line();
                stored += reply.equals("+OK") ? 1 : 0;
            }
            assertTrue(stored > 1000, "stored=" + stored);
            client.send("SELECT 3\r\n").line();
            ServerFixture.await("an answer", () -> {
                String reply = client.send("SET x y\r\n").line();
                return reply.equals(policy.equals("noeviction") ? OOM : "+OK");
            });
            assertEquals("+OK", client.send("SELECT 0\r\n").line());
            assertEquals("+PONG", client.send("PING\r\n").line());
        }
    }
}
