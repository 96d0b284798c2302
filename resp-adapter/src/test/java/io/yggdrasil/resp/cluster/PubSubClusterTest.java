package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.yggdrasil.resp.cluster.ClusterFixture.Member;
import io.yggdrasil.resp.server.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;

/** Messages between several servers of one grid. */
final class PubSubClusterTest {
    private static final int MESSAGES = 5000;

    @Test
    void messages_ofOneConnection_reachEveryNodeInOrder() throws InterruptedException {
        try (ClusterFixture cluster = ClusterFixture.start(3);
                Jedis publisher = cluster.member(0).jedis();
                Jedis jedis = cluster.member(1).jedis()) {
            Queue<String> byJedis = new ConcurrentLinkedQueue<>();
            CountDownLatch subscribed = new CountDownLatch(1);
            JedisPubSub listener = new JedisPubSub() {
                @Override
                public void onPMessage(String pattern, String channel, String message) {
                    byJedis.add(message);
                }

                @Override
                public void onPSubscribe(String pattern, int count) {
                    subscribed.countDown();
                }
            };
            Thread reader = new Thread(() -> jedis.psubscribe(listener, "ch*"));
            reader.start();
            assertTrue(subscribed.await(30, TimeUnit.SECONDS));
            RedisClient lettuce = RedisClient.create(
                    RedisURI.create("127.0.0.1", cluster.member(2).port()));
            Queue<String> byLettuce = new ConcurrentLinkedQueue<>();
            try (StatefulRedisPubSubConnection<String, String> connection = lettuce.connectPubSub()) {
                connection.addListener(new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        byLettuce.add(message);
                    }
                });
                connection.sync().subscribe("channel");
                List<String> expected = publishMany(publisher);
                ClusterFixture.await(
                        "all messages have come", () -> byJedis.size() >= MESSAGES && byLettuce.size() >= MESSAGES);
                assertEquals(expected, List.copyOf(byJedis));
                assertEquals(expected, List.copyOf(byLettuce));
                assertEquals(0, publisher.publish("channel", "counts this node's only"));
                ClusterFixture.await("one more", () -> byLettuce.size() == MESSAGES + 1);
                connection.sync().unsubscribe("channel");
            } finally {
                lettuce.shutdown();
            }
            shardChannels_withoutClusterMode_reachEveryNode(cluster);
            events_ofKeysOfAnyNode_reachEveryNode(cluster);
            listener.punsubscribe();
            reader.join(30_000);
            assertEquals("PONG", jedis.ping());
        }
    }

    private static List<String> publishMany(Jedis publisher) {
        List<String> expected = new ArrayList<>();
        try (Pipeline pipeline = publisher.pipelined()) {
            for (int i = 0; i < MESSAGES; i++) {
                expected.add("m" + i);
                pipeline.publish("channel", "m" + i);
            }
        }
        return expected;
    }

    private static void shardChannels_withoutClusterMode_reachEveryNode(ClusterFixture cluster) {
        try (RawClient subscriber = new RawClient(cluster.member(1).port());
                Jedis publisher = cluster.member(2).jedis()) {
            subscriber.send("SSUBSCRIBE shard\r\n");
            assertEquals("*3$10ssubscribe$5shard:1", lines(subscriber, 6));
            assertEquals(0L, spublish(publisher, "shard", "hello"));
            assertEquals("*3$8smessage$5shard$5hello", lines(subscriber, 7));
        }
    }

    private static void events_ofKeysOfAnyNode_reachEveryNode(ClusterFixture cluster) {
        try (RawClient subscriber = new RawClient(cluster.member(2).port());
                Jedis writer = cluster.member(0).jedis()) {
            for (int i = 0; i < 3; i++) {
                try (Jedis jedis = cluster.member(i).jedis()) {
                    jedis.configSet("notify-keyspace-events", "Eg$x");
                }
            }
            subscriber.send("SUBSCRIBE __keyevent@0__:set __keyevent@0__:expired\r\n");
            lines(subscriber, 12);
            for (int i = 0; i < 3; i++) {
                String key = cluster.keyOf(cluster.member(i), "event-");
                writer.psetex(key, 40, "value");
                assertEquals("*3$7message$18__keyevent@0__:set$" + key.length() + key, lines(subscriber, 7));
                assertEquals("*3$7message$22__keyevent@0__:expired$" + key.length() + key, lines(subscriber, 7));
            }
            String first = cluster.keyOf(cluster.member(0), "spread-a");
            String second = cluster.keyOf(cluster.member(1), "spread-b");
            writer.mset(first, "v", second, "v");
            assertEquals("*3$7message$18__keyevent@0__:set$" + first.length() + first, lines(subscriber, 7));
            assertEquals("*3$7message$18__keyevent@0__:set$" + second.length() + second, lines(subscriber, 7));
        }
    }

    private static Object spublish(Jedis jedis, String channel, String message) {
        return jedis.sendCommand(Protocol.Command.SPUBLISH, channel, message);
    }

    private static String lines(RawClient client, int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(client.line());
        }
        return all.toString();
    }

    @Test
    void shardChannels_inClusterMode_areAtTheirSlotsOwner() {
        try (ClusterFixture cluster = ClusterFixture.start(2, Map.of("cluster-enabled", "yes"))) {
            Member owner = cluster.member(0);
            Member other = cluster.member(1);
            List<String> channels = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                channels.add(cluster.keyOf(owner, "shard-" + i + "-"));
            }
            String first = channels.get(0);
            try (RawClient subscriber = new RawClient(owner.port());
                    RawClient elsewhere = new RawClient(other.port());
                    RawClient everywhere = new RawClient(other.port())) {
                elsewhere.send("SSUBSCRIBE " + first + "\r\nSPUBLISH " + first + " x\r\n");
                String moved = "-MOVED " + io.yggdrasil.ignite.slot.Slots.slot(first) + " 127.0.0.1:" + owner.port();
                assertEquals(moved + moved, lines(elsewhere, 2));
                for (String channel : channels) {
                    subscriber.send("SSUBSCRIBE " + channel + "\r\n");
                    lines(subscriber, 6);
                }
                subscriber.send("SSUBSCRIBE a b\r\n");
                assertEquals("-CROSSSLOT Keys in request don't hash to the same slot", subscriber.line());
                everywhere.send("SUBSCRIBE plain\r\n");
                lines(everywhere, 6);
                try (Jedis publisher = owner.jedis()) {
                    assertEquals(1L, spublish(publisher, first, "hello"));
                    assertEquals("*3$8smessage", lines(subscriber, 3));
                    lines(subscriber, 4);
                    publisher.publish("plain", "text");
                }
                assertEquals("*3$7message$5plain$4text", lines(everywhere, 7));
                Member third = cluster.add();
                cluster.awaitEven();
                assertEquals("*3$12sunsubscribe", lines(subscriber, 3));
                subscriber.line();
                String gone = subscriber.line();
                assertTrue(channels.contains(gone), gone);
                try (RawClient follower = new RawClient(third.port())) {
                    follower.send("SSUBSCRIBE " + gone + "\r\n");
                    assertEquals("*3$10ssubscribe", lines(follower, 3));
                }
            }
        }
    }
}
