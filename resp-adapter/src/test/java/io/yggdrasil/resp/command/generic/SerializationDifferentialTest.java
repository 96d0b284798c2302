package io.yggdrasil.resp.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.hash.HashCommands;
import io.yggdrasil.resp.command.list.ListCommands;
import io.yggdrasil.resp.command.set.SetCommands;
import io.yggdrasil.resp.command.sortedset.SortedSetCommands;
import io.yggdrasil.resp.command.stream.StreamCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.rdb.DumpPayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Redis dumps we restore, and the other way round. */
final class SerializationDifferentialTest {
    private static final int VALUES = 300;
    private static final int DAMAGED = 4_000;
    private static final int FOOTER_BYTES = 10;
    private static final int NODE_ENTRIES = 10;

    /** Redis 7.0 does not tell the one, and its encoding is in the others. */
    private static final Set<String> NOT_COMPARED = Set.of("active-time", "radix-tree-keys", "radix-tree-nodes");

    private final long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
    private final Dice dice = new Dice(seed);
    private final CommandTester ours = new CommandTester(
            new StringCommands(),
            new ListCommands(),
            new SetCommands(),
            new SortedSetCommands(),
            new HashCommands(),
            new StreamCommands(name -> name.equals("stream-node-max-entries") ? NODE_ENTRIES : 4096),
            new GenericCommands());

    /** Requests that make a key of some type, with few elements or many, short ones or long ones. */
    private List<byte[][]> creation() {
        String type = dice.oneOf("SET", "RPUSH", "SADD", "ZADD", "HSET", "XADD");
        return type.equals("XADD") ? new StreamRequests(dice, "k").all() : List.<byte[][]>of(creation(type));
    }

    private byte[][] creation(String type) {
        List<Object> words = new ArrayList<>(List.of(type, "k"));
        int elements =
                type.equals("SET") ? 1 : dice.oneOf("few", "some", "many").length() * dice.below(200) + 1;
        for (int i = 0; i < elements; i++) {
            if (type.equals("ZADD")) {
                words.add(dice.chance(10) ? dice.oneOf("inf", "-inf") : Double.toString(dice.below(1000) / 8.0 - 50));
            } else if (type.equals("HSET")) {
                words.add("f" + i);
            }
            words.add(element(i));
        }
        return Dice.request(words);
    }

    private Object element(int i) {
        return switch (dice.below(5)) {
            case 0 -> Long.toString((long) dice.below(Integer.MAX_VALUE) * (dice.chance(50) ? -i : i));
            case 1 -> "e" + i + "x".repeat(dice.below(dice.chance(95) ? 90 : 9000));
            case 2 -> "e" + i + new String(dice.text(dice.below(40)), StandardCharsets.ISO_8859_1);
            default -> Integer.toString(i);
        };
    }

    private static String[] reading(String type) {
        return switch (type) {
            case "string" -> new String[] {"GET", "k"};
            case "list" -> new String[] {"LRANGE", "k", "0", "-1"};
            case "set" -> new String[] {"SMEMBERS", "k"};
            case "zset" -> new String[] {"ZRANGE", "k", "0", "-1", "WITHSCORES"};
            case "stream" -> new String[] {"XINFO", "STREAM", "k", "FULL", "COUNT", "0"};
            default -> new String[] {"HGETALL", "k"};
        };
    }

    private void assertSame(RedisServer redis) throws IOException {
        String type = redis.run("TYPE", "k").text();
        assertEquals(type, ours.run("TYPE", "k").text(), "seed " + seed);
        Reply theirs = compared(redis.run(reading(type)));
        Reply own = compared(ours.run(reading(type)));
        int group = type.equals("set") ? 1 : type.equals("hash") ? 2 : 0;
        assertEquals(group > 0 ? theirs.sorted(group) : theirs, group > 0 ? own.sorted(group) : own, "seed " + seed);
    }

    /** Without the facts of streams that need not be the same. */
    private static Reply compared(Reply reply) {
        List<Reply> elements = reply.elements();
        if (elements == null) {
            return reply;
        }
        List<Reply> kept = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Reply element = elements.get(i);
            boolean isText = element.type() == '$' && !element.isNull();
            if (isText
                    && NOT_COMPARED.contains(element.text())
                    && i + 1 < elements.size()
                    && elements.get(i + 1).type() == ':') {
                i++;
            } else {
                kept.add(compared(element));
            }
        }
        return new Reply(reply.type(), null, kept);
    }

    private static RedisServer startRedis() throws IOException {
        return RedisServer.start("--stream-node-max-entries", Integer.toString(NODE_ENTRIES));
    }

    private void create(RedisServer redis) throws IOException {
        redis.run("DEL", "k");
        for (byte[][] request : creation()) {
            redis.run(request);
        }
    }

    @Test
    void restore_whatRedisDumped_givesTheSameValue() throws IOException {
        try (RedisServer redis = startRedis()) {
            for (int i = 0; i < VALUES; i++) {
                create(redis);
                byte[] payload = redis.run("DUMP", "k").bytes();
                assertEquals(
                        "OK",
                        ours.run(Dice.request("RESTORE", "k", "0", payload, "REPLACE"))
                                .text());
                assertSame(redis);
            }
        }
    }

    @Test
    void dump_restoredByRedis_givesTheSameValue() throws IOException {
        try (RedisServer redis = startRedis()) {
            for (int i = 0; i < VALUES; i++) {
                ours.run("DEL", "k");
                creation().forEach(ours::run);
                byte[] payload = ours.run("DUMP", "k").bytes();
                assertEquals(
                        "OK",
                        redis.run(Dice.request("RESTORE", "k", "0", payload, "REPLACE"))
                                .text());
                assertSame(redis);
            }
        }
    }

    @Test
    void dump_noKey_isNull() {
        assertTrue(ours.run("DUMP", "nothing").isNull());
    }

    /** Options in any order, right and wrong. */
    @Test
    void restore_options_areAnsweredAsByRedis() throws IOException {
        try (RedisServer redis = startRedis()) {
            redis.run("SET", "source", "value");
            byte[] payload = redis.run("DUMP", "source").bytes();
            for (int i = 0; i < 3_000; i++) {
                byte[][] request = options(payload);
                ours.nowMillis(System.currentTimeMillis());
                assertEquals(
                        redis.run(request), ours.run(request), () -> "seed " + seed + Arrays.deepToString(request));
                assertEquals(redis.run("EXISTS", "k"), ours.run("EXISTS", "k"));
                long theirs = redis.run("PEXPIRETIME", "k").integer();
                long own = ours.run("PEXPIRETIME", "k").integer();
                assertTrue(Math.abs(theirs - own) < 20_000, () -> theirs + " " + own + " seed " + seed);
            }
        }
    }

    private byte[][] options(byte[] payload) {
        if (dice.chance(20)) {
            return Dice.request("DEL", "k");
        }
        byte[] given = payload;
        if (dice.chance(10)) {
            given = Arrays.copyOf(payload, dice.below(payload.length));
        }
        String later = Long.toString(System.currentTimeMillis() + 90_000);
        String ttl = dice.oneOf("0", "0", "0", "100000", "past", "-1", "x", later);
        List<Object> words = new ArrayList<>(List.of("RESTORE", "k", ttl.equals("past") ? "1" : ttl, given));
        if (ttl.equals("past")) {
            words.add("ABSTTL");
        }
        for (int left = dice.below(4); left > 0; left--) {
            words.add(dice.oneOf("REPLACE", "replace", "ABSTTL", "IDLETIME", "FREQ", "NONSENSE"));
            if (dice.chance(40)) {
                words.add(dice.oneOf("0", "10", "255", "256", "-1", "x"));
            }
        }
        return Dice.request(words);
    }

    /** The checksum is right, the value is not: it is restored or refused, and what was there stays when it is refused. */
    @Test
    void restore_damagedValue_isReadOrRefused() throws IOException {
        int refused = 0;
        try (RedisServer redis = startRedis()) {
            for (int i = 0; i < DAMAGED; i++) {
                if (i % 200 == 0) {
                    create(redis);
                }
                byte[] payload = damaged(redis.run("DUMP", "k").bytes());
                ours.run("SET", "k", "before");
                Reply reply = ours.run(Dice.request("RESTORE", "k", "0", payload, "REPLACE"));
                if (reply.isError()) {
                    refused++;
                    assertEquals("ERR Bad data format", reply.text(), "seed " + seed);
                    assertEquals("before", ours.run("GET", "k").text());
                }
            }
        }
        assertTrue(refused > DAMAGED / 10 && refused < DAMAGED, "refused=" + refused);
    }

    private byte[] damaged(byte[] payload) {
        byte[] value = Arrays.copyOf(payload, payload.length - FOOTER_BYTES);
        for (int left = dice.below(3); left >= 0; left--) {
            value[dice.below(dice.chance(60) ? Math.min(value.length, 64) : value.length)] = (byte) dice.below(256);
        }
        return DumpPayload.seal(dice.chance(20) ? Arrays.copyOf(value, dice.below(value.length) + 1) : value);
    }
}
