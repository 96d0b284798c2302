package io.yggdrasil.resp.failover;

import io.yggdrasil.resp.ServerChild;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** A client that sends each request to the owner of its key and learns from redirections. */
final class ClusterClient implements Client {
    private static final int ATTEMPTS = 50;
    private static final Duration RETRIES_DURATION = Duration.ofSeconds(20);

    private final RedisClusterClient jedis;

    ClusterClient(List<ServerChild> servers) {
        Set<HostAndPort> nodes = servers.stream()
                .map(server -> new HostAndPort("127.0.0.1", server.port()))
                .collect(Collectors.toSet());
        // Jedis sleeps longer with every attempt that it has left: many short ones are what an application wants.
        jedis = RedisClusterClient.builder()
                .nodes(nodes)
                .maxAttempts(ATTEMPTS)
                .maxTotalRetriesDuration(RETRIES_DURATION)
                .build();
    }

    @Override
    public RedisClusterClient redis() {
        return jedis;
    }

    /** A transaction of a cluster is about one slot, which these two are not in. */
    @Override
    public void setAndIncrement(String key, String value, String counter) {
        set(key, value);
        increment(counter);
    }

    /** The values of keys, which may be in several slots. */
    List<String> values(String... keys) {
        return Arrays.stream(keys).map(jedis::get).toList();
    }

    @Override
    public void reconnect() {
        // It looks after its connections itself.
    }

    @Override
    public void close() {
        jedis.close();
    }
}
