package io.yggdrasil.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** All keys of some databases of a server as text: type, expiry and value, to be compared with those of another. */
@NullMarked
public final class KeyContents {
    /** Redis 7.0 does not tell the one, and its encoding is in the others. */
    private static final List<String> NOT_COMPARED = List.of("active-time", "radix-tree-keys", "radix-tree-nodes");

    private final int[] databases;
    private final Set<String> notCompared = new HashSet<>(NOT_COMPARED);

    /**
     * The contents of databases.
     *
     * @param notCompared facts of streams that are left out
     */
    public KeyContents(int[] databases, String... notCompared) {
        this.databases = databases.clone();
        this.notCompared.addAll(List.of(notCompared));
    }

    /** What a server has. */
    public Map<String, String> of(Jedis redis) {
        Map<String, String> contents = new TreeMap<>();
        for (int database : databases) {
            redis.select(database);
            for (byte[] key : redis.keys("*".getBytes(ISO_8859_1))) {
                String name = new String(key, ISO_8859_1);
                contents.put(database + " " + name, redis.pexpireTime(key) + " " + value(redis, name));
            }
        }
        redis.select(0);
        return contents;
    }

    private String value(Jedis redis, String key) {
        String type = redis.type(key.getBytes(ISO_8859_1));
        return type
                + switch (type) {
                    case "none" -> "";
                    case "string" -> text(send(redis, "GET", key));
                    case "list" -> text(send(redis, "LRANGE", key, "0", "-1"));
                    case "set" -> sorted(send(redis, "SMEMBERS", key), 1);
                    case "zset" -> text(send(redis, "ZRANGE", key, "0", "-1", "WITHSCORES"));
                    case "hash" -> sorted(send(redis, "HGETALL", key), 2);
                    default -> text(send(redis, "XINFO", "STREAM", key, "FULL", "COUNT", "0"));
                };
    }

    /** Sends a request of words. */
    public static Object send(Jedis redis, String... words) {
        byte[][] arguments = new byte[words.length - 1][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = words[i + 1].getBytes(ISO_8859_1);
        }
        return redis.sendCommand(() -> words[0].getBytes(ISO_8859_1), arguments);
    }

    private String text(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, ISO_8859_1);
        }
        if (!(reply instanceof List<?> all)) {
            return String.valueOf(reply);
        }
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String element = text(all.get(i));
            if (notCompared.contains(element) && !(all.get(i + 1) instanceof byte[])) {
                i++;
            } else {
                kept.add(element);
            }
        }
        return kept.toString();
    }

    private String sorted(Object reply, int group) {
        List<?> all = (List<?>) reply;
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < all.size(); i += group) {
            groups.add(text(all.subList(i, i + group)));
        }
        groups.sort(null);
        return groups.toString();
    }

    /** Fails with the first difference. */
    public static void assertSame(Map<String, String> expected, Map<String, String> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((key, value) -> assertTrue(
                value.equals(actual.get(key)), () -> difference(key, value, String.valueOf(actual.get(key)))));
    }

    private static String difference(String key, String expected, String actual) {
        int at = Arrays.mismatch(expected.toCharArray(), actual.toCharArray());
        int from = Math.max(0, at - 100);
        return key + " at " + at + ": " + expected.substring(from, Math.min(expected.length(), at + 100)) + " but "
                + actual.substring(from, Math.min(actual.length(), at + 100));
    }
}
