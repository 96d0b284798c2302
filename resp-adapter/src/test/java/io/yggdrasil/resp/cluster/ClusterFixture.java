package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.NamespaceConfiguration;
import io.yggdrasil.ignite.YggdrasilConfiguration;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.CommandObserver;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.grid.GridKeyspaces;
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
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** Several nodes of one grid in this JVM, each with a RESP server of its own. */
final class ClusterFixture implements AutoCloseable {
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final int LOOPS = 2;
    private static final int WORKERS = 2;

    static {
        System.setProperty("IGNITE_QUIET", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    }

    private final String gridName = "cluster-" + UUID.randomUUID();
    private final int discoveryPort = freePort();
    private final int backups;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<Member> members = new CopyOnWriteArrayList<>();

    private ClusterFixture(int backups) {
        this.backups = backups;
    }

    static ClusterFixture start(int nodes, int backups) {
        ClusterFixture fixture = new ClusterFixture(backups);
        for (int i = 0; i < nodes; i++) {
            fixture.add();
        }
        fixture.awaitEven();
        return fixture;
    }

    /** Adds a node. */
    Member add() {
        Member member = new Member(members.size());
        members.add(member);
        return member;
    }

    /** Stops a node in an orderly way. */
    void remove(Member member) {
        members.remove(member);
        member.close();
    }

    Member member(int index) {
        return members.get(index);
    }

    int size() {
        return members.size();
    }

    /** Waits until every node is the primary of a fair part of database 0, for every node. */
    void awaitEven() {
        await(
                "partitions are spread over " + members.size() + " nodes",
                () -> members.stream()
                        .allMatch(viewer -> members.stream().allMatch(owner -> {
                            int[] parts = viewer.ignite
                                    .affinity("db0")
                                    .primaryPartitions(owner.ignite.cluster().localNode());
                            return parts.length > 1024 / members.size() / 3;
                        })));
    }

    /** A key that {@code owner} is the primary of. */
    String keyOf(Member owner, String prefix) {
        for (int i = 0; ; i++) {
            String key = prefix + i;
            UUID primary = owner.ignite.affinity("db0").mapKeyToNode(key).id();
            if (primary.equals(owner.ignite.cluster().localNode().id())) {
                return key;
            }
        }
    }

    static void await(String what, BooleanSupplier condition) {
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
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).close();
        }
        workers.shutdownNow();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One node and its server. */
    final class Member implements AutoCloseable {
        private final Ignite ignite;
        private final Grid grid;
        private final Peers peers;
        private final RespServer server;
        private final CommandTable table = new CommandTable();
        private final SlotLocks locks = new SlotLocks();
        private final int port = freePort();
        private boolean closed;

        private Member(int index) {
            table.add(new StringCommands()).add(new GenericCommands()).add(new TransactionCommands());
            table.add(Command.named("ping")
                    .arity(-1)
                    .flags(CommandFlag.FAST)
                    .group(CommandGroup.CONNECTION)
                    .handler(call -> call.reply().pong()));
            ignite = Ignition.start(configuration(index, port));
            grid = new Grid(ignite, workers);
            grid.start(0);
            peers = Peers.start(ignite, WORKERS, this::executor);
            try {
                server = RespServer.start(settings(port), new Loops(), new Welcome());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Ignite ignite() {
            return ignite;
        }

        int port() {
            return port;
        }

        Jedis jedis() {
            return new Jedis(
                    "127.0.0.1",
                    port,
                    DefaultJedisClientConfig.builder()
                            .serverDefaultProtocol()
                            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                            .socketTimeoutMillis(60_000)
                            .build());
        }

        private CommandExecutor executor() {
            return new CommandExecutor(
                    table,
                    new GridKeyspaces(grid, System::currentTimeMillis),
                    locks,
                    (session, command, request) -> null,
                    new Unobserved(),
                    new ReplyWriter());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                server.close();
                peers.close();
                grid.close();
                Ignition.stop(ignite.name(), false);
            }
        }

        private final class Loops implements RespServer.LoopFactory {
            @Override
            public CommandExecutor executor() {
                return Member.this.executor();
            }

            @Override
            public RemoteExecution remote(CommandExecutor executor, Executor loop) {
                return peers.execution(loop);
            }
        }
    }

    private static RespServer.Settings settings(int port) {
        return new RespServer.Settings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                LOOPS,
                () -> RequestLimits.DEFAULT,
                1L << 28,
                30_000,
                511);
    }

    private IgniteConfiguration configuration(int index, int respPort) {
        YggdrasilConfiguration plugin = new YggdrasilConfiguration();
        plugin.setDefaults(new NamespaceConfiguration().setBackups(backups));
        TcpDiscoverySpi discovery = new TcpDiscoverySpi()
                .setLocalPort(discoveryPort)
                .setLocalPortRange(20)
                .setIpFinder(new TcpDiscoveryVmIpFinder()
                        .setAddresses(List.of("127.0.0.1:" + discoveryPort + ".." + (discoveryPort + 20))));
        return new IgniteConfiguration()
                .setIgniteInstanceName(gridName + "-" + index)
                .setConsistentId("node-" + index)
                .setGridLogger(new Slf4jLogger())
                .setFailureHandler(
                        new NoOpFailureHandler()) // A node that is stopped in mid-exchange must not end the JVM.
                .setMetricsLogFrequency(0)
                .setLocalHost("127.0.0.1")
                .setUserAttributes(Map.of(RespEndpoint.ATTRIBUTE, new RespEndpoint("127.0.0.1", respPort).attribute()))
                .setWorkDirectory(
                        Path.of("target", "test-work").toAbsolutePath().toString())
                .setDiscoverySpi(discovery)
                .setCommunicationSpi(
                        new TcpCommunicationSpi().setLocalPort(freePort()).setLocalPortRange(100))
                .setClientConnectorConfiguration(null)
                .setConnectorConfiguration(null)
                .setDataStorageConfiguration(new DataStorageConfiguration()
                        .setDefaultDataRegionConfiguration(new DataRegionConfiguration()
                                .setName("default")
                                .setInitialSize(64L << 20)
                                .setMaxSize(512L << 20)))
                .setPluginConfigurations(plugin);
    }

    private static final class Unobserved implements CommandObserver {
        @Override
        public void onRequest(Session session, Command command, Request request) {}

        @Override
        public boolean wantsRequests() {
            return false;
        }

        @Override
        public void onCommand(Session session, Command command, Request request, long nanos, boolean failed) {}

        @Override
        public void onRejected(Session session, Command command) {}

        @Override
        public void onError(String message) {}
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
