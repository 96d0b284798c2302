package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Times of fields survive their primary, and moves between nodes. */
final class FieldExpiryClusterTest {
    @Test
    void fields_ofANodeThatLeaves_areRemovedByTheNextOne() {
        try (ClusterFixture cluster = ClusterFixture.start(2);
                Jedis staying = cluster.member(0).jedis()) {
            ClusterFixture.Member leaving = cluster.member(1);
            String key = cluster.keyOf(leaving, "hash");
            String target = cluster.keyOf(leaving, "target");
            String moved = cluster.keyOf(cluster.member(0), "moved");
            long time = System.currentTimeMillis() + 4_000;
            for (String each : List.of(key, moved)) {
                staying.hset(each, Map.of("a", "1", "b", "2"));
                assertEquals(List.of(1L), staying.hpexpireAt(each, time, "a"));
            }
            staying.rename(moved, target); // To the other node.
            assertEquals(List.of(time, -1L), staying.hpexpireTime(target, "a", "b"));
            cluster.remove(leaving);
            for (String each : List.of(key, target)) {
                ClusterFixture.await("the field is removed", () -> staying.hlen(each) == 1);
                assertEquals(Map.of("b", "2"), staying.hgetAll(each));
            }
        }
    }

    @Test
    void fields_ofAHashThatWasRenamedToAnotherNode_areRemovedThere() {
        try (ClusterFixture cluster = ClusterFixture.start(2);
                Jedis client = cluster.member(0).jedis()) {
            String source = cluster.keyOf(cluster.member(0), "source");
            String target = cluster.keyOf(cluster.member(1), "target");
            client.hset(source, Map.of("a", "1", "b", "2"));
            client.hpexpire(source, 1_000, "a");
            client.rename(source, target);
            ClusterFixture.await("the field is removed", () -> client.hlen(target) == 1);
        }
    }
}
