package io.yggdrasil.resp.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.resp.ServerChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A server whose storage and log are on persistent memory. */
final class DaxPersistenceTest {
    private static final int KEYS = 500;

    @TempDir
    private Path folder;

    @Test
    void kill_dataOnDax_isThereAgain() throws IOException {
        String dax = System.getenv("YGGDRASIL_TEST_FSDAX");
        assumeTrue(dax != null && !dax.isEmpty(), "YGGDRASIL_TEST_FSDAX names no device for tests");
        Path data = Files.createTempDirectory(Path.of(dax), "yggdrasil-test-");
        try {
            writeKillAndRead(data, true);
        } finally {
            Trees.delete(data);
        }
    }

    @Test
    void kill_dataElsewhere_isThereAgainAndNotCalledDax() {
        writeKillAndRead(folder.resolve("data"), false);
    }

    private void writeKillAndRead(Path data, boolean isDax) {
        try (ServerChild server = start(data);
                Jedis jedis = server.jedis()) {
            for (int i = 0; i < KEYS; i++) {
                jedis.set("key" + i, "value" + i);
            }
            String log = server.errors();
            if (isDax) {
                assertTrue(log.contains("storage     " + data.resolve("storage") + " is on DAX: "), log);
                assertTrue(log.contains("wal         " + data.resolve("wal") + " is on DAX: "), log);
            } else {
                assertFalse(log.contains("is on DAX"), log);
            }
            server.kill();
            server.awaitEnd();
        }
        try (ServerChild server = start(data);
                Jedis jedis = server.jedis()) {
            for (int i = 0; i < KEYS; i++) {
                assertEquals("value" + i, jedis.get("key" + i));
            }
            assertEquals(KEYS, jedis.dbSize());
        }
    }

    private ServerChild start(Path data) {
        return ServerChild.start(folder, "--data", data.toString()).awaitReady();
    }
}
