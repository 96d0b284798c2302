package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.server.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis's eviction policies, as a client sees them: each keeps what it must when memory is used up. */
final class EvictionTest {
    private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";
    private static final int PAGE_MEMORY_BYTES = 64 << 20;
    private static final int VALUE_BYTES = 1_000;
    private static final int BATCH = 200;
    private static final int HOT_KEYS = 2_000;
    private static final int OVERFILL_KEYS = 3 * PAGE_MEMORY_BYTES / VALUE_BYTES;

    private WholeServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        server = WholeServer.start(Map.of("maxmemory", "64mb"));
        client = new RawClient(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void allkeysLfu_keepsTheHotKeys() {
        ask("CONFIG SET maxmemory-policy allkeys-lfu", "+OK");
        storeAll("hot", 0, HOT_KEYS, "");
        int reads = 0;
        for (int from = 0; from < OVERFILL_KEYS; from += BATCH) {
            storeAll("cold", from, BATCH, "");
            for (int i = 0; i < BATCH; i++) { // Each hot key is read as often as BATCH / HOT_KEYS of the writes.
                client.send("GET hot:" + (reads++ % HOT_KEYS) + "\r\n");
                readBulk();
            }
        }
        int kept = existing("hot", HOT_KEYS);
        assertTrue(kept > HOT_KEYS * 9 / 10, "kept=" + kept);
        assertTrue(number("stats", "evicted_keys") > OVERFILL_KEYS / 3);
        ask("CONFIG SET maxmemory-policy noeviction", "+OK");
    }

    @Test
    void allkeysLru_keepsWhatIsReadLately() {
        ask("CONFIG SET maxmemory-policy allkeys-lru", "+OK");
        storeAll("hot", 0, HOT_KEYS, "");
        int reads = 0;
        for (int from = 0; from < OVERFILL_KEYS; from += BATCH) {
            storeAll("cold", from, BATCH, "");
            for (int i = 0; i < BATCH; i++) {
                client.send("GET hot:" + (reads++ % HOT_KEYS) + "\r\n");
                readBulk();
            }
        }
        int kept = existing("hot", HOT_KEYS);
        assertTrue(kept > HOT_KEYS * 9 / 10, "kept=" + kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
    void volatile_evictsOnlyKeysWithAnExpiry_andRefusesWritesWhenNoneIsLeft(String policy) {
        ask("CONFIG SET maxmemory-policy " + policy, "+OK");
        storeAll("kept", 0, HOT_KEYS, "");
        storeAll("volatile", 0, OVERFILL_KEYS, " EX 100000");
        assertEquals(HOT_KEYS, existing("kept", HOT_KEYS));
        assertTrue(number("stats", "evicted_keys") > OVERFILL_KEYS / 3);

        int stored = set("kept", HOT_KEYS, OVERFILL_KEYS, "");
        assertTrue(stored < OVERFILL_KEYS, "stored=" + stored);
        ServerFixture.await("refusal", () -> {
            client.send("SET one:more " + "v".repeat(VALUE_BYTES) + "\r\n");
            return client.line().equals(OOM);
        });
        assertEquals(HOT_KEYS + stored, existing("kept", HOT_KEYS + OVERFILL_KEYS));
        client.send("GET kept:0\r\n");
        assertEquals(VALUE_BYTES, readBulk());
        ask("DEL kept:0", ":1");
    }

    @Test
    void volatileTtl_evictsWhatExpiresFirst() {
        ask("CONFIG SET maxmemory-policy volatile-ttl", "+OK");
        storeAll("late", 0, HOT_KEYS, " EX 200000");
        storeAll("early", 0, OVERFILL_KEYS, " EX 100000");
        assertEquals(HOT_KEYS, existing("late", HOT_KEYS));
    }

    @Test
    void allkeysRandom_valuesOfAllSizes_memoryEndsAtTheWatermark() {
        ask("CONFIG SET maxmemory-policy allkeys-random", "+OK");
        Random random = new Random(7);
        long written = 0;
        for (int i = 0; written < 10L * PAGE_MEMORY_BYTES; i++) {
            int bytes = (int) Math.pow(2, 4 + random.nextDouble() * 16);
            String key = "key:" + i;
            client.send("*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + bytes + "\r\n");
            client.send(new byte[bytes]);
            client.send("\r\n");
            assertEquals("+OK", client.line());
            written += bytes;
        }
        long watermark = number("memory", "eviction_watermark");
        assertTrue(watermark > PAGE_MEMORY_BYTES / 4 * 3, "watermark=" + watermark);
        ServerFixture.await("relief", () -> number("memory", "eviction_held") <= watermark);
        assertTrue(number("memory", "eviction_held") > watermark * 0.97);
    }

    @Test
    void maxmemory_changes_evictsDownToIt() {
        ask("CONFIG SET maxmemory-policy allkeys-lru", "+OK");
        assertEquals(40_000, set("key", 0, 40_000, ""));
        ask("CONFIG SET maxmemory 32mb", "+OK");
        ServerFixture.await("relief", () -> number("memory", "eviction_held") <= 32 << 20);
        assertEquals(32 << 20, number("memory", "eviction_watermark"), 8192);
        storeAll("more", 0, 1, "");
    }

    @Test
    void object_freqAndIdletime_answerAsThePolicySays() {
        String switching =
                " Please note that when switching between policies at runtime LRU and LFU data will take some time"
                        + " to adjust.";
        ask("SET key value", "+OK");
        ask("OBJECT FREQ none", "$-1");
        ask(
                "OBJECT FREQ key",
                "-ERR An LFU maxmemory policy is not selected, access frequency not tracked." + switching);
        ask("OBJECT IDLETIME key", ":0");
        ask("CONFIG SET maxmemory-policy volatile-lfu", "+OK");
        ask("OBJECT IDLETIME key", "-ERR An LFU maxmemory policy is selected, idle time not tracked." + switching);
        ServerFixture.await("counts", () -> {
            client.send("GET key\r\n");
            assertEquals(5, readBulk());
            client.send("OBJECT FREQ key\r\n");
            return client.line().equals(":15");
        });
    }

    @Test
    void info_tellsPolicyAndEvictions() {
        ask("CONFIG SET maxmemory-policy allkeys-lfu maxmemory-samples 10", "+OK");
        assertTrue(info("memory").contains("\r\nmaxmemory_policy:allkeys-lfu\r\n"));
        assertEquals(0, number("stats", "evicted_keys"));
        client.send("CONFIG GET maxmemory-*s\r\n");
        assertEquals("*4", client.line());
    }

    /**
     * Stores values, all of them: room is made for each. A machine that stands still for half a second may have one refused all
     * the same, which is then stored when it is sent again.
     */
    private void storeAll(String name, int from, int count, String options) {
        List<Integer> refused = send(name, from, count, options);
        assertTrue(refused.size() < BATCH, "refused=" + refused.size());
        for (int i : refused) {
            ServerFixture.await("room", () -> send(name, i, 1, options).isEmpty());
        }
    }

    /** Stores values; returns how many were stored, the others were refused. */
    private int set(String name, int from, int count, String options) {
        return count - send(name, from, count, options).size();
    }

    /** Stores values; returns which were refused. */
    private List<Integer> send(String name, int from, int count, String options) {
        List<Integer> refused = new ArrayList<>();
        String value = "v".repeat(VALUE_BYTES);
        for (int at = from; at < from + count; at += BATCH) {
            int batch = Math.min(BATCH, from + count - at);
            StringBuilder requests = new StringBuilder();
            for (int i = at; i < at + batch; i++) {
                requests.append("SET ")
                        .append(name)
                        .append(':')
                        .append(i)
                        .append(' ')
                        .append(value);
                requests.append(options).append("\r\n");
            }
            client.send(requests.toString());
            for (int i = at; i < at + batch; i++) {
                String reply = client.line();
                if (!reply.equals("+OK")) {
                    assertEquals(OOM, reply);
                    refused.add(i);
                }
            }
        }
        return refused;
    }

    private int existing(String name, int count) {
        int found = 0;
        for (int at = 0; at < count; at += BATCH) {
            StringBuilder request = new StringBuilder("EXISTS");
            for (int i = at; i < Math.min(count, at + BATCH); i++) {
                request.append(' ').append(name).append(':').append(i);
            }
            found += Integer.parseInt(client.send(request + "\r\n").line().substring(1));
        }
        return found;
    }

    private int readBulk() {
        int length = Integer.parseInt(client.line().substring(1));
        if (length >= 0) {
            client.skip(length + 2);
        }
        return length;
    }

    private String info(String section) {
        client.send("INFO " + section + "\r\n");
        int length = Integer.parseInt(client.line().substring(1));
        String text = client.read(length + 2);
        return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private long number(String section, String field) {
        String text = info(section);
        int at = text.indexOf("\n" + field + ":") + field.length() + 2;
        return Long.parseLong(text.substring(at, text.indexOf('\r', at)));
    }

    private void ask(String request, String reply) {
        client.send(request + "\r\n");
        assertEquals(reply, client.line(), request);
    }
}
