package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample configuration, started the way an Ignite user starts a node. */
class SpringConfigurationTest {
    private static final Path SAMPLE = Path.of("..", "config", "ignite-yggdrasil.xml");

    private static final Logger JDK_LOG = Logger.getLogger("");

    private final int clientPort = FreePort.find();

    private final int discoveryPort = FreePort.find();

    private final Map<String, String> properties = Map.of(
            "yggdrasil.client.port", String.valueOf(clientPort),
            "yggdrasil.communication.port", String.valueOf(FreePort.find()),
            "yggdrasil.discovery.port", String.valueOf(discoveryPort),
            "yggdrasil.join", "127.0.0.1:" + discoveryPort,
            "IGNITE_WORK_DIR", Path.of("target", "test-work").toAbsolutePath().toString());

    @BeforeEach
    void setProperties() {
        properties.forEach(System::setProperty);
        JDK_LOG.setLevel(Level.SEVERE); // The sample leaves Ignite its own logger.
    }

    @AfterEach
    void clearProperties() {
        properties.keySet().forEach(System::clearProperty);
    }

    @Test
    void sample_stockStart_pluginRuns() {
        try (Ignite node = Ignition.start(SAMPLE.toAbsolutePath().toString());
                IgniteClient client =
                        Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + clientPort))) {
            Namespaces namespaces = Yggdrasil.of(node).namespaces();
            byte[] key = "session:1".getBytes(UTF_8);
            Namespace sessions = namespaces.of(0, key, 0, key.length);
            assertEquals("sessions", sessions.name());
            CacheConfiguration<?, ?> cache = sessions.cache().getConfiguration(CacheConfiguration.class);
            assertEquals("sessions", cache.getDataRegionName());
            namespaces.database(0).cache().put("k", "v".getBytes(UTF_8));
            assertArrayEquals(
                    "v".getBytes(UTF_8), client.<String, byte[]>cache("db0").get("k"));
            namespaces.database(1).cache().put("k", "row".getBytes(UTF_8));
            assertEquals(
                    List.of(List.of("k", "row")),
                    client.query(new SqlFieldsQuery("SELECT _KEY, UTF8TOSTRING(_VAL) FROM STRINGS"))
                            .getAll());
        }
    }

    @Test
    void node_withoutTheBean_isAStockNode() {
        try (TestGrid grid = new TestGrid()) {
            Ignite node = grid.start(grid.configuration().setPluginConfigurations());
            assertNotNull(node.plugin(Yggdrasil.PLUGIN_NAME));
            YggdrasilException e = assertThrows(YggdrasilException.class, () -> Yggdrasil.of(node));
            assertEquals(YggdrasilException.Kind.USER, e.kind());
            node.getOrCreateCache("db0").put(1, 1);
            assertEquals(1, node.cache("db0").get(1));
        }
    }
}
