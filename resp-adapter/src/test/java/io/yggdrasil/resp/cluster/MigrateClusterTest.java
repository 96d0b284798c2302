package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.WholeServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** MIGRATE out of a grid of several nodes, into another grid. */
final class MigrateClusterTest {
    private static String migrate(Jedis from, int port, List<String> keys) {
        List<String> words = new ArrayList<>(List.of("127.0.0.1", Integer.toString(port), "", "0", "10000", "KEYS"));
        words.addAll(keys);
        Object reply = from.sendCommand(() -> "MIGRATE".getBytes(StandardCharsets.UTF_8), words.toArray(String[]::new));
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }

    private static List<String> keysOfAllNodes(ClusterFixture grid, int each) {
        List<String> keys = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            for (int i = 0; i < each; i++) {
                keys.add(grid.keyOf(grid.member(node), "key" + node + "-" + i + "-"));
            }
        }
        return keys;
    }

    @Test
    void migrate_keysOfSeveralNodes_allMove() {
        try (ClusterFixture grid = ClusterFixture.start(3);
                WholeServer other = WholeServer.start(Map.of());
                Jedis source = grid.member(0).jedis();
                Jedis target = new Jedis("127.0.0.1", other.port())) {
            List<String> keys = keysOfAllNodes(grid, 30);
            keys.forEach(key -> source.hset(key, "field", key));
            assertEquals("OK", migrate(source, other.port(), keys));
            assertEquals(0, source.dbSize());
            keys.forEach(key -> assertEquals(key, target.hget(key, "field")));
        }
    }

    /** A node joins and another leaves meanwhile: what is answered with OK has moved, and nothing is lost or in two places. */
    @Test
    void migrate_nodesComeAndGo_nothingIsLost() throws Exception {
        try (ClusterFixture grid = ClusterFixture.start(3);
                WholeServer other = WholeServer.start(Map.of());
                Jedis source = grid.member(0).jedis();
                Jedis target = new Jedis("127.0.0.1", other.port())) {
            List<String> keys = keysOfAllNodes(grid, 1_000);
            keys.forEach(key -> source.set(key, key));
            CompletableFuture<Void> change = CompletableFuture.runAsync(() -> {
                grid.add();
                grid.remove(grid.member(1));
            });
            int moved = 0;
            while (moved < keys.size() || !change.isDone()) {
                int end = Math.min(keys.size(), moved + 20);
                try {
                    String reply = migrate(source, other.port(), keys.subList(moved, end));
                    assertTrue(reply.equals("OK") || reply.equals("NOKEY"), reply);
                    moved = end;
                } catch (JedisDataException e) {
                    // A key that was sent and not removed in time is there and here: Redis would name it so, too.
                    String error = e.getMessage();
                    assertTrue(
                            error.startsWith("TRYAGAIN")
                                    || error.startsWith("CLUSTERDOWN")
                                    || error.contains("BUSYKEY"),
                            error);
                    keys.subList(moved, end).stream().filter(source::exists).forEach(target::del);
                }
            }
            change.get(60, TimeUnit.SECONDS);
            assertEquals(0, source.dbSize());
            assertEquals(keys.size(), target.dbSize());
            keys.forEach(key -> assertEquals(key, target.get(key)));
        }
    }

    @Test
    void migrate_clusterMode_whereTheKeysAre() {
        try (ClusterFixture grid = ClusterFixture.start(2, Map.of("cluster-enabled", "yes"));
                WholeServer other = WholeServer.start(Map.of());
                Jedis source = grid.member(0).jedis();
                Jedis target = new Jedis("127.0.0.1", other.port())) {
            String here = grid.keyOf(grid.member(0), "here");
            String there = grid.keyOf(grid.member(1), "there");
            source.set(here, "v");
            assertEquals("OK", migrate(source, other.port(), List.of(here)));
            assertEquals("v", target.get(here));
            assertTrue(errorOf(source, other.port(), List.of(there)).startsWith("MOVED "));
            assertTrue(errorOf(source, other.port(), List.of(here, there)).startsWith("CROSSSLOT "));
        }
    }

    private static String errorOf(Jedis source, int port, List<String> keys) {
        try {
            return migrate(source, port, keys);
        } catch (JedisDataException e) {
            return e.getMessage();
        }
    }
}
