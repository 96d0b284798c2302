package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program in a process of its own, where it starts no server. */
final class MainTest {
    @Test
    void noArguments_tellsTheCommandsAndFails() throws IOException, InterruptedException {
        Process process = run();
        assertListsCommands(text(process.getErrorStream().readAllBytes()));
        assertEquals(2, process.waitFor());
    }

    @Test
    void help_tellsTheCommands() throws IOException, InterruptedException {
        Process process = run("--help");
        assertListsCommands(text(process.getInputStream().readAllBytes()));
        assertEquals(0, process.waitFor());
    }

    @Test
    void unknownCommand_tellsTheCommandsAndHowAServerStops() throws IOException, InterruptedException {
        assertRefuses(
                "strat",
                "there is no command 'strat'; the commands are start, version, accel, bench, export, import, simulate, tiers");
        assertRefuses(
                "stop",
                "there is no command 'stop'; a server stops on Ctrl-C, SIGTERM, or SHUTDOWN of a Redis client; the"
                        + " commands are start, version, accel, bench, export, import, simulate, tiers");
    }

    private static void assertRefuses(String word, String complaint) throws IOException, InterruptedException {
        Process process = run(word);
        assertEquals(
                "yggdrasil: " + complaint,
                text(process.getErrorStream().readAllBytes()).strip());
        assertEquals(2, process.waitFor());
    }

    private static void assertListsCommands(String usage) {
        for (String line : List.of(
                "start +Starts a node.*",
                "version +Prints the version.*",
                "accel +What accelerators.*",
                "bench +Measures this server.*",
                "export +Writes .*",
                "import +Puts .*",
                "simulate +Hit ratios of the eviction policies.*",
                "tiers +What the tiers of a running server hold.*")) {
            assertTrue(usage.lines().anyMatch(shown -> shown.strip().matches(line)), usage);
        }
    }

    private static Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.yggdrasil.resp.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
