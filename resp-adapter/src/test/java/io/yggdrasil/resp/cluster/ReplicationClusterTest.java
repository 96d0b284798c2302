package io.yggdrasil.resp.cluster;

import static io.yggdrasil.resp.KeyContents.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.KeyContents;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.replica.RandomWrites;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A grid of three servers as one replica of a redis-server. */
final class ReplicationClusterTest {
    private static final KeyContents CONTENTS =
            new KeyContents(RandomWrites.DATABASES, "seen-time", "entries-read", "lag");

    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static boolean tells(Jedis redis, String line) {
        return redis.info("replication").contains("\r\n" + line + "\r\n");
    }

    private static String offset(Jedis redis, String name) {
        return redis.info("replication").split("\r\n" + name + ":")[1].split("\r\n")[0];
    }

    private static void assertReadOnly(Jedis redis) {
        JedisDataException refused = assertThrows(JedisDataException.class, () -> redis.set("key", "value"));
        assertTrue(refused.getMessage().startsWith("READONLY "), refused.getMessage());
    }

    @Test
    void grid_asAReplica_hasTheSameKeysAtEveryNodeUntilItIsNone() throws IOException {
        try (RedisServer redis = RedisServer.start("--repl-diskless-sync-delay", "0");
                Jedis master = new Jedis("127.0.0.1", redis.port(), 60_000);
                Jedis first = cluster.member(0).jedis();
                Jedis second = cluster.member(1).jedis();
                Jedis third = cluster.member(2).jedis()) {
            try (RandomWrites.Running clients = RandomWrites.start(redis.port(), 11)) {
                assertEquals("OK", first.replicaof("127.0.0.1", redis.port()));
                ClusterFixture.await("the link is up", () -> tells(second, "master_link_status:up"));
                long wanted = clients.count().get() + 3_000;
                ClusterFixture.await("clients write on", () -> clients.count().get() > wanted);
                assertReadOnly(first);
                assertReadOnly(third);
            }
            ClusterFixture.await(
                    "all is applied",
                    () -> offset(first, "slave_repl_offset").equals(offset(master, "master_repl_offset")));
            ClusterFixture.await(
                    "what is to expire has expired",
                    () -> CONTENTS.of(master).keySet().equals(CONTENTS.of(third).keySet()));
            assertSame(CONTENTS.of(master), CONTENTS.of(first));
            assertSame(CONTENTS.of(master), CONTENTS.of(third));
            assertEquals("OK", third.replicaofNoOne());
            assertTrue(tells(first, "role:master"));
            assertEquals("OK", second.set("key", "value"));
            leaveOfTheLinksNode(redis, second);
        }
    }

    /** The grid stays as it is, and takes a new link. */
    private static void leaveOfTheLinksNode(RedisServer redis, Jedis second) {
        ClusterFixture.Member leaving = cluster.add();
        try (Jedis last = leaving.jedis()) {
            assertEquals("OK", last.replicaof("127.0.0.1", redis.port()));
            ClusterFixture.await("the link is up", () -> tells(second, "master_link_status:up"));
        }
        cluster.remove(leaving);
        ClusterFixture.await("the link is down", () -> tells(second, "master_link_status:down"));
        assertTrue(second.info("replication").contains("replica_link_problem:the node that had the link has left"));
        assertReadOnly(second);
        assertEquals("OK", second.replicaof("127.0.0.1", redis.port()));
        ClusterFixture.await("the new link is up", () -> tells(second, "master_link_status:up"));
        assertEquals("OK", second.replicaofNoOne());
        assertEquals("OK", second.set("key", "value"));
    }
}
