package io.yggdrasil.resp.command.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.server.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Publish and subscribe through real sockets, beside a redis-server. */
final class PubSubServerTest {
    private static final int RANDOM_STEPS = 3000;

    private static RedisServer redis;
    private static WholeServer ours;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    private static Twin twin() {
        return new Twin(redis.port(), ours.port());
    }

    private static Twin twin(int protocol) {
        Twin twin = twin();
        if (protocol == 3) {
            twin.each(1, "HELLO", "3");
        }
        return twin;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void frames_ofChannelsAndPatterns_areRedis(int protocol) {
        try (Twin subscriber = twin(protocol);
                Twin publisher = twin(protocol)) {
            subscriber.ask(1, "UNSUBSCRIBE");
            subscriber.ask(1, "PUNSUBSCRIBE");
            subscriber.ask(1, "SUNSUBSCRIBE");
            subscriber.ask(2, "UNSUBSCRIBE", "none", "other");
            subscriber.ask(3, "SUBSCRIBE", "a", "b", "a");
            subscriber.ask(2, "PSUBSCRIBE", "a*", "?");
            subscriber.ask(1, "SSUBSCRIBE", "a");
            publisher.ask(1, "PUBLISH", "b", "to b");
            subscriber.pushes("mark-1");
            publisher.ask(1, "PUBLISH", "a", "");
            publisher.ask(1, "PUBLISH", "ab", "\r\n\0\u00ff");
            publisher.ask(1, "PUBLISH", "nobody", "x");
            publisher.ask(1, "SPUBLISH", "a", "sharded");
            subscriber.pushes("mark-2");
            subscriber.ask(2, "UNSUBSCRIBE", "a", "unknown");
            subscriber.ask(1, "PUNSUBSCRIBE", "a*");
            subscriber.ask(1, "UNSUBSCRIBE");
            subscriber.ask(1, "PUNSUBSCRIBE");
            subscriber.ask(1, "SUNSUBSCRIBE");
            subscriber.ask(1, "PING");
            subscriber.ask(1, "GET", "key");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void commands_ofSubscriber_areThoseOfRedis(int protocol) {
        try (Twin subscriber = twin(protocol);
                Twin reader = twin()) {
            subscriber.ask(1, "SUBSCRIBE", "channel");
            for (String request : List.of(
                    "PING",
                    "PING text",
                    "PING too many",
                    "GET key",
                    "SET key value",
                    "GET",
                    "NONSENSE",
                    "CLIENT LIST too many words",
                    "CLIENT GETNAME",
                    "PUBLISH nobody text",
                    "PUBSUB NUMPAT",
                    "MULTI",
                    "EXEC",
                    "DISCARD",
                    "SUBSCRIBE",
                    "PSUBSCRIBE",
                    "PUBLISH channel",
                    "PUBSUB NONSENSE",
                    "AUTH x")) {
                subscriber.ask(1, request.split(" "));
            }
            subscriber.ask(1, "RESET");
            subscriber.ask(1, "PING");
            subscriber.ask(1, "GET", "key");
            reader.ask(1, "PUBLISH", "channel", "to nobody");
            reader.ask(1, "PUBSUB", "NUMSUB", "channel");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void quit_ofSubscriber_endsItsSubscriptions(int protocol) {
        try (Twin subscriber = twin(protocol);
                Twin other = twin()) {
            subscriber.ask(2, "SUBSCRIBE", "quit-1", "quit-2");
            subscriber.ask(1, "QUIT");
            assertTrue(subscriber.isClosedByBoth());
            ServerFixture.await(
                    "the subscription is gone",
                    () -> other.each(1, "PUBLISH", "quit-1", "x").get(1).equals(List.of(":0\r\n")));
        }
    }

    @Test
    void replyOff_silencesRepliesNotPushes() {
        try (Twin subscriber = twin(3);
                Twin publisher = twin()) {
            subscriber.send("CLIENT", "REPLY", "OFF");
            subscriber.send("GET", "key");
            subscriber.send("SUBSCRIBE", "quiet");
            subscriber.same(1);
            publisher.ask(1, "PUBLISH", "quiet", "heard");
            subscriber.same(1);
            subscriber.send("CLIENT", "REPLY", "ON");
            subscriber.same(1);
            subscriber.send("CLIENT", "REPLY", "SKIP");
            subscriber.send("UNSUBSCRIBE", "quiet");
            subscriber.same(1);
            subscriber.ask(1, "PING");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void transactions_subscribeAndPublish(int protocol) {
        try (Twin client = twin(protocol);
                Twin other = twin()) {
            other.ask(1, "SUBSCRIBE", "tx");
            client.ask(1, "MULTI");
            client.ask(1, "PUBLISH", "tx", "one");
            client.ask(1, "SET", "tx-key", "v");
            client.ask(1, "PUBLISH", "tx", "two");
            client.ask(1, "SSUBSCRIBE", "never");
            other.pushes("mark-before");
            client.ask(1, "EXEC");
            other.pushes("mark-after");
            client.ask(1, "MULTI");
            client.ask(1, "SUBSCRIBE", "mine");
            client.ask(1, "UNSUBSCRIBE", "mine");
            client.ask(1, "DISCARD");
            client.ask(1, "PUBSUB", "NUMSUB", "mine");
            client.ask(1, "MULTI");
            client.ask(1, "SUBSCRIBE", "mine");
            client.ask(1, "EXEC");
            client.ask(1, "UNSUBSCRIBE");
            client.ask(1, "PING");
        }
    }

    @Test
    void publisher_ofItsOwnChannel_isToldBehindTheReply() {
        try (RawClient client = new RawClient(ours.port())) {
            client.send("HELLO 3\r\nSUBSCRIBE self\r\n");
            readUntil(client, ":1");
            client.send("PUBLISH self text\r\n");
            assertEquals(":1", client.line());
            assertEquals(">3", client.line());
            assertEquals(
                    "$7message$4self$4text",
                    client.line() + client.line() + client.line() + client.line() + client.line() + client.line());
            client.send("MULTI\r\nPUBLISH self a\r\nPUBLISH self b\r\nEXEC\r\n");
            assertEquals(
                    "+OK+QUEUED+QUEUED*2:1:1",
                    client.line() + client.line() + client.line() + client.line() + client.line() + client.line());
            assertEquals(">3", client.line());
        }
    }

    private static String readUntil(RawClient client, String end) {
        StringBuilder all = new StringBuilder();
        String line;
        do {
            line = client.line();
            all.append(line).append('\n');
        } while (!line.equals(end));
        return all.toString();
    }

    @Test
    void questions_aboutSubscriptions_areRedis() {
        try (Twin one = twin();
                Twin two = twin(3);
                Twin asking = twin()) {
            one.ask(2, "SUBSCRIBE", "q1", "q2");
            two.ask(1, "SUBSCRIBE", "q1");
            two.ask(2, "PSUBSCRIBE", "q*", "r*");
            one.ask(1, "PSUBSCRIBE", "q*");
            two.ask(1, "SSUBSCRIBE", "q3");
            asking.ask(1, "PUBSUB", "NUMSUB");
            asking.ask(1, "PUBSUB", "NUMSUB", "q1", "q2", "q3");
            asking.ask(1, "PUBSUB", "SHARDNUMSUB", "q1", "q3");
            asking.ask(1, "PUBSUB", "SHARDNUMSUB");
            asking.ask(1, "PUBSUB", "NUMPAT");
            asking.ask(1, "PUBSUB", "NUMPAT", "extra");
            asking.ask(1, "PUBSUB", "CHANNELS", "q1*");
            asking.ask(1, "PUBSUB", "CHANNELS", "x*");
            asking.ask(1, "PUBSUB", "CHANNELS", "x*", "y");
            asking.ask(1, "PUBSUB", "SHARDCHANNELS", "q*");
            asking.ask(1, "PUBSUB", "SHARDCHANNELS");
            for (List<String> answer : asking.each(1, "INFO", "stats")) {
                assertTrue(answer.get(0).contains("pubsub_channels:2\r\npubsub_patterns:2\r\n"), answer.get(0));
                assertTrue(answer.get(0).contains("pubsubshard_channels:1\r\n"), answer.get(0));
            }
            List<List<String>> lists = asking.each(1, "CLIENT", "LIST", "TYPE", "pubsub");
            assertEquals(subscriptions(lists.get(0)), subscriptions(lists.get(1)));
            assertEquals(2, subscriptions(lists.get(1)).size());
            asking.ask(1, "CLIENT", "KILL", "TYPE", "pubsub");
            assertTrue(one.isClosedByBoth());
            assertTrue(two.isClosedByBoth());
        }
    }

    private static List<String> subscriptions(List<String> list) {
        return Pattern.compile(" flags=\\S+ db=0 sub=\\d+ psub=\\d+(?: ssub=\\d+)? multi=-1 ")
                .matcher(list.get(0))
                .results()
                .map(match -> match.group().replaceAll(" ssub=\\d+", ""))
                .sorted()
                .toList();
    }

    @Test
    void randomCommands_ofManyClients_bringWhatRedisBrings() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Twin> clients = new ArrayList<>();
        try (Twin publisher = twin()) {
            for (int i = 0; i < 4; i++) {
                clients.add(twin(2 + i % 2));
            }
            for (int step = 0; step < RANDOM_STEPS; step++) {
                Twin client = clients.get(random.nextInt(clients.size()));
                String name = String.valueOf((char) ('a' + random.nextInt(4)));
                String pattern = List.of("?", "[ab]", "a*", "*", "[^c]", "\\a").get(random.nextInt(6));
                switch (random.nextInt(9)) {
                    case 0 -> client.ask(2, "SUBSCRIBE", name, "b");
                    case 1 -> client.ask(1, "PSUBSCRIBE", pattern);
                    case 2 -> client.ask(1, "SSUBSCRIBE", name);
                    case 3 -> client.ask(1, "UNSUBSCRIBE", name);
                    case 4 -> client.ask(1, "PUNSUBSCRIBE", pattern);
                    case 5 -> client.ask(1, "SUNSUBSCRIBE", name);
                    case 6 -> publisher.ask(1, "SPUBLISH", name, "s" + step);
                    default -> publisher.ask(1, "PUBLISH", name, "m" + step);
                }
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).pushes("mark-" + step + "-" + i + ".");
                }
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed=" + seed, e);
        } finally {
            clients.forEach(Twin::close);
        }
    }

    @Test
    void subscriber_thatNeverReads_isDisconnectedAndHurtsNobody() {
        byte[] payload = new byte[64 << 10];
        try (WholeServer server = WholeServer.start(Map.of("client-output-buffer-limit", "pubsub 4mb 0 0"));
                RawClient silent = new RawClient(server.port(), 4 << 10);
                Jedis publisher = new Jedis("127.0.0.1", server.port(), 20_000)) {
            silent.send("SUBSCRIBE big\r\n");
            readUntil(silent, ":1");
            int sent = 0;
            while (publisher.publish("big".getBytes(java.nio.charset.StandardCharsets.US_ASCII), payload) == 1) {
                assertTrue(++sent < 2000, "the subscriber was not disconnected");
            }
            assertTrue(sent > 10, "disconnected too early: " + sent);
            assertEquals("PONG", publisher.ping());
            assertEquals(Map.of("big", 0L), publisher.pubsubNumSub("big"));
        }
    }
}
