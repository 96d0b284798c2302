package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that are no Java: ioredis, as a plain client and as one of a cluster, and redis-benchmark's cluster mode. */
final class ClusterToolsTest {
    private static final String IOREDIS = "ioredis@6.0.0";
    private static final long SECONDS_MAX = 60;

    private static ClusterFixture plain;
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        plain = ClusterFixture.start(2);
        cluster = ClusterFixture.start(3, Map.of("cluster-enabled", "yes"));
    }

    @AfterAll
    static void stop() {
        plain.close();
        cluster.close();
    }

    @Test
    void ioredis_plain_worksThroughAnyNode() throws Exception {
        assertEquals("ok", ioredis("plain", plain.member(0).port()));
        assertEquals("ok", ioredis("plain", plain.member(1).port()));
    }

    @Test
    void ioredis_cluster_findsTheOwners() throws Exception {
        assertEquals("ok", ioredis("cluster", cluster.member(1).port()));
    }

    @Test
    void redisBenchmark_cluster_runs() throws Exception {
        assumeTrue(isInstalled("redis-benchmark"), "redis-benchmark is not installed");
        String port = String.valueOf(cluster.member(2).port());
        Run run = run(
                "redis-benchmark",
                "--cluster",
                "-p",
                port,
                "-n",
                "6000",
                "-c",
                "30",
                "-P",
                "4",
                "-r",
                "1000",
                "-q",
                "-t",
                "set,get,incr");
        assertEquals(0, run.exit, run.output);
        for (String test : List.of("SET", "GET", "INCR")) {
            assertTrue(run.output.contains(test + ": "), run.output);
        }
        assertEquals(3, run.output.split("requests per second", -1).length - 1, run.output);
        assertTrue(!run.output.contains("Error"), run.output);
    }

    private static String ioredis(String mode, int port) throws Exception {
        assumeTrue(isInstalled("node") && isInstalled("npm"), "node and npm are not installed");
        Path folder = Files.createDirectories(Path.of("target", "npm")).toAbsolutePath();
        if (!Files.exists(folder.resolve("node_modules").resolve("ioredis"))) {
            Run install = run("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), IOREDIS);
            assumeTrue(install.exit == 0, "npm cannot install " + IOREDIS + ": " + install.output);
        }
        String script = Path.of(
                        ClusterToolsTest.class.getResource("/ioredis-smoke.js").toURI())
                .toString();
        Run run = run("node", script, folder.toString(), mode, String.valueOf(port), "k" + System.nanoTime() + "-");
        assertEquals(0, run.exit, run.output);
        return run.output.strip();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * What a program did.
     *
     * @param exit its exit code
     * @param output what it wrote to stdout and stderr
     */
    private record Run(int exit, String output) {}

    private static Run run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            return new Run(ended ? process.exitValue() : -1, text);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
