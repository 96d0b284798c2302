package io.yggdrasil.resp.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.server.RawClient;
import org.junit.jupiter.api.Test;

/** Namespaces in regions of their own: one that is full does not stop the others. */
class FullRegionTest {
    private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";
    private static final int WRITES_MAX = 100_000;

    @Test
    void isFull_oneRegionOfTwo_leavesTheOtherOpen() {
        try (ServerFixture server = ServerFixture.startWith(
                        plugin -> plugin.setNamespaces(new NamespaceConfiguration()
                                .setDatabase(0)
                                .setPrefix("small:")
                                .setName("small")
                                .setDataRegion(ServerFixture.SMALL_REGION)),
                        new StringCommands());
                RawClient client = new RawClient(server.port())) {
            int stored = fill(client);
            assertTrue(stored > 1_000, "stored=" + stored);
            assertFalse(server.grid().isFull());
            assertEquals("+OK", set(client, "other"));
            assertEquals(OOM, set(client, "small:more"));
        }
    }

    private static int fill(RawClient client) {
        for (int stored = 0; stored < WRITES_MAX; stored++) {
            String reply = set(client, "small:" + stored);
            if (!reply.equals("+OK")) {
                assertEquals(OOM, reply);
                return stored;
            }
        }
        throw new AssertionError("the region takes everything");
    }

    private static String set(RawClient client, String key) {
        return client.send("SET " + key + ' ' + "v".repeat(1_000) + "\r\n").line();
    }
}
