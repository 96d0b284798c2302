package io.yggdrasil.ignite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.jspecify.annotations.Nullable;

/** A grid of real nodes in this JVM, on loopback and free ports. Closing it stops them all. */
public final class TestGrid implements AutoCloseable {
    private static final int NODES_MAX = 8;

    private static final long DEADLINE_NANOS = 30_000_000_000L;

    static {
        // Not quiet means that start-up chatter goes to the logger, which drops it, instead of to the console.
        System.setProperty("IGNITE_QUIET", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    }

    private final String name = "grid-" + UUID.randomUUID();

    /** One a node. */
    private final int[] discoveryPorts =
            IntStream.generate(FreePort::find).limit(NODES_MAX).toArray();

    private final List<Ignite> nodes = new ArrayList<>();

    private final UnaryOperator<YggdrasilConfiguration> plugin;

    private final @Nullable Path dataFolder;

    private int started;

    public TestGrid(UnaryOperator<YggdrasilConfiguration> plugin, @Nullable Path dataFolder) {
        this.plugin = plugin;
        this.dataFolder = dataFolder;
    }

    /** In memory, with the plugin's defaults. */
    public TestGrid() {
        this(UnaryOperator.identity(), null);
    }

    /** Starts one more server node with the plugin. */
    public Ignite startServer() {
        return start(configuration());
    }

    /** Starts a node from {@code configuration}; it is stopped with the grid. */
    public Ignite start(IgniteConfiguration configuration) {
        Ignite node = Ignition.start(configuration);
        nodes.add(node);
        return node;
    }

    /** The configuration of one more server node. */
    public IgniteConfiguration configuration() {
        int index = started++;
        return new IgniteConfiguration()
                .setIgniteInstanceName(name + "-" + index)
                .setConsistentId("node-" + index)
                .setGridLogger(new Slf4jLogger())
                .setMetricsLogFrequency(0)
                .setLocalHost("127.0.0.1")
                .setWorkDirectory(workFolder())
                .setDiscoverySpi(discovery(discoveryPorts[index]))
                .setCommunicationSpi(
                        new TcpCommunicationSpi().setLocalPort(FreePort.find()).setLocalPortRange(100))
                .setClientConnectorConfiguration(new ClientConnectorConfiguration().setPort(FreePort.find()))
                .setConnectorConfiguration(null)
                .setDataStorageConfiguration(storage())
                .setPluginConfigurations(new PluginConfiguration[] {plugin.apply(new YggdrasilConfiguration())});
    }

    /** The discovery address of the first node. */
    public String address() {
        return "127.0.0.1:" + discoveryPorts[0];
    }

    /** The started nodes in the order of their start. */
    public List<Ignite> nodes() {
        return List.copyOf(nodes);
    }

    /** The address of a node's door for thin clients and JDBC. */
    public static String clientAddress(Ignite node) {
        return "127.0.0.1:"
                + node.configuration().getClientConnectorConfiguration().getPort();
    }

    /** Stops one node. */
    public void stop(Ignite node) {
        nodes.remove(node);
        Ignition.stop(node.name(), true);
    }

    /** Stops all nodes; they can be started again over the same data folder. */
    @Override
    public void close() {
        for (int index = nodes.size() - 1; index >= 0; index--) {
            stop(nodes.get(index));
        }
        started = 0;
    }

    /** Waits until {@code condition} holds, and fails after 30 seconds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + what);
            }
            Thread.onSpinWait();
        }
    }

    private TcpDiscoverySpi discovery(int port) {
        List<String> addresses = IntStream.of(discoveryPorts)
                .mapToObj(other -> "127.0.0.1:" + other)
                .toList();
        TcpDiscoverySpi discovery = new TcpDiscoverySpi()
                .setLocalPort(port)
                .setLocalPortRange(0)
                .setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(addresses));
        discovery.setJoinTimeout(20_000);
        return discovery;
    }

    private DataStorageConfiguration storage() {
        DataStorageConfiguration storage = new DataStorageConfiguration()
                .setDefaultDataRegionConfiguration(new DataRegionConfiguration()
                        .setName("default")
                        .setInitialSize(64L << 20)
                        .setMaxSize(256L << 20)
                        .setPersistenceEnabled(dataFolder != null));
        if (dataFolder != null) {
            storage.setStoragePath(dataFolder.resolve("storage").toString())
                    .setWalPath(dataFolder.resolve("wal").toString())
                    .setWalArchivePath(dataFolder.resolve("archive").toString())
                    .setWalSegmentSize(4 << 20)
                    .setSystemDataRegionConfiguration(
                            new org.apache.ignite.configuration.SystemDataRegionConfiguration()
                                    .setInitialSize(10L << 20)
                                    .setMaxSize(40L << 20));
        }
        return storage;
    }

    private String workFolder() {
        return (dataFolder == null ? Path.of("target", "test-work").toAbsolutePath() : dataFolder).toString();
    }
}
