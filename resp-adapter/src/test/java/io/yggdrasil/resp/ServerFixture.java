package io.yggdrasil.resp;

import io.yggdrasil.ignite.YggdrasilConfiguration;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.config.Transport;
import io.yggdrasil.resp.dispatch.AccessControl;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.SilentObserver;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.server.RespServer;
import io.yggdrasil.resp.server.SessionListener;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;

/**
 * A real node with a real RESP server on a free port of loopback, serving the families it is given. Database 0 is
 * started. More nodes can be added to its grid; closing it stops them all. Start it once a test class.
 */
public final class ServerFixture implements AutoCloseable {
    /** A region beside the default one, which is soon full. */
    public static final String SMALL_REGION = "small";

    private static final long SMALL_REGION_BYTES = 16L << 20;
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final int LOOPS = 2;
    private static final long SETTLE_MILLIS = 30_000;

    static {
        System.setProperty("IGNITE_QUIET", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    }

    private final String gridName = "resp-" + UUID.randomUUID();
    private final int discoveryPort = FreePort.find();
    private final UnaryOperator<YggdrasilConfiguration> plugin;
    private final CommandTable table = new CommandTable();
    private final List<Ignite> nodes = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Grid grid;
    private final Loops loops;
    private final RespServer server;

    private ServerFixture(UnaryOperator<YggdrasilConfiguration> plugin, CommandFamily... families) {
        this.plugin = plugin;
        for (CommandFamily family : families) {
            table.add(family);
        }
        if (table.find("ping") == null) {
            table.add(Command.named("ping")
                    .arity(-1)
                    .flags(CommandFlag.FAST)
                    .group(CommandGroup.CONNECTION)
                    .handler(call -> call.reply().pong()));
        }
        grid = new Grid(startNode(configuration()), workers);
        grid.start(0);
        loops = new Loops();
        try {
            server = RespServer.start(settings(), loops, new Welcome());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a node in memory with the plugin's defaults. */
    public static ServerFixture start(CommandFamily... families) {
        return new ServerFixture(UnaryOperator.identity(), families);
    }

    /** Starts a node in memory with a plugin configured by {@code plugin}. */
    public static ServerFixture startWith(UnaryOperator<YggdrasilConfiguration> plugin, CommandFamily... families) {
        return new ServerFixture(plugin, families);
    }

    private static RespServer.Settings settings() {
        return new RespServer.Settings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                LOOPS,
                Transport.AUTO,
                () -> RequestLimits.DEFAULT,
                () -> OutputLimits.DEFAULT,
                60_000,
                SETTLE_MILLIS,
                511);
    }

    /** The node that serves. */
    public Ignite node() {
        return nodes.get(0);
    }

    /** The node's databases. */
    public Grid grid() {
        return grid;
    }

    /** The commands. */
    public CommandTable table() {
        return table;
    }

    /** The RESP port. */
    public int port() {
        return server.port();
    }

    /** A new connection speaking RESP2, which sends nothing at connect. */
    public Jedis jedis() {
        return connect(DefaultJedisClientConfig.builder().serverDefaultProtocol());
    }

    /** A new connection that says HELLO, which the families must have then. */
    public Jedis jedis(RedisProtocol protocol) {
        return connect(DefaultJedisClientConfig.builder().protocol(protocol));
    }

    private Jedis connect(DefaultJedisClientConfig.Builder config) {
        return new Jedis(
                "127.0.0.1",
                port(),
                config.clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .socketTimeoutMillis(60_000)
                        .build());
    }

    /** A thin client of the serving node. */
    public IgniteClient thinClient() {
        return Ignition.startClient(new ClientConfiguration().setAddresses(thinAddress()));
    }

    /** Where thin clients and JDBC connect, as host and port. */
    public String thinAddress() {
        return "127.0.0.1:"
                + node().configuration().getClientConnectorConfiguration().getPort();
    }

    /** Starts one more server node of the same grid, without a RESP server. */
    public Ignite startServerNode() {
        return startNode(configuration());
    }

    /** Starts a client node of the grid (a thick client). */
    public Ignite startClientNode() {
        return startNode(configuration().setClientMode(true));
    }

    /** Stops a node that was added. */
    public void stop(Ignite node) {
        nodes.remove(node);
        Ignition.stop(node.name(), true);
    }

    /** Waits until the condition holds; fails after 30 seconds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + what);
            }
            Thread.yield();
        }
    }

    @Override
    public void close() {
        server.close();
        loops.slowLane.close();
        grid.close();
        workers.shutdownNow();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Ignition.stop(nodes.get(i).name(), true);
        }
    }

    private Ignite startNode(IgniteConfiguration configuration) {
        Ignite node = Ignition.start(configuration);
        nodes.add(node);
        return node;
    }

    private IgniteConfiguration configuration() {
        int index = nodes.size();
        return new IgniteConfiguration()
                .setIgniteInstanceName(gridName + "-" + index)
                .setConsistentId("node-" + index)
                .setGridLogger(new Slf4jLogger())
                .setMetricsLogFrequency(0)
                .setLocalHost("127.0.0.1")
                .setWorkDirectory(
                        Path.of("target", "test-work").toAbsolutePath().toString())
                .setDiscoverySpi(discovery())
                .setCommunicationSpi(
                        new TcpCommunicationSpi().setLocalPort(FreePort.find()).setLocalPortRange(100))
                .setClientConnectorConfiguration(new ClientConnectorConfiguration().setPort(FreePort.find()))
                .setConnectorConfiguration(null)
                .setDataStorageConfiguration(new DataStorageConfiguration()
                        .setDefaultDataRegionConfiguration(new DataRegionConfiguration()
                                .setName("default")
                                .setInitialSize(64L << 20)
                                .setMaxSize(1L << 30))
                        .setDataRegionConfigurations(new DataRegionConfiguration()
                                .setName(SMALL_REGION)
                                .setInitialSize(SMALL_REGION_BYTES)
                                .setMaxSize(SMALL_REGION_BYTES)))
                .setPluginConfigurations(plugin.apply(new YggdrasilConfiguration()));
    }

    private TcpDiscoverySpi discovery() {
        TcpDiscoverySpi discovery = new TcpDiscoverySpi()
                .setLocalPort(discoveryPort)
                .setLocalPortRange(20)
                .setIpFinder(new TcpDiscoveryVmIpFinder()
                        .setAddresses(List.of("127.0.0.1:" + discoveryPort + ".." + (discoveryPort + 20))));
        discovery.setJoinTimeout(20_000);
        return discovery;
    }

    /** What each event loop runs commands with. */
    private final class Loops implements RespServer.LoopFactory {
        private final SlotLocks locks = new SlotLocks();
        private final SlowLane slowLane = new SlowLane(LOOPS, SETTLE_MILLIS, () -> executor(null));
        private final AccessControl everyone = (session, command, request) -> null;

        @Override
        public CommandExecutor executor() {
            return executor(slowLane);
        }

        private CommandExecutor executor(@Nullable SlowLane lane) {
            return new CommandExecutor(
                    table,
                    new GridKeyspaces(grid, System::currentTimeMillis),
                    locks,
                    everyone,
                    new SilentObserver(),
                    new ReplyWriter(),
                    lane,
                    null);
        }

        @Override
        public RemoteExecution remote(CommandExecutor executor, Executor loop) {
            return new Alone();
        }
    }

    /** Answers for keys of other nodes with an error: this server forwards nothing. */
    private static final class Alone implements RemoteExecution {
        @Override
        public boolean forward(UUID node, Command command, Request request, Session session, ReplySlots slots) {
            slots.reserve(false).complete(("-MOVED to " + node + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return true;
        }

        @Override
        public boolean span(Command command, Request request, Session session, ReplySlots slots) {
            slots.reserve(false).complete("-CROSSSLOT\r\n".getBytes(StandardCharsets.US_ASCII));
            return true;
        }

        @Override
        public void flush() {}
    }

    private static final class Welcome implements SessionListener {
        @Override
        public @Nullable String onOpen(Session session) {
            return null;
        }

        @Override
        public void onClose(Session session) {}
    }
}
