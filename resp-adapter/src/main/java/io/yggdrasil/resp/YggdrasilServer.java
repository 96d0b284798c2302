package io.yggdrasil.resp;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.cluster.RespEndpoint;
import io.yggdrasil.resp.config.ServerConfiguration;
import io.yggdrasil.resp.config.ServerConfiguration.Clients;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.node.GridNode;
import io.yggdrasil.resp.server.RespServer;
import io.yggdrasil.resp.state.GridHost;
import io.yggdrasil.resp.state.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;

/**
 * A whole server in this process: an Ignite node with the plugin, its databases, and a RESP server in front of them.
 *
 * <p>Threads: {@link #close} may be called by any thread, once or more; the rest is constant after {@link #start}.
 */
public final class YggdrasilServer implements AutoCloseable {
    private final ServerConfiguration configuration;
    private final GridNode node;
    private final Grid grid;
    private final ExecutorService workers;
    private final ServerState state;
    private final Loops loops;
    private final RespServer server;
    private final GridHost host;
    private boolean closed;

    private YggdrasilServer(
            ServerConfiguration configuration,
            GridNode node,
            Grid grid,
            ExecutorService workers,
            ServerState state,
            Loops loops,
            RespServer server,
            GridHost host) {
        this.configuration = configuration;
        this.node = node;
        this.grid = grid;
        this.workers = workers;
        this.state = state;
        this.loops = loops;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts a server and returns when it takes clients.
     *
     * @param onFatal told in one line when Ignite cannot go on; it must end this server or the process
     * @throws YggdrasilException saying in one line why there is no server
     */
    public static YggdrasilServer start(ServerConfiguration configuration, Consumer<String> onFatal) {
        Clients clients = configuration.clients();
        int port = clients.port() == 0 ? freePort(clients) : clients.port();
        GridNode node = GridNode.start(configuration, endpoint(clients, port), onFatal);
        ExecutorService workers = Executors.newCachedThreadPool(YggdrasilServer::worker);
        Grid grid = new Grid(node.ignite(), workers);
        GridHost host = new GridHost(node.ignite());
        ServerState state = state(configuration, host);
        Loops loops = null;
        try {
            grid.start(0);
            loops = new Loops(state, grid, clients);
            RespServer server = listen(clients, port, loops, state);
            YggdrasilServer started =
                    new YggdrasilServer(configuration, node, grid, workers, state, loops, server, host);
            host.onStop(started::close);
            return started;
        } catch (IOException | RuntimeException e) {
            if (loops != null) {
                loops.close();
            }
            state.close();
            grid.close();
            workers.shutdownNow();
            node.close();
            throw e instanceof YggdrasilException known
                    ? known
                    : new YggdrasilException(Kind.RESOURCE, String.valueOf(e.getMessage()), e);
        }
    }

    private static RespEndpoint endpoint(Clients clients, int port) {
        return RespEndpoint.of(
                clients.announceHost(), clients.bind(), clients.announcePort() == 0 ? port : clients.announcePort());
    }

    /** The other nodes are told the port before anything listens on it, so it is chosen now. */
    private static int freePort(Clients clients) {
        try (ServerSocket socket =
                new ServerSocket(0, 1, InetAddress.getByName(clients.bind().get(0)))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new YggdrasilException(
                    Kind.RESOURCE, "cannot listen on " + clients.bind().get(0) + ": " + e.getMessage(), e);
        }
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "yggdrasil-worker");
        thread.setDaemon(true);
        return thread;
    }

    private static ServerState state(ServerConfiguration configuration, GridHost host) {
        ServerState state =
                new ServerState(StartParameters.of(configuration, host.memory().dataBytesMax()), host);
        Families.register(state);
        return state;
    }

    private static RespServer listen(Clients clients, int port, Loops loops, ServerState state) throws IOException {
        List<InetSocketAddress> addresses = clients.bind().stream()
                .map(host -> new InetSocketAddress(host, port))
                .toList();
        RespServer.Settings settings = new RespServer.Settings(
                addresses,
                clients.eventLoops(),
                state::limits,
                clients.pushBytesMax(),
                clients.settleTimeout().toMillis(),
                clients.backlog());
        RespServer server = RespServer.start(settings, loops, state.listener());
        state.parameters().start("port", Integer.toString(server.port()));
        return server;
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
        String host = configuration.grid().bind();
        StringBuilder out = new StringBuilder("RESP ");
        for (String bind : configuration.clients().bind()) {
            out.append(bind).append(':').append(port()).append(' ');
        }
        out.append(" Ignite thin client and JDBC ").append(host).append(':').append(node.clientPort());
        out.append("  join ").append(host).append(':').append(node.discoveryPort());
        if (node.nodes() > 1) {
            out.append(" (").append(node.nodes()).append(" nodes)");
        }
        out.append("  data in ");
        return out.append(
                        configuration.storage().isPersistent()
                                ? configuration.storage().folder()
                                : "memory")
                .toString();
    }

    /**
     * Stops: no new clients, running commands end and their replies are sent, the other nodes' too; then the node leaves
     * its grid, with its pages written when they are persistent.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.drain(configuration.clients().shutdownTimeout().toMillis());
        server.close();
        loops.close();
        state.close();
        workers.shutdown();
        grid.close();
        node.close();
    }
}
