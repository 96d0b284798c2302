package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.config.ConfigurationSources;
import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.parameter.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParameterFileTest {
    private static final long MEMORY = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    void get_changedParameters_areInTheFileAndItsCommentsToo() throws IOException {
        Path file = Files.writeString(folder.resolve("some.conf"), "# Mine.\nport = 7000 # Lucky.\ntimeout = 5m\n");
        Parameters parameters = parameters(file);
        ParameterFile rewrite = new ParameterFile(file, parameters);
        set(parameters, "timeout", "7");
        set(parameters, "requirepass", "a \"b\"");
        set(parameters, "slowlog-max-len", "9");
        assertNull(rewrite.get());
        String text = Files.readString(file);
        assertEquals(
                "# Mine.\nport = 7000 # Lucky.\ntimeout = 7\n\n# Written by CONFIG REWRITE.\n"
                        + "requirepass = \"a \\\"b\\\"\"\nslowlog-max-len = 9\n",
                text);
        ServerConfiguration again = new ConfigurationSources().file(file).read();
        assertEquals(7, again.clients().idleTimeout().toSeconds());
        assertEquals("a \"b\"", again.clients().password());
        assertEquals("9", again.parameters().get("slowlog-max-len"));
        assertNull(rewrite.get());
        assertEquals(text, Files.readString(file));
        set(parameters, "slowlog-max-len", "10");
        set(parameters, "latency-tracking", "no");
        assertNull(rewrite.get());
        assertEquals(text.replace("len = 9\n", "len = 10\nlatency-tracking = no\n"), Files.readString(file));
    }

    @Test
    void get_fileInBraces_staysOne() throws IOException {
        Path file = Files.writeString(folder.resolve("some.conf"), "{\n  port : 7000\n}\n");
        Parameters parameters = parameters(file);
        ParameterFile rewrite = new ParameterFile(file, parameters);
        set(parameters, "timeout", "7");
        assertNull(rewrite.get());
        ServerConfiguration again = new ConfigurationSources().file(file).read();
        assertEquals(7000, again.clients().port());
        assertEquals(7, again.clients().idleTimeout().toSeconds());
    }

    @Test
    void get_permissionsOfTheFile_stay() throws IOException {
        Path file = Files.writeString(folder.resolve("some.conf"), "port = 7000\n");
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, permissions);
        Parameters parameters = parameters(file);
        ParameterFile rewrite = new ParameterFile(file, parameters);
        set(parameters, "timeout", "7");
        assertNull(rewrite.get());
        assertEquals(permissions, Files.getPosixFilePermissions(file));
    }

    @Test
    void get_valueThatNoStartTakes_isRefusedAndChangesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("some.conf"), "port = 7000\n");
        Parameters parameters = parameters(file);
        ParameterFile rewrite = new ParameterFile(file, parameters);
        set(parameters, "maxmemory", "1");
        String reason = String.valueOf(rewrite.get());
        assertTrue(reason.contains("maxmemory = 1"), reason);
        assertEquals("port = 7000\n", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void get_noFile_saysSo() {
        assertEquals("The server is running without a config file", new ParameterFile(null, new Parameters()).get());
    }

    private static Parameters parameters(Path file) {
        return StartParameters.of(new ConfigurationSources().file(file).read(), MEMORY);
    }

    private static void set(Parameters parameters, String name, String value) {
        parameters.set(new String[] {name}, new String[] {value}, false);
    }
}
