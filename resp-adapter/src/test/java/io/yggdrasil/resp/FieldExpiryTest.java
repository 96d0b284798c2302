package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** The server removes fields whose time is over by itself. */
final class FieldExpiryTest {
    private static final int FIELDS = 3_000;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Jedis client() {
        return new Jedis("127.0.0.1", server.port(), 60_000);
    }

    @Test
    void fields_whoseTimeIsOver_areRemovedAndEmptyHashesVanish() {
        try (Jedis redis = client()) {
            redis.select(3);
            redis.hset("keeps", Map.of("a", "1", "b", "2"));
            redis.hset("goes", Map.of("a", "1", "b", "2"));
            assertEquals(List.of(1L), redis.hpexpire("keeps", 30, "a"));
            assertEquals(List.of(1L, 1L), redis.hpexpire("goes", 30, "a", "b"));
            ServerFixture.await("the field is removed", () -> redis.hlen("keeps") == 1);
            ServerFixture.await("the hash is removed", () -> redis.dbSize() == 1);
            assertEquals(Map.of("b", "2"), redis.hgetAll("keeps"));
            redis.flushDB();
        }
    }

    @Test
    void fields_ofALargeHash_areRemovedWithItsNodes() {
        try (Jedis redis = client()) {
            Map<String, String> fields = new java.util.HashMap<>();
            for (int i = 0; i < FIELDS; i++) {
                fields.put("field " + i, "value ".repeat(10) + i);
            }
            redis.hset("large", fields);
            String[] names = fields.keySet().toArray(new String[0]);
            long later = System.currentTimeMillis() + 3_600_000;
            redis.hpexpireAt("large", later, names);
            redis.hset("large", "stays", "here");
            assertEquals(FIELDS + 1L, redis.hlen("large"));
            assertEquals(List.of(later), redis.hpexpireTime("large", names[0]));
            redis.hpexpire("large", 100, names);
            ServerFixture.await("all are removed", () -> redis.hlen("large") == 1);
            assertEquals(Map.of("stays", "here"), redis.hgetAll("large"));
            assertEquals(List.of(-1L), redis.httl("large", "stays"));
            redis.del("large");
        }
    }

    @Test
    void events_ofFields_areThoseOfRedis() throws InterruptedException {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Jedis redis = client();
                Jedis listening = client()) {
            redis.configSet("notify-keyspace-events", "Egh");
            JedisPubSub subscription = new JedisPubSub() {
                @Override
                public void onPMessage(String pattern, String channel, String message) {
                    events.add(channel.substring(channel.indexOf(':') + 1) + " " + message);
                }
            };
            Thread listener = new Thread(() -> listening.psubscribe(subscription, "__keyevent@0__:*"));
            listener.start();
            ServerFixture.await("somebody listens", () -> redis.pubsubNumPat() == 1);
            List<String> expected = new ArrayList<>(List.of("hset h", "hexpire h", "hpersist h", "hdel h"));
            redis.hset("h", Map.of("a", "1", "b", "2"));
            redis.hexpire("h", 100, "a", "b");
            redis.hpersist("h", "a");
            redis.hpersist("h", "a"); // Has none any more: no event.
            redis.hexpireAt("h", 1, "a");
            redis.hpexpire("h", 20, "b");
            expected.addAll(List.of("hexpire h", "hexpired h", "del h"));
            ServerFixture.await("the hash is gone", () -> events.size() >= expected.size());
            assertEquals(expected, events);
            assertFalse(redis.exists("h"));
            subscription.punsubscribe();
            listener.join();
            redis.configSet("notify-keyspace-events", "");
        }
    }
}
