package io.yggdrasil.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
    @Test
    void main_programAndRedisClientShareTheData_thenTheServerIsGone() throws Exception {
        String redisPort = FreePort.take();
        List<String> printed = Printed.by(
                EmbeddedServer::main,
                "port=" + redisPort,
                "ignite.client-port=" + FreePort.take(),
                "ignite.discovery-port=" + FreePort.take(),
                "ignite.communication-port=" + FreePort.take());
        assertEquals(2, printed.size(), printed.toString());
        assertTrue(printed.get(0).startsWith("RESP 127.0.0.1:" + redisPort + " "), printed.get(0));
        assertEquals("greeting: hello", printed.get(1));
        assertEquals(List.of(), Ignition.allGrids());
    }
}
