package io.yggdrasil.ignite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginProvider;
import org.junit.jupiter.api.Test;

/** Ignite nodes that know nothing of the plugin. */
class StockNodeTest {
    @Test
    void thickClient_withoutOurClasses_refusedWithTheRemedy() throws Exception {
        try (TestGrid grid = new TestGrid()) {
            Ignite server = grid.startServer();
            Yggdrasil.of(server).namespaces().database(0);
            String output = runStockClient(grid.address());
            assertTrue(output.contains("FAILED"), output);
            assertTrue(output.contains("put the ignite-plugin jar on its class path"), output);
            assertTrue(output.endsWith("exit 0"), output);
        }
    }

    @Test
    void thickClient_withOurClassesOnly_seesTheData() {
        try (TestGrid grid = new TestGrid()) {
            Ignite server = grid.startServer();
            Namespace database = Yggdrasil.of(server).namespaces().database(0);
            database.cache().put("k", "v".getBytes(UTF_8));
            Ignite client = grid.start(grid.configuration().setClientMode(true).setPluginConfigurations());
            assertArrayEquals(
                    "v".getBytes(UTF_8), client.<String, byte[]>cache("db0").get("k"));
            client.<String, byte[]>cache("db0").put("from client", "w".getBytes(UTF_8));
            assertArrayEquals("w".getBytes(UTF_8), (byte[]) database.cache().get("from client"));
            byte[] computed = client.compute(client.cluster().forServers()).affinityCall("db0", "k", new ReadTask());
            assertArrayEquals("v".getBytes(UTF_8), computed);
        }
    }

    @Test
    void database_whileANodeLacksOurClasses_refused() {
        try (TestGrid grid = new TestGrid()) {
            IgniteConfiguration stock = grid.configuration().setPluginConfigurations();
            // With a provider of its own, Ignite does not look for ours.
            stock.setPluginProviders(otherProvider());
            grid.start(stock);
            Namespaces namespaces = Yggdrasil.of(grid.startServer()).namespaces();
            YggdrasilException e = assertThrows(YggdrasilException.class, () -> namespaces.database(0));
            assertEquals(YggdrasilException.Kind.USER, e.kind());
            assertTrue(e.getMessage().contains("node-0"), e.getMessage());
            grid.stop(grid.nodes().get(0));
            assertEquals("db0", namespaces.database(0).name());
        }
    }

    private static String runStockClient(String address) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-cp", classPathWithoutThePlugin(), StockClient.class.getName()));
        command.addAll(List.of(address, String.valueOf(FreePort.find())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
            return output.strip() + "\nexit " + process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPathWithoutThePlugin() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.replace(File.separatorChar, '/').endsWith("ignite-plugin/target/classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static PluginProvider<?> otherProvider() {
        return (PluginProvider<?>) Proxy.newProxyInstance(
                StockNodeTest.class.getClassLoader(),
                new Class<?>[] {PluginProvider.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "name", "version", "copyright", "toString" -> "other";
                    case "plugin" -> new IgnitePlugin() {};
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> null;
                });
    }
}
