package io.yggdrasil.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.yggdrasil.resp.YggdrasilServer;
import io.yggdrasil.resp.config.ConfigurationSources;
import org.apache.ignite.IgniteCache;
import redis.clients.jedis.RedisClient;

/**
 * A whole server inside a program: Redis clients and other nodes reach it over the network, the program itself calls it
 * in its own memory.
 */
public final class EmbeddedServer {
    private EmbeddedServer() {}

    /** The arguments are further settings: {@code port=6379 data=/var/lib/yggdrasil}. */
    public static void main(String[] arguments) {
        ConfigurationSources configuration =
                new ConfigurationSources().set("port=0").set("maxmemory=256mb");
        for (String argument : arguments) {
            configuration.set(argument);
        }
        try (YggdrasilServer server = YggdrasilServer.start(configuration.read(), EmbeddedServer::end)) {
            System.out.println(server.summary());

            try (RedisClient redis = RedisClient.create("127.0.0.1", server.port())) {
                redis.set("greeting", "hello");
            }
            IgniteCache<String, byte[]> db0 = server.ignite().cache("db0");
            System.out.println("greeting: " + new String(db0.get("greeting"), UTF_8));
        }
    }

    /** The node cannot go on, nor can a program that needs it. */
    private static void end(String reason) {
        System.err.println(reason);
        Runtime.getRuntime().halt(1);
    }
}
