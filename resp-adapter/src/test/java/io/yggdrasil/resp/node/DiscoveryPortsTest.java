package io.yggdrasil.resp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.config.ConfigurationSources;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ports a node takes for discovery, beside those of the nodes that it is to join. */
final class DiscoveryPortsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // One address of this machine is another node's.
                "127.0.0.1 | 127.0.0.1:5000                 | 5001 | 8",
                "127.0.0.1 | 127.0.0.1                      | 5001 | 8",
                "127.0.0.1 | localhost:5000                 | 5001 | 8",
                "127.0.0.1 | 127.0.0.1:5000 127.0.0.1:5000  | 5001 | 8",
                "127.0.0.1 | 127.0.0.1:5004                 | 5005 | 4",
                "127.0.0.1 | 127.0.0.1:5009                 | 5000 | 8",
                "0.0.0.0   | 127.0.0.1:5000                 | 5001 | 8",
                // Elsewhere, or beside the range.
                "127.0.0.1 | 127.0.0.2:5000                 | 5000 | 9",
                "127.0.0.1 | 127.0.0.1:5010                 | 5000 | 9",
                "0.0.0.0   | 192.0.2.1:5000                 | 5000 | 9",
                "0.0.0.0   | no.such.host.invalid           | 5000 | 9",
                // A list that all nodes may have.
                "127.0.0.1 | 127.0.0.1:5000 127.0.0.1:5001  | 5000 | 9",
            })
    void of_join_leavesOutTheOtherNodesPort(String bind, String join, int first, int range) {
        assertEquals(new DiscoveryPorts(first, range), ports(bind, join, 9));
    }

    @Test
    void of_noOtherPort_isRefused() {
        assertThrows(YggdrasilException.class, () -> ports("127.0.0.1", "127.0.0.1:5000", 0));
    }

    private static DiscoveryPorts ports(String bind, String join, int range) {
        return DiscoveryPorts.of(ConfigurationSources.configuration(Map.of(
                        "ignite.bind",
                        bind,
                        "join",
                        join,
                        "ignite.discovery-port",
                        "5000",
                        "ignite.port-range",
                        Integer.toString(range)))
                .grid());
    }
}
