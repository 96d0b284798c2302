package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.server.RawClient;
import io.yggdrasil.resp.waiting.Talk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that wait in cluster mode, where they are sent to the owners of their keys. */
final class BlockingClusterModeTest {
    private static final int KEYS = 60;

    @Test
    void slotThatMoves_takesItsWaitersAlong() {
        try (ClusterFixture cluster = ClusterFixture.start(2, Map.of("cluster-enabled", "yes"))) {
            ClusterFixture.Member first = cluster.member(0);
            Map<String, RawClient> clients = new LinkedHashMap<>();
            for (int i = 0; i < KEYS; i++) {
                String key = cluster.keyOf(first, "key" + i + "-");
                clients.put(key, new RawClient(first.port()).send("BLPOP " + key + " 0\r\n"));
            }
            try (Talk talk = new Talk(first.port())) {
                talk.awaitBlocked(KEYS);
                ClusterFixture.Member added = cluster.add();
                cluster.awaitEven();
                List<String> moved = new ArrayList<>();
                for (String key : clients.keySet()) {
                    if (first.ignite()
                            .affinity("db0")
                            .isPrimary(added.ignite().cluster().localNode(), key)) {
                        moved.add(key);
                    }
                }
                assertTrue(!moved.isEmpty() && moved.size() < KEYS, "moved=" + moved);
                for (String key : moved) {
                    String reply = Talk.read(clients.remove(key));
                    assertTrue(reply.startsWith("-MOVED ") && reply.endsWith(":" + added.port()), reply);
                }
                talk.awaitBlocked(clients.size());
                clients.forEach((key, client) -> {
                    assertEquals(":1", talk.say("RPUSH " + key + " e"));
                    assertEquals("[" + key + ", e]", Talk.read(client));
                    client.close();
                });
            }
        }
    }
}
