package io.yggdrasil.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.YggdrasilServer;
import io.yggdrasil.resp.config.ConfigurationSources;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples that are clients, against one server with the namespace that they ask for. */
class ClientExamplesTest {
    /** Two writers go 500 times through ten page views, three of them of /docs and two of /docs/sql. */
    private static final int ROUNDS = 2 * 500;

    private static final String IGNITE_PORT = FreePort.take();

    private static YggdrasilServer server;

    @BeforeAll
    static void start() {
        ConfigurationSources configuration = new ConfigurationSources()
                .set("port=0")
                .set("maxmemory=256mb")
                .set("ignite.port-range=0")
                .set("ignite.client-port=" + IGNITE_PORT)
                .set("ignite.discovery-port=" + FreePort.take())
                .set("ignite.communication-port=" + FreePort.take())
                .set("namespace.visits.prefix=visits:")
                .set("namespace.visits.sql-schema=PUBLIC")
                .set("namespace.visits.sql-table=visits");
        server = YggdrasilServer.start(configuration.read(), fatal -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void jedisQuickStart_showsEachKindOfCommand() throws Exception {
        assertEquals(
                List.of(
                        "greeting: hello, world",
                        "several: [ash, Urd, null]",
                        "stock: 14",
                        "lock for alice: OK",
                        "lock for bob: null",
                        "lock ends by itself: true",
                        "square of 999: 998001",
                        "accounts: [75, 25]"),
                Printed.by(JedisQuickStart::main, redisAddress()));
    }

    @Test
    void thinClient_sharesKeysAndExpiryWithRedisClients() throws Exception {
        assertEquals(
                List.of(
                        "Ignite gets city: Uppsala",
                        "Redis gets river: Fyrisån",
                        "Redis sees that ticket expires: true",
                        "Redis gets the cart: [4, 4]",
                        "Redis finds of it: 0"),
                Printed.by(ThinClientExample::main, redisAddress(), igniteAddress()));
    }

    @Test
    void sql_readsWhileRedisClientsWrite() throws Exception {
        assertEquals(
                List.of(
                        "While Redis clients counted, the total never fell: true",
                        "In the end: " + 10 * ROUNDS + " views",
                        "/docs: " + 3 * ROUNDS,
                        "/docs/sql: " + 2 * ROUNDS,
                        "Redis counts on from what SQL wrote: 42"),
                Printed.by(SqlExample::main, redisAddress(), igniteAddress()));
    }

    private static String redisAddress() {
        return "127.0.0.1:" + server.port();
    }

    private static String igniteAddress() {
        return "127.0.0.1:" + IGNITE_PORT;
    }
}
