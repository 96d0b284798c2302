package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.acl.WordClient;
import io.yggdrasil.resp.cluster.ClusterFixture.Member;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users are the same on all nodes, and a request is judged where its client is. */
final class AclClusterTest {
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterFixture.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static WordClient client(int node) {
        return new WordClient(cluster.member(node).port());
    }

    private static WordClient as(int node, String user) {
        WordClient client = client(node);
        assertEquals("OK", client.line("AUTH " + user + " pw"));
        return client;
    }

    @Test
    void change_onAnyNode_isInForceOnAllWhenItIsAnswered() {
        try (WordClient first = client(0);
                WordClient second = client(1);
                WordClient third = client(2)) {
            List<WordClient> all = List.of(first, second, third);
            assertEquals("OK", first.line("ACL SETUSER ann on >pw +get +ping ~*"));
            try (WordClient ann = as(2, "ann")) {
                for (int i = 0; i < 30; i++) {
                    WordClient admin = all.get(i % 3);
                    assertEquals("OK", admin.line("ACL SETUSER ann -ping"));
                    assertEquals("-NOPERM User ann has no permissions to run the 'ping' command", ann.line("PING"));
                    assertEquals("OK", admin.line("ACL SETUSER ann +ping"));
                    assertEquals("PONG", ann.line("PING"));
                }
            }
            String list = first.line("ACL LIST");
            assertEquals(list, second.line("ACL LIST"));
            assertEquals(list, third.line("ACL LIST"));
        }
    }

    @Test
    void deletedUser_losesItsClientsOnAllNodes() {
        try (WordClient admin = client(0)) {
            assertEquals("OK", admin.line("ACL SETUSER dan on >pw +@all ~* &*"));
            try (WordClient near = as(0, "dan");
                    WordClient far = as(1, "dan");
                    WordClient hears = as(2, "dan")) {
                hears.line("SUBSCRIBE news");
                assertEquals("1", admin.line("ACL DELUSER dan"));
                assertTrue(near.isEnded());
                assertTrue(far.isEnded());
                assertTrue(hears.isEnded());
            }
        }
    }

    @Test
    void forwardedRequests_areJudgedWhereTheClientIs_once() {
        Member owner = cluster.member(1);
        String own = cluster.keyOf(owner, "own:");
        String foreign = cluster.keyOf(owner, "foreign:");
        try (WordClient admin = client(0);
                WordClient elsewhere = client(1)) {
            assertEquals("OK", admin.line("ACL SETUSER joe on >pw +get +set +sort +rpush +del ~own:*"));
            admin.line("ACL LOG RESET");
            elsewhere.line("ACL LOG RESET");
            try (WordClient joe = as(0, "joe")) {
                assertEquals("OK", joe.line("SET " + own + " v"));
                assertEquals("\"v\"", joe.line("GET " + own));
                assertEquals("-NOPERM No permissions to access a key", joe.line("GET " + foreign));
                assertEquals("1", joe.line("DEL " + own));
                assertEquals("1", joe.line("RPUSH " + own + " 1"));
                assertEquals(
                        "-ERR GET option of SORT denied due to insufficient ACL permissions.",
                        joe.line("SORT " + own + " GET x*"));
                assertEquals("1", joe.line("DEL " + own));
            }
            assertEquals(1, admin.reply("ACL LOG").all().size());
            assertEquals("[]", elsewhere.line("ACL LOG"));
        }
    }

    @Test
    void transactions_ofOtherNodes_areJudgedBeforeTheyLeave() {
        String far = cluster.keyOf(cluster.member(1), "far:");
        String farther = cluster.keyOf(cluster.member(2), "farther:");
        try (WordClient admin = client(0)) {
            assertEquals("OK", admin.line("ACL SETUSER tom on >pw +@all ~* &*"));
            try (WordClient tom = as(0, "tom")) {
                for (String keys : List.of(far + " " + far, far + " " + farther)) {
                    String[] two = keys.split(" ");
                    assertEquals("OK", admin.line("ACL SETUSER tom +incr"));
                    for (String line : List.of("MULTI", "SET " + two[0] + " 1", "INCR " + two[1], "GET " + two[0])) {
                        tom.line(line);
                    }
                    assertEquals("OK", admin.line("ACL SETUSER tom -incr"));
                    String reply = tom.line("EXEC");
                    assertTrue(reply.startsWith("[OK, -NOPERM ACLs rules changed between"), reply);
                    assertTrue(reply.endsWith(", \"1\"]"), reply);
                    tom.line("DEL " + far + " " + farther);
                }
            }
        }
    }

    @Test
    void transactions_thatChangeUsersAndKeys_areWhole() {
        String far = cluster.keyOf(cluster.member(1), "far:");
        String near = cluster.keyOf(cluster.member(0), "near:");
        try (WordClient admin = client(0)) {
            for (String key : List.of(near, far)) {
                for (String line : List.of("MULTI", "SET " + key + " 1", "ACL SETUSER max on", "INCR " + key)) {
                    admin.line(line);
                }
                assertEquals("[OK, OK, 2]", admin.line("EXEC"));
                assertEquals("1", admin.line("DEL " + key));
                assertEquals("1", admin.line("ACL DELUSER max"));
            }
        }
    }

    @Test
    void requirepass_ofOneNode_isThatOfAll() {
        try (WordClient admin = client(0);
                WordClient other = client(1)) {
            assertEquals("OK", admin.line("CONFIG SET requirepass secret"));
            try (WordClient late = client(2)) {
                assertEquals("-NOAUTH Authentication required.", late.line("PING"));
                assertEquals("OK", late.line("AUTH secret"));
                assertEquals("PONG", late.line("PING"));
            }
            assertEquals("PONG", other.line("PING"));
            assertEquals("OK", admin.line("CONFIG SET requirepass "));
        }
    }

    @Test
    void nodeThatJoins_takesTheGridsUsers() {
        try (WordClient admin = client(0)) {
            assertEquals("OK", admin.line("ACL SETUSER lea on >pw +ping"));
            Member joined = cluster.add();
            try (WordClient lea = new WordClient(joined.port())) {
                assertEquals("OK", lea.line("AUTH lea pw"));
                assertEquals("PONG", lea.line("PING"));
                assertEquals("-NOPERM User lea has no permissions to run the 'get' command", lea.line("GET k"));
            } finally {
                cluster.remove(joined);
            }
            assertEquals("OK", admin.line("ACL SETUSER lea off"));
            assertEquals("1", admin.line("ACL DELUSER lea"));
        }
    }
}
