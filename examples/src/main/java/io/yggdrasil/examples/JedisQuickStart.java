package io.yggdrasil.examples;

import java.util.List;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * A Redis client's first steps. Nothing in here is special to Yggdrasil.
 *
 * <p>Start a server first: {@code ./yggdrasil start}.
 */
public final class JedisQuickStart {
    private JedisQuickStart() {}

    /** The argument is the server's address. */
    public static void main(String[] arguments) {
        String server = arguments.length > 0 ? arguments[0] : "127.0.0.1:6379";
        try (RedisClient redis = RedisClient.create(HostAndPort.from(server))) {
            strings(redis);
            counters(redis);
            expiry(redis);
            pipeline(redis);
            transaction(redis);
        }
    }

    private static void strings(RedisClient redis) {
        redis.set("greeting", "hello");
        redis.append("greeting", ", world");
        System.out.println("greeting: " + redis.get("greeting"));

        redis.mset("tree", "ash", "well", "Urd");
        System.out.println("several: " + redis.mget("tree", "well", "no such key"));
    }

    private static void counters(RedisClient redis) {
        redis.set("stock", "10");
        redis.incrBy("stock", 5);
        System.out.println("stock: " + redis.decr("stock"));
    }

    private static void expiry(RedisClient redis) {
        // A lock: only one client gets it, and it goes by itself should that client never come back.
        redis.del("lock");
        SetParams whenFree = SetParams.setParams().nx().ex(30);
        System.out.println("lock for alice: " + redis.set("lock", "alice", whenFree));
        System.out.println("lock for bob: " + redis.set("lock", "bob", whenFree));
        System.out.println("lock ends by itself: " + (redis.ttl("lock") > 0));
    }

    /** Sends all requests before it waits for replies: one round trip instead of a thousand. */
    private static void pipeline(RedisClient redis) {
        try (Pipeline pipeline = redis.pipelined()) {
            for (int i = 0; i < 1_000; i++) {
                pipeline.set("square:" + i, Integer.toString(i * i));
            }
            Response<String> last = pipeline.get("square:999");
            pipeline.sync();
            System.out.println("square of 999: " + last.get());
        }
    }

    /** Both changes or none, and only while nobody else touched the accounts since they were read. */
    private static void transaction(RedisClient redis) {
        redis.mset("account:alice", "100", "account:bob", "0");
        List<Object> replies;
        do {
            try (AbstractTransaction transfer = redis.transaction(false)) {
                transfer.watch("account:alice", "account:bob");
                long amount = Long.parseLong(redis.get("account:alice")) / 4;
                transfer.multi();
                transfer.decrBy("account:alice", amount);
                transfer.incrBy("account:bob", amount);
                replies = transfer.exec();
            }
        } while (replies == null); // Somebody did: read and try again.
        System.out.println("accounts: " + replies);
    }
}
