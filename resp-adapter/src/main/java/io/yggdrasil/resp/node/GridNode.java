package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.PartitionCopies;
import io.yggdrasil.ignite.region.RegionView;
import io.yggdrasil.resp.cluster.RespEndpoint;
import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.Grid;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.spi.discovery.tcp.internal.TcpDiscoveryNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Ignite node and the folder it works in. */
public final class GridNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GridNode.class);

    /** Attribute under which a node publishes the port that its thin clients use. */
    private static final String CLIENT_PORT = "clientListenerPort";

    private static final long POLL_MILLIS = 20;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ServerConfiguration configuration;
    private final Folder folder;
    private final CriticalFailure failures;
    private final Ignite ignite;
    private final long memoryBytes;

    private GridNode(
            ServerConfiguration configuration,
            Folder folder,
            CriticalFailure failures,
            Ignite ignite,
            long memoryBytes) {
        this.configuration = configuration;
        this.folder = folder;
        this.failures = failures;
        this.ignite = ignite;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Starts a node and makes its grid active.
     *
     * @param endpoint where this node will serve Redis clients
     * @param onFatal told in one line why the node cannot go on; it must end the node or the process
     * @throws YggdrasilException saying in one line why there is no node
     */
    public static GridNode start(ServerConfiguration configuration, RespEndpoint endpoint, Consumer<String> onFatal) {
        long memoryBytes = PageMemory.bytes(configuration);
        Folder folder = Folder.open(configuration.storage().folder());
        CriticalFailure failures = new CriticalFailure(onFatal);
        GridNode node = null;
        try {
            JoinedNodes joined = NodeConfiguration.joined(configuration.grid());
            IgniteConfiguration ignite =
                    NodeConfiguration.of(configuration, endpoint, joined, name(), folder.path(), memoryBytes, failures);
            node = new GridNode(configuration, folder, failures, Ignition.start(ignite), memoryBytes);
            joined.done();
            node.tellWhenAlone();
            node.activate();
            Membership.log(node.ignite);
            return node;
        } catch (RuntimeException e) {
            failures.stopping();
            if (node != null) {
                node.close();
            } else {
                folder.close();
            }
            throw StartFailure.explain(e, configuration.grid());
        }
    }

    private static String name() {
        int number = NAMES.incrementAndGet();
        return number == 1 ? "yggdrasil" : "yggdrasil-" + number;
    }

    private void activate() {
        if (configuration.storage().isPersistent()) {
            new Activation(ignite, configuration.grid().missingNodes()).run();
        }
    }

    /** Others may be meant to be in its grid: they are expected to join it, or it should have joined them. */
    private void tellWhenAlone() {
        Grid grid = configuration.grid();
        if (nodes() > 1) {
            return;
        }
        String self = grid.bind() + ":" + discoveryPort();
        if (!grid.join().isEmpty()) {
            LOG.warn("No other node of --join {} answers: this one of them, {}, begins the grid", grid.join(), self);
        } else if (discoveryPort() != grid.discoveryPort()) {
            LOG.warn(
                    "Port {} is taken. If a node of the same grid has it, start this one with --join {}:{}: now it"
                            + " is a grid of its own, at {}",
                    grid.discoveryPort(),
                    grid.bind(),
                    grid.discoveryPort(),
                    self);
        }
    }

    private void awaitCopies() {
        long deadline =
                System.nanoTime() + configuration.clients().shutdownTimeout().toNanos();
        try {
            while (nodes() > 1 && !PartitionCopies.areElsewhere(ignite)) {
                if (System.nanoTime() > deadline) {
                    LOG.warn("Stopping while other nodes still lack copies of what this one has");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("The node is stopping or cut off already", e);
        }
    }

    /** The node. */
    public Ignite ignite() {
        return ignite;
    }

    /** Page memory for data, with that of all regions. */
    public long memoryBytes() {
        return memoryBytes
                + Yggdrasil.of(ignite).regions().stream()
                        .mapToLong(RegionView::bytes)
                        .sum();
    }

    /** The port that thin clients and JDBC use; 0 when it is not known. */
    public int clientPort() {
        Integer port = ignite.cluster().localNode().attribute(CLIENT_PORT);
        return port == null ? 0 : port;
    }

    /** The port that other nodes join through. */
    public int discoveryPort() {
        return ignite.cluster().localNode() instanceof TcpDiscoveryNode node ? node.discoveryPort() : 0;
    }

    /** Nodes of the grid that hold data. */
    public int nodes() {
        return ignite.cluster().forServers().nodes().size();
    }

    /**
     * Stops the node: other nodes get copies of what only this one has, if they are just being made (so that nodes can be
     * restarted one after the other), running operations end, and a persistent node writes its pages out.
     */
    @Override
    public void close() {
        awaitCopies();
        failures.stopping();
        Ignition.stop(ignite.name(), false);
        folder.close();
    }
}
