package io.yggdrasil.resp;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.cluster.GridClusterMap;
import io.yggdrasil.resp.cluster.RespEndpoint;
import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridScripts;
import io.yggdrasil.resp.grid.KeyChanges;
import io.yggdrasil.resp.grid.KeyDepartures;
import io.yggdrasil.resp.migration.GridMigration;
import io.yggdrasil.resp.node.GridNode;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.replica.GridReplication;
import io.yggdrasil.resp.server.RespServer;
import io.yggdrasil.resp.state.GridHost;
import io.yggdrasil.resp.state.GridUsers;
import io.yggdrasil.resp.state.ServerState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server in this process: an Ignite node with the plugin, its databases, and a RESP server in front of them.
 *
 * <p>Threads: {@link #close} may be called by any thread, once or more; the rest is constant after {@link #start}, or volatile.
 */
public final class YggdrasilServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(YggdrasilServer.class);

    private final ServerConfiguration configuration;
    private final ListenAddresses addresses;
    private final GridNode node;
    private final GridHost host;
    private final Grid grid;
    private final RespServer server;
    private volatile long drainMillis;

    /** What to do at a stop; the part that started last stops first. */
    private final Deque<Runnable> stops = new ArrayDeque<>();

    /**
     * Starts a server and returns when it takes clients.
     *
     * @param onFatal told in one line when Ignite cannot go on; it must end this server or the process
     * @throws YggdrasilException saying in one line why there is no server
     */
    public static YggdrasilServer start(ServerConfiguration configuration, Consumer<String> onFatal) {
        return new YggdrasilServer(configuration, onFatal);
    }

    private YggdrasilServer(ServerConfiguration configuration, Consumer<String> onFatal) {
        this.configuration = configuration;
        Clients clients = configuration.clients();
        drainMillis = clients.shutdownTimeout().toMillis();
        addresses = ListenAddresses.of(clients);
        node = GridNode.start(configuration, endpoint(), onFatal);
        stops.push(node::close);
        try {
            ExecutorService workers = Executors.newCachedThreadPool(YggdrasilServer::worker);
            stops.push(workers::shutdown);
            grid = new Grid(node.ignite(), workers);
            stops.push(grid::close);
            Parameters parameters = StartParameters.of(configuration, node.memoryBytes());
            parameters
                    .get("shutdown-timeout")
                    .onChange(changed -> drainMillis = TimeUnit.SECONDS.toMillis(changed.number()));
            LogLevel.follow(parameters.get("loglevel"));
            ParameterFile file = new ParameterFile(configuration.file(), parameters);
            host = new GridHost(grid, onFatal, file);
            host.onStop(this::close);
            ServerState state = new ServerState(parameters, host);
            stops.push(state::close);
            GridMigration migration = new GridMigration();
            stops.push(migration::close);
            Families.register(state, new GridClusterMap(grid), migration);
            state.tracking().source(new KeyChanges(grid, state.tracking(), workers));
            KeyDepartures.announce(grid, state.events(), state.pubsub());
            GridScripts scripts = new GridScripts(node.ignite());
            stops.push(scripts::close);
            state.scripts().store(scripts);
            grid.start(0);
            GridUsers.open(node.ignite(), state.users(), parameters);
            GridReplication replication = new GridReplication(node.ignite(), grid.epoch(), parameters, addresses::port);
            host.replication(replication);
            replication.onChange(state::reviewExpiry);
            state.reviewExpiry();
            Loops loops = new Loops(state, grid, clients);
            stops.push(loops::close);
            server = listen(loops, state);
            file.remember();
            stops.push(server::close);
            stops.push(() -> server.drain(drainMillis));
            replication.open(server::connectInside);
            migration.open(server::connectInside);
            stops.push(replication::close);
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof YggdrasilException known
                    ? known
                    : new YggdrasilException(Kind.RESOURCE, String.valueOf(e.getMessage()), e);
        }
    }

    private RespEndpoint endpoint() {
        Clients clients = configuration.clients();
        int port = clients.announcePort() == 0 ? addresses.port() : clients.announcePort();
        return RespEndpoint.of(clients.announceHost(), addresses.hosts(), port);
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "yggdrasil-worker");
        thread.setDaemon(true);
        return thread;
    }

    private RespServer listen(Loops loops, ServerState state) throws IOException {
        Clients clients = configuration.clients();
        RespServer.Settings settings = new RespServer.Settings(
                addresses.sockets(),
                clients.eventLoops(),
                clients.transport(),
                state::limits,
                state::outputLimits,
                clients.stallTimeout().toMillis(),
                clients.settleTimeout().toMillis(),
                clients.backlog());
        state.onListening(addresses.port());
        return RespServer.start(settings, loops, state.listener());
    }

    /** What a client's SHUTDOWN does, on a thread of its own, instead of closing this server. */
    public void onShutdown(Runnable action) {
        host.onStop(action);
    }

    /** The port for Redis clients. */
    public int port() {
        return server.port();
    }

    /** The Ignite node. */
    public Ignite ignite() {
        return node.ignite();
    }

    /** The databases. */
    public Grid grid() {
        return grid;
    }

    /** What the server is and where it listens, on one line. */
    public String summary() {
        String bind = configuration.grid().bind();
        int nodes = node.nodes();
        return "RESP " + addresses
                + "  Ignite thin client and JDBC " + bind + ":" + node.clientPort()
                + "  others join at " + bind + ":" + node.discoveryPort() + (nodes > 1 ? " (" + nodes + " nodes)" : "")
                + "  data in "
                + (configuration.storage().isPersistent()
                        ? configuration.storage().folder()
                        : "memory");
    }

    /**
     * Stops: no new clients, running commands end and their replies are sent, the other nodes' too; then the node leaves
     * its grid, with its pages written when they are persistent.
     */
    @Override
    public synchronized void close() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("A part of the server did not stop as it should", e);
            }
        }
    }
}
