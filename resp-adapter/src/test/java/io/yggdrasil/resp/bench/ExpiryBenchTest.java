package io.yggdrasil.resp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.yggdrasil.resp.WholeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many keys that expire at once are removed by themselves and counted, while others are used. */
final class ExpiryBenchTest {
    private static final int KEYS = 100_000;
    private static final int PART_SECONDS = 2;

    @Test
    void manyKeys_areAllPurgedAndCounted_whileOthersAreUsed() throws IOException, InterruptedException {
        StringWriter lines = new StringWriter();
        try (WholeServer server = WholeServer.start(Map.of("maxmemory", "512mb"))) {
            ServerUnderTest tested = ServerUnderTest.given("yggdrasil", new Endpoint("127.0.0.1", server.port()));
            ExpiryBench bench = new ExpiryBench(KEYS, 2, 200, 20_000, PART_SECONDS, new PrintWriter(lines));
            Config report = ConfigFactory.parseString(bench.run(tested));
            assertEquals(KEYS, report.getInt("keys"));
            assertEquals(KEYS, report.getInt("expiredKeysCounted"), lines.toString());
            assertTrue(report.getDouble("before.perSecond") > 0, lines.toString());
            assertTrue(report.getDouble("during.p99Millis") > 0, lines.toString());
            assertEquals(ExpiryBench.OTHER_KEYS, tested.size());
        }
    }
}
