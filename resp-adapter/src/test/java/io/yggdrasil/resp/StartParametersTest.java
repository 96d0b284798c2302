package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.config.ConfigurationSources;
import io.yggdrasil.resp.parameter.Parameters;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartParametersTest {
    @TempDir
    private Path folder;

    @Test
    void of_announcedAddress_showsIt() {
        Parameters parameters = parameters(Map.of("cluster-announce-ip", "10.1.2.3", "cluster-announce-port", "7001"));
        assertEquals("10.1.2.3", parameters.text("cluster-announce-ip"));
        assertEquals(7001, parameters.number("cluster-announce-port"));
    }

    @Test
    void of_data_tellsWhetherTheyAreLogged() {
        assertEquals("no", parameters(Map.of()).text("appendonly"));
        assertEquals("", parameters(Map.of()).text("save"));
        assertEquals("yes", parameters(Map.of("data", folder.toString())).text("appendonly"));
        assertEquals("no", parameters(Map.of("data", folder.toString())).text("appendfsync"));
    }

    private static Parameters parameters(Map<String, String> keys) {
        return StartParameters.of(ConfigurationSources.configuration(keys), 1L << 30);
    }
}
