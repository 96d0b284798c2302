package io.yggdrasil.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.yggdrasil.ignite.slot.SlotPartitionAwareness;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/**
 * One set of data, two doors: what a Redis client sets, an Ignite thin client gets under the same key, and the other way
 * round. Redis's database 0 is the cache {@code db0}; its strings are {@code byte[]}.
 *
 * <p>Start a server first: {@code ./yggdrasil start}.
 */
public final class ThinClientExample {
    private ThinClientExample() {}

    /** The arguments are the server's addresses for Redis clients and for thin clients. */
    public static void main(String[] arguments) {
        String redisAddress = arguments.length > 0 ? arguments[0] : "127.0.0.1:6379";
        String igniteAddress = arguments.length > 1 ? arguments[1] : "127.0.0.1:10800";
        ClientConfiguration configuration = new ClientConfiguration()
                .setAddresses(igniteAddress)
                // In a grid of several nodes, each operation goes straight to the node that has the key.
                .setPartitionAwarenessMapperFactory(new SlotPartitionAwareness());

        try (RedisClient redis = RedisClient.create(HostAndPort.from(redisAddress));
                IgniteClient ignite = Ignition.startClient(configuration)) {
            ClientCache<String, byte[]> db0 = ignite.cache("db0");
            strings(redis, db0);
            expiry(redis, db0);
            several(redis, db0);
        }
    }

    private static void strings(RedisClient redis, ClientCache<String, byte[]> db0) {
        redis.set("city", "Uppsala");
        System.out.println("Ignite gets city: " + new String(db0.get("city"), UTF_8));

        db0.put("river", "Fyrisån".getBytes(UTF_8));
        System.out.println("Redis gets river: " + redis.get("river"));
    }

    /** A TTL belongs to the entry, whichever client gave it. */
    private static void expiry(RedisClient redis, ClientCache<String, byte[]> db0) {
        Duration hour = new Duration(TimeUnit.HOURS, 1);
        db0.withExpirePolicy(new CreatedExpiryPolicy(hour)).put("ticket", "A-17".getBytes(UTF_8));
        long seconds = redis.ttl("ticket");
        System.out.println("Redis sees that ticket expires: " + (seconds > 0 && seconds <= 3_600));
    }

    /** The part in braces places a key: keys that share it are on one node. */
    private static void several(RedisClient redis, ClientCache<String, byte[]> db0) {
        db0.putAll(Map.of("{cart:7}:apples", "3".getBytes(UTF_8), "{cart:7}:pears", "4".getBytes(UTF_8)));
        redis.incr("{cart:7}:apples");
        List<String> cart = redis.mget("{cart:7}:apples", "{cart:7}:pears");
        System.out.println("Redis gets the cart: " + cart);

        db0.removeAll(Set.of("{cart:7}:apples", "{cart:7}:pears"));
        System.out.println("Redis finds of it: " + redis.exists("{cart:7}:apples", "{cart:7}:pears"));
    }
}
