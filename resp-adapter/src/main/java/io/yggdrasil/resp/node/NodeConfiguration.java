package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.region.HugePageAllocator;
import io.yggdrasil.resp.cluster.RespEndpoint;
import io.yggdrasil.resp.config.HostAndPort;
import io.yggdrasil.resp.config.PluginBean;
import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.Grid;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;

/** Ignite's configuration for a server's. */
final class NodeConfiguration {
    /** Ignite allocates so much at once; more comes when it is needed. */
    private static final long INITIAL_BYTES_MAX = 256L << 20;

    /**
     * A worker is reported when it is stuck for so long. Ignite takes the failure detection timeout otherwise, which is far
     * too short for a disk that is busy.
     */
    private static final Duration WORKER_BLOCKED_TIMEOUT = Duration.ofMinutes(1);

    private NodeConfiguration() {}

    static IgniteConfiguration of(
            ServerConfiguration server,
            RespEndpoint endpoint,
            JoinedNodes joined,
            String name,
            Path folder,
            long memoryBytes,
            FailureHandler failureHandler) {
        Grid grid = server.grid();
        return new IgniteConfiguration()
                .setIgniteInstanceName(name)
                .setUserAttributes(NodeFacts.attributes(server, endpoint))
                .setWorkDirectory(folder.resolve("work").toString())
                .setLocalHost(grid.bind())
                .setDiscoverySpi(discovery(grid, joined))
                .setCommunicationSpi(communication(grid))
                .setClientConnectorConfiguration(clients(grid))
                .setConnectorConfiguration(null) // Ignite's REST port, which has its Redis protocol too.
                .setDataStorageConfiguration(storage(server, folder, memoryBytes))
                .setPluginConfigurations(PluginBean.of(server))
                .setFailureDetectionTimeout(grid.failureDetectionTimeout().toMillis())
                .setSystemWorkerBlockedTimeout(WORKER_BLOCKED_TIMEOUT.toMillis())
                .setFailureHandler(failureHandler)
                .setMetricsUpdateFrequency(metricsMillis(grid))
                .setMetricsLogFrequency(0)
                .setIncludeEventTypes(Membership.EVENTS)
                .setGridLogger(new Slf4jLogger());
    }

    /** Metrics travel with the heartbeats, which must be more frequent than their absence is alarming. */
    private static long metricsMillis(Grid grid) {
        return Math.min(
                IgniteConfiguration.DFLT_METRICS_UPDATE_FREQ,
                grid.failureDetectionTimeout().toMillis() / 2);
    }

    private static TcpDiscoverySpi discovery(Grid grid, JoinedNodes joined) {
        DiscoveryPorts ports = DiscoveryPorts.of(grid);
        return new TcpDiscoverySpi()
                .setLocalPort(ports.first())
                .setLocalPortRange(ports.range())
                .setIpFinder(joined);
    }

    /** No multicast: nodes find each other where they are told to look. One that is told nothing finds itself only. */
    static JoinedNodes joined(Grid grid) {
        return new JoinedNodes(
                grid.join().stream().map(node -> address(node, grid)).toList(), grid.joinTimeout());
    }

    private static String address(HostAndPort node, Grid grid) {
        return (node.port() == 0 ? new HostAndPort(node.host(), grid.discoveryPort()) : node).toString();
    }

    private static TcpCommunicationSpi communication(Grid grid) {
        // The buffers that the system sizes itself: Ignite's own 32 KB are less than a segment on the loopback
        // interface, whose
        // window then opens by timers only, and a node that joins under load stops everybody for many seconds.
        return new TcpCommunicationSpi()
                .setLocalPort(grid.communicationPort())
                .setLocalPortRange(grid.portRange())
                .setSocketReceiveBuffer(0)
                .setSocketSendBuffer(0);
    }

    private static ClientConnectorConfiguration clients(Grid grid) {
        return new ClientConnectorConfiguration()
                .setHost(grid.bind())
                .setPort(grid.clientPort())
                .setPortRange(grid.portRange());
    }

    private static DataStorageConfiguration storage(ServerConfiguration server, Path folder, long memoryBytes) {
        boolean persistent = server.storage().isPersistent();
        DataStorageConfiguration storage = new DataStorageConfiguration()
                .setDefaultDataRegionConfiguration(new DataRegionConfiguration()
                        .setName(DataStorageConfiguration.DFLT_DATA_REG_DEFAULT_NAME)
                        .setInitialSize(Math.min(INITIAL_BYTES_MAX, memoryBytes))
                        .setMaxSize(memoryBytes)
                        .setMemoryAllocator(HugePageAllocator.createIfSupported())
                        .setPersistenceEnabled(persistent));
        if (persistent) {
            // One folder for the log and its archive: segments are not copied when they are full.
            Path wal = folder.resolve("wal");
            storage.setWalMode(WALMode.LOG_ONLY)
                    .setStoragePath(folder.resolve("storage").toString())
                    .setWalPath(wal.toString())
                    .setWalArchivePath(wal.toString())
                    .setCheckpointThreads(checkpointThreads())
                    .setWriteThrottlingEnabled(true);
        }
        return storage;
    }

    /** No more than half of the processors write pages to disk: the others are for commands. */
    private static int checkpointThreads() {
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.max(1, Math.min(DataStorageConfiguration.DFLT_CHECKPOINT_THREADS, processors / 2));
    }
}
