package io.yggdrasil.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The launcher and the jar, as a user runs them. */
final class LauncherTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path JAR = HOME.resolve("resp-adapter/target/yggdrasil.jar");
    private static final Pattern READY = Pattern.compile("Yggdrasil ready in .* RESP 127\\.0\\.0\\.1:(\\d+) .*");
    private static final int END_SECONDS = 60;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void jar() {
        assumeTrue(Files.exists(JAR), "the jar is made by ./mvnw package");
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void launcher_throughALinkFromElsewhere_servesUntilSigterm() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), HOME.resolve("yggdrasil"));
        try {
            assertServes(start(link.toString(), "start"));
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void jar_withoutLauncher_servesUntilSigterm() throws IOException, InterruptedException {
        assertServes(start(java(), "-jar", JAR.toString()));
    }

    @Test
    void launcher_wrongOption_endsWithTwo() throws IOException, InterruptedException {
        Process process = run(HOME.resolve("yggdrasil").toString(), "start", "--colour", "blue");
        assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
    }

    @Test
    void launcher_help_tellsTheOptions() throws IOException, InterruptedException {
        Process process = run(HOME.resolve("yggdrasil").toString(), "start", "--help");
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        for (String option : List.of(
                "--port", "--bind", "--data", "--maxmemory", "--join", "--cluster-enabled", "--config", "--set")) {
            assertTrue(help.contains(option), help);
        }
    }

    private static void assertServes(Process process) throws IOException, InterruptedException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        Matcher ready = READY.matcher(String.valueOf(line));
        assertTrue(ready.matches(), "line=" + line);
        try (Jedis jedis = new Jedis("127.0.0.1", Integer.parseInt(ready.group(1)))) {
            assertEquals("OK", jedis.set("key", "value"));
            assertEquals("value", jedis.get("key"));
        }
        process.destroy();
        assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    private Process start(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        int base = freePort();
        all.addAll(List.of("--port", "0", "--maxmemory", "128mb"));
        all.addAll(List.of("--set", "ignite.client-port=" + base));
        all.addAll(List.of("--set", "ignite.discovery-port=" + base));
        all.addAll(List.of("--set", "ignite.communication-port=" + base));
        return run(all.toArray(String[]::new));
    }

    private Process run(String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that was free just now, below those that the system gives to clients. */
    private static int freePort() {
        while (true) {
            int port = (int) (20_000 + System.nanoTime() % 10_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                Thread.onSpinWait(); // Taken: the next one.
            }
        }
    }
}
