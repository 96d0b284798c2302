package io.yggdrasil.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpringXmlNodeTest {
    private final String discoveryPort = FreePort.take();

    private final Map<String, String> ports = Map.of(
            "yggdrasil.client.port",
            FreePort.take(),
            "yggdrasil.communication.port",
            FreePort.take(),
            "yggdrasil.discovery.port",
            discoveryPort,
            "yggdrasil.join",
            "127.0.0.1:" + discoveryPort);

    @BeforeEach
    void setPorts() {
        ports.forEach(System::setProperty);
    }

    @AfterEach
    void clearPorts() {
        ports.keySet().forEach(System::clearProperty);
    }

    @Test
    void main_sampleConfiguration_itsNamespacesServe() throws Exception {
        List<String> printed = Printed.by(SpringXmlNode::main, "../config/ignite-yggdrasil.xml");
        assertEquals(
                2,
                printed.stream().filter(line -> line.startsWith("configured: ")).count());
        assertEquals(
                List.of(
                        "db0 has greeting: hello",
                        "session:42 is in: sessions",
                        "db0 has it too: false",
                        "rows of PUBLIC.STRINGS: [[tree, ash]]"),
                printed.subList(2, printed.size()));
    }
}
