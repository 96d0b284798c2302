package io.yggdrasil.resp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.yggdrasil.resp.WholeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each command on an element is measured, on a small collection and on a large one, and memory is counted. */
final class ScaleBenchTest {
    private static final int MANY = 4_000;

    @Test
    void commandsOnElements_areMeasured_onSmallAndLargeCollections() throws IOException {
        StringWriter lines = new StringWriter();
        try (WholeServer server = WholeServer.start(Map.of("maxmemory", "256mb"))) {
            ServerUnderTest tested = ServerUnderTest.given("yggdrasil", new Endpoint("127.0.0.1", server.port()));
            Config report =
                    ConfigFactory.parseString(new ScaleBench(MANY, 1, 20, new PrintWriter(lines)).run(List.of(tested)));
            List<? extends Config> rows = report.getConfigList("p50Micros");
            assertEquals(22, rows.size(), lines.toString());
            for (Config row : rows) {
                assertTrue(row.getDouble("yggdrasil.few") > 0 && row.getDouble("yggdrasil.many") > 0, lines.toString());
            }
            for (CollectionFiller.Kind kind : CollectionFiller.Kind.values()) {
                double bytes = report.getDouble("bytesPerElement.yggdrasil." + kind);
                assertTrue(bytes > 10 && bytes < 1_000, kind + ": " + bytes);
            }
            assertEquals(2 * CollectionFiller.Kind.values().length, tested.size());
        }
    }
}
