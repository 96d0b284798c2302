package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.server.RawClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Client-side caching over several servers of one grid. */
final class TrackingClusterTest {
    private static final int KEYS = 12;
    private static final int WRITES = 3000;

    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String lines(RawClient client, int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(client.line());
        }
        return all.toString();
    }

    @Test
    void keysOfAnyNode_areInvalidatedByWritersOfAnyNode() {
        try (RawClient reader = new RawClient(cluster.member(0).port())) {
            reader.send("HELLO 3\r\nCLIENT TRACKING ON\r\nECHO ready\r\n");
            skipTo(reader, "ready");
            for (int owner = 0; owner < 3; owner++) {
                for (int writer = 0; writer < 3; writer++) {
                    String key = cluster.keyOf(cluster.member(owner), "tracked-" + owner + writer + "-");
                    try (Jedis jedis = cluster.member(writer).jedis()) {
                        jedis.set(key, "1");
                        reader.send("GET " + key + "\r\n");
                        assertEquals("$11", lines(reader, 2));
                        jedis.set(key, "2");
                        String told = ">2$10invalidate*1$" + key.length() + key;
                        assertEquals(told, lines(reader, 6));
                        // The event of the first SET may have come behind the read; then this is that of the second.
                        reader.send("GET " + key + "\r\n");
                        String next = reader.line();
                        if (next.equals(">2")) {
                            assertEquals(told, ">2" + lines(reader, 5));
                            next = reader.line();
                        }
                        assertEquals("$12", next + reader.line());
                    }
                }
            }
        }
    }

    @Test
    void keysThatScriptsRead_onAnyNode_areInvalidated() {
        try (RawClient reader = new RawClient(cluster.member(0).port());
                Jedis writer = cluster.member(1).jedis()) {
            reader.send("HELLO 3\r\nCLIENT TRACKING ON\r\n");
            for (int owner = 0; owner < 3; owner++) {
                String key = cluster.keyOf(cluster.member(owner), "scripted-" + owner + "-");
                writer.set(key, "1");
                reader.send("EVAL \"return redis.call('GET', KEYS[1])\" 1 " + key + "\r\nECHO done" + owner + "\r\n");
                skipTo(reader, "done" + owner);
                writer.set(key, "2");
                skipTo(reader, key);
            }
        }
    }

    private static void skipTo(RawClient reader, String wanted) {
        String line = reader.line();
        while (!line.equals(wanted)) {
            line = reader.line();
        }
    }

    @Test
    void caches_ofManyNodes_endWithTheLastValues() throws InterruptedException {
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Cache> caches = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        List<Thread> writers = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            Cache cache = new Cache(cluster.member(node).port());
            caches.add(cache);
            readers.add(new Thread(() -> {
                for (int i = 0; writing.get(); i++) {
                    cache.get("cached-" + i % KEYS);
                }
            }));
        }
        for (int node = 0; node < 2; node++) {
            int half = node;
            writers.add(new Thread(() -> {
                try (Jedis jedis = cluster.member(half).jedis()) {
                    for (int i = 0; i < WRITES; i++) {
                        jedis.set("cached-" + (2 * (i % (KEYS / 2)) + half), Integer.toString(i));
                    }
                }
            }));
        }
        readers.forEach(Thread::start);
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        writing.set(false);
        for (Thread reader : readers) {
            reader.join();
        }
        try (Jedis jedis = cluster.member(2).jedis()) {
            for (int i = 0; i < KEYS; i++) {
                String key = "cached-" + i;
                String last = jedis.get(key);
                for (Cache cache : caches) {
                    ClusterFixture.await(
                            key + " is not stale: " + last, () -> cache.get(key).equals(last));
                }
            }
        }
        for (Cache cache : caches) {
            assertTrue(cache.hits > 0, "nothing was served from the cache");
            cache.client.close();
        }
    }

    /** A client that keeps what it reads until it is told otherwise, all in the order in which it arrives. */
    private static final class Cache {
        private final RawClient client;
        private final Map<String, String> kept = new HashMap<>();
        private int hits;

        Cache(int port) {
            client = new RawClient(port);
            client.send("HELLO 3\r\nCLIENT TRACKING ON\r\nECHO ready\r\n");
            String line = client.line();
            while (!line.equals("ready")) {
                line = client.line();
            }
        }

        /** From the cache if it is there, which is told of changes that came until now. */
        String get(String key) {
            client.send("PING\r\n");
            reply();
            String value = kept.get(key);
            if (value != null) {
                hits++;
                return value;
            }
            client.send("GET " + key + "\r\n");
            String read = reply();
            kept.put(key, read);
            return read;
        }

        private String reply() {
            String line = client.line();
            while (line.equals(">2")) {
                client.line();
                client.line();
                if (client.line().equals("*1")) {
                    client.line();
                    kept.remove(client.line());
                } else {
                    kept.clear();
                }
                line = client.line();
            }
            return line.charAt(0) == '$' ? client.line() : line;
        }
    }
}
