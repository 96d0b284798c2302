package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.server.RawClient;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node in memory whose page memory is full: it refuses what adds data, does the rest, and lives. */
final class FullMemoryTest {
    private static final String OOM = "OOM command not allowed when used memory > 'maxmemory'.";
    private static final int BATCH = 500;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of("maxmemory", "64mb"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void full_onlyWhatAddsDataIsRefused_untilThereIsRoomAgain() {
        try (RawClient client = new RawClient(server.port())) {
            for (int size : new int[] {100, 10_000, 500_000}) {
                ask(client, "SET kept value", "+OK");
                int stored = fill(client, size);
                assertTrue(stored > 0, "size=" + size);
                fill(client, 1);
                await(client, "SET missing 1 XX", "-" + OOM);

                ask(client, "SET more 1", "-" + OOM);
                ask(client, "SET missing 1 XX", "-" + OOM);
                ask(client, "APPEND kept 1", "-" + OOM);
                ask(client, "MULTI", "+OK");
                ask(client, "SET more 1", "-" + OOM);
                ask(client, "EXEC", "-EXECABORT Transaction discarded because of previous errors.");

                ask(client, "EXPIRE kept 1000", ":1");
                ask(client, "PERSIST kept", ":1");
                ask(client, "RENAME kept renamed", "+OK");
                ask(client, "RENAME renamed kept", "+OK");
                ask(client, "STRLEN kept", ":5");
                ask(client, "DEL key:0:" + size, ":1");

                ask(client, "FLUSHALL", "+OK");
                await(client, "SET room 1", "+OK");
            }
        }
    }

    @Test
    void configSet_maxmemory_notMoreThanThePageMemory() {
        try (RawClient client = new RawClient(server.port())) {
            ask(client, "CONFIG SET maxmemory 32mb", "+OK");
            ask(client, "CONFIG SET maxmemory 64mb", "+OK");
            ask(
                    client,
                    "CONFIG SET maxmemory 65mb",
                    "-ERR CONFIG SET failed (possibly related to argument 'maxmemory') - the page memory is fixed at the"
                            + " start: at most 67108864 bytes");
            ask(client, "CONFIG SET maxmemory 0", "+OK");
            ask(client, "CONFIG SET maxmemory 64mb", "+OK");
        }
    }

    /** Stores values until the first is refused; returns how many were stored. */
    private static int fill(RawClient client, int size) {
        String value = "v".repeat(size);
        int batch = size > 10_000 ? 1 : BATCH;
        int stored = 0;
        while (true) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < batch; i++) {
                String key = "key:" + (stored + i) + ':' + size;
                requests.append("*3\r\n$3\r\nSET\r\n$").append(key.length()).append("\r\n");
                requests.append(key).append("\r\n$").append(size).append("\r\n");
                requests.append(value).append("\r\n");
            }
            client.send(requests.toString());
            int taken = 0;
            for (int i = 0; i < batch; i++) {
                String reply = client.line();
                if (reply.equals("+OK")) {
                    taken++;
                } else {
                    assertEquals("-" + OOM, reply);
                }
            }
            stored += taken;
            if (taken < batch) {
                return stored;
            }
        }
    }

    /** Asks again until the reply is as wanted: memory is measured ten times a second. */
    private static void await(RawClient client, String request, String reply) {
        ServerFixture.await(request + " gives " + reply, () -> {
            client.send(request + "\r\n");
            return client.line().equals(reply);
        });
    }

    private static void ask(RawClient client, String request, String reply) {
        client.send(request + "\r\n");
        assertEquals(reply, client.line(), request);
    }
}
