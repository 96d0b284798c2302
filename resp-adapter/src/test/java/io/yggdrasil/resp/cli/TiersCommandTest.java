package io.yggdrasil.resp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.FreePort;
import io.yggdrasil.resp.WholeServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** The table of tiers beside a real server. */
final class TiersCommandTest {
    private static WholeServer server;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of("requirepass", "secret", "hot-tier-size", "2mb"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private int run(String... arguments) {
        return new CommandLine(new TiersCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void tiers_afterReads_showsThem() {
        try (Jedis redis = new Jedis(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder().password("secret").build())) {
            redis.set("key", "value");
            for (int i = 0; i < 1_000; i++) {
                redis.get("key");
            }
            assertTrue(redis.info("tiers").contains("hot_bytes:2097152"), redis.info("tiers"));
        }
        String port = String.valueOf(server.port());
        assertEquals(ExitCode.DONE, run("--port", port, "--password", "secret", "--count", "2"), err::toString);
        String table = out.toString();
        assertTrue(table.matches("(?s)hot tier .*\\Rall +1 .*\\Rdb0 +1 +1 .*"), table);
        assertTrue(table.matches("(?s).*\\Rpage memory +entries .*\\Rdb0 +1 +\\d+ +0 +0 +0 +0\\R.*"), table);
        assertTrue(table.matches("(?s).*\\Rreads, us .*\\Rall +[1-9.0]+ .*\\Rdb0 +\\d+\\.\\d+ .*"), table);
        assertTrue(table.matches("(?s).*\\Rregions .*\\Rdefault +\\S+ +256\\.0m.*"), table);
        assertEquals(2, table.split("hot tier", -1).length - 1, table);
    }

    @Test
    void infoTiers_ofTwoNamespaces_countsEachByItself() {
        try (Jedis redis = new Jedis(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder()
                        .password("secret")
                        .database(3)
                        .build())) {
            redis.set("key", "v".repeat(500));
            for (int i = 0; i < 2_000; i++) {
                redis.get("key");
            }
            for (int i = 0; i < 300; i++) {
                assertNull(redis.get("absent" + i));
            }
            Map<String, Map<String, String>> lines = TierTable.parse(redis.info("tiers"));
            Map<String, String> warm = lines.get("warm_rows_db3");
            assertEquals("1", warm.get("entries"), warm::toString);
            assertEquals("300", warm.get("misses"), warm::toString);
            assertEquals("0", warm.get("evictions"), warm::toString);
            assertEquals(530, number(warm, "bytes"), 30, warm::toString);
            assertTrue(number(lines.get("namespace_db3"), "hits") > 1_900, lines::toString);
            assertTrue(histogram(lines.get("hot_nanos_db3")) >= 7, lines::toString);
            assertTrue(number(lines.get("hot_nanos_db3"), "p50") > 0, lines::toString);
            assertTrue(histogram(lines.get("warm_nanos_db3")) >= 1, lines::toString);
            assertTrue(
                    histogram(lines.get("hot_read_nanos")) >= histogram(lines.get("hot_nanos_db3")), lines::toString);
            redis.del("key");
            assertEquals(
                    "0",
                    TierTable.parse(redis.info("tiers")).get("warm_rows_db3").get("bytes"));
        }
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.get(name));
    }

    private static long histogram(Map<String, String> times) {
        return times.entrySet().stream()
                .filter(field -> field.getKey().startsWith("le_"))
                .mapToLong(field -> Long.parseLong(field.getValue()))
                .sum();
    }

    @Test
    void tiers_withoutPassword_saysWhatTheServerSays() {
        assertEquals(1, run("--port", String.valueOf(server.port()), "--count", "1"));
        assertTrue(err.toString().contains("NOAUTH Authentication required."), err::toString);
    }

    @Test
    void tiers_nobodyThere_saysSo() {
        int port = FreePort.find();
        assertEquals(1, run("--port", String.valueOf(port)));
        assertTrue(err.toString().contains("127.0.0.1:" + port), err::toString);
    }

    @Test
    void tiers_badOptions_areRefused() {
        assertEquals(ExitCode.WRONG_USE, run("--interval", "0"));
        assertEquals(ExitCode.WRONG_USE, run("--port", "70000"));
    }
}
