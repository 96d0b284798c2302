package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.FreePort;
import io.yggdrasil.resp.YggdrasilServer;
import io.yggdrasil.resp.config.ConfigurationSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Several whole servers of one grid in this JVM. */
final class ClusterFixture implements AutoCloseable {
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final int NODES_MAX = 8;

    static {
        System.setProperty("IGNITE_QUIET", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_NO_SHUTDOWN_HOOK", "true");
        System.setProperty("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    }

    private final Map<String, String> settings;
    private final List<Integer> discoveryPorts = new ArrayList<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private int started;

    private ClusterFixture(Map<String, String> settings) {
        this.settings = settings;
        for (int i = 0; i < NODES_MAX; i++) {
            discoveryPorts.add(FreePort.find());
        }
    }

    /** Starts nodes with one backup. */
    static ClusterFixture start(int nodes) {
        return start(nodes, Map.of());
    }

    /** Starts nodes with the given settings beside those that let several nodes run here. */
    static ClusterFixture start(int nodes, Map<String, String> settings) {
        ClusterFixture fixture = new ClusterFixture(settings);
        for (int i = 0; i < nodes; i++) {
            fixture.add();
        }
        fixture.awaitEven();
        return fixture;
    }

    /** Adds a node. */
    Member add() {
        Member member = new Member(started++);
        members.add(member);
        return member;
    }

    /** Stops a node in an orderly way. */
    void remove(Member member) {
        members.remove(member);
        member.server.close();
    }

    Member member(int index) {
        return members.get(index);
    }

    /** Waits until every node is the primary of a fair part of database 0, for every node. */
    void awaitEven() {
        await(
                "partitions are spread over " + members.size() + " nodes",
                () -> members.stream()
                        .allMatch(viewer -> members.stream()
                                .allMatch(owner -> viewer.partitionsOf(owner) > 1024 / members.size() / 3)));
    }

    /** A key that {@code owner} is the primary of. */
    String keyOf(Member owner, String prefix) {
        for (int i = 0; ; i++) {
            String key = prefix + i;
            UUID primary = owner.ignite().affinity("db0").mapKeyToNode(key).id();
            if (primary.equals(owner.id())) {
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
            members.get(i).server.close();
        }
    }

    /** One server. */
    final class Member {
        private final YggdrasilServer server;

        private Member(int index) {
            Map<String, String> keys = new HashMap<>();
            keys.put("port", "0");
            keys.put("event-loops", "2");
            keys.put("maxmemory", "256mb");
            keys.put("ignite.discovery-port", String.valueOf(discoveryPorts.get(index)));
            keys.put("ignite.client-port", String.valueOf(FreePort.find()));
            keys.put("ignite.communication-port", String.valueOf(FreePort.find()));
            keys.put(
                    "join",
                    discoveryPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
            keys.putAll(settings);
            server = YggdrasilServer.start(ConfigurationSources.configuration(keys), message -> {
                throw new AssertionError(message);
            });
        }

        Ignite ignite() {
            return server.ignite();
        }

        UUID id() {
            return ignite().cluster().localNode().id();
        }

        int port() {
            return server.port();
        }

        HostAndPort address() {
            return new HostAndPort("127.0.0.1", port());
        }

        private int partitionsOf(Member owner) {
            return ignite().affinity("db0").primaryPartitions(ignite().cluster().node(owner.id())).length;
        }

        Jedis jedis() {
            return new Jedis(
                    address(),
                    DefaultJedisClientConfig.builder()
                            .serverDefaultProtocol()
                            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                            .socketTimeoutMillis(60_000)
                            .build());
        }
    }
}
