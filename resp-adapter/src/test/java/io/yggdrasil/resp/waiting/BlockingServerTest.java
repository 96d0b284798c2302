package io.yggdrasil.resp.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.server.RawClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that wait, on one node with several event loops; see also {@link BlockingDifferentialTest}. */
final class BlockingServerTest {
    private static final int WRITERS = 4;

    private static WholeServer server;

    private final Talk talk = new Talk(server.port());

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of("event-loops", "4"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void end() {
        talk.awaitBlocked(0);
        talk.say("FLUSHALL");
        talk.close();
    }

    private void assertTold(List<String> expected, String... steps) {
        assertEquals(String.join("\n", expected), String.join("\n", talk.run(steps)));
    }

    @Test
    void timeout_thatIsTooLarge_isRefusedAsByRedis72() {
        for (String timeout : List.of("inf", "1e30", "0x7FFFFFFFFFFFFF", "1e16")) {
            assertEquals("-ERR timeout is out of range", talk.say("BLPOP k " + timeout));
        }
    }

    @Test
    void keysThatAreWrittenTogether_areTakenInTheOrderOfTheRequest() {
        assertTold(
                List.of(
                        "w! MULTI +OK",
                        "w! LPUSH y 1 +QUEUED",
                        "w! LPUSH x 2 +QUEUED",
                        "w! EXEC [:1, :1]",
                        "a? [x, 2]"),
                "a: BLPOP x y 0",
                "blocked 1",
                "w! MULTI",
                "w! LPUSH y 1",
                "w! LPUSH x 2",
                "w! EXEC",
                "a?");
        assertEquals("[1]", talk.say("LRANGE y 0 -1"));
    }

    @Test
    void clientList_andInfo_tellWhoWaits() {
        talk.run("a: BLPOP k 0", "blocked 1");
        String line = talk.say("CLIENT LIST")
                .lines()
                .filter(one -> one.contains("cmd=blpop"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains(" flags=b "), line);
        assertTrue(talk.say("INFO clients").contains("total_blocking_keys:1\r\n"));
        talk.run("w! RPUSH k 1", "a?");
        assertTrue(talk.say("CLIENT LIST").lines().noneMatch(one -> one.contains(" flags=b ")));
        assertTrue(talk.say("INFO clients").contains("total_blocking_keys:0\r\n"));
    }

    @Test
    void infoClients_keysWhoseLossEndsAWait_areCounted() {
        talk.run("w! XGROUP CREATE s g $ MKSTREAM", "a: XREADGROUP GROUP g a BLOCK 0 STREAMS s >", "blocked 1");
        talk.run("b: BLPOP k 0", "blocked 2");
        String clients = talk.say("INFO clients");
        assertTrue(clients.contains("total_blocking_keys:2\r\ntotal_blocking_keys_on_nokey:1\r\n"), clients);
        talk.run("w! DEL s", "a?", "w! RPUSH k 1", "b?");
        assertTrue(talk.say("INFO clients").contains("total_blocking_keys_on_nokey:0\r\n"));
    }

    @Test
    void commandThatWaits_countsOnce() {
        talk.say("CONFIG RESETSTAT");
        talk.run("a: BLPOP k 0", "blocked 1", "w! SET other x", "w! RPUSH k 1", "a?");
        assertTrue(talk.say("INFO commandstats").contains("cmdstat_blpop:calls=1,"));
    }

    @Test
    void commandThatWaitsInVain_countsWhenItsWaitEnds() {
        talk.say("CONFIG RESETSTAT");
        talk.run("a: BLPOP k 0.01", "a?");
        assertTrue(talk.say("INFO commandstats").contains("cmdstat_blpop:calls=1,"));
        talk.run("a: BLPOP k 0", "blocked 1");
        assertTrue(talk.say("INFO commandstats").contains("cmdstat_blpop:calls=1,"));
        talk.run("w! RPUSH k 1", "a?");
        assertTrue(talk.say("INFO commandstats").contains("cmdstat_blpop:calls=2,"));
    }

    @Test
    void pause_holdsBackWhatWouldBeTaken() {
        talk.run("a: BLPOP k 0", "blocked 1", "w! MULTI", "w! RPUSH k 1", "w! CLIENT PAUSE 100000 WRITE", "w! EXEC");
        assertEquals(":1", talk.say("LLEN k"));
        assertTrue(talk.blocked() >= 1);
        assertEquals("+OK", talk.say("CLIENT UNPAUSE"));
        assertEquals(List.of("a? [k, 1]"), talk.run("a?"));
    }

    @Test
    void client_thatEndsItsSending_isGivenNothing() {
        RawClient client = new RawClient(server.port()).send("BLPOP k 0\r\n");
        talk.awaitBlocked(1);
        client.endSending();
        assertEquals("", client.readToEnd());
        talk.awaitBlocked(0);
        assertEquals(":1", talk.say("RPUSH k 1"));
        assertEquals(":1", talk.say("LLEN k"));
        client.close();
    }

    @Test
    void timeout_andUnblock_leaveTheQueue() {
        assertTold(
                List.of(
                        "a? *-1",
                        "w! CLIENT UNBLOCK $b ERROR :1",
                        "b? -UNBLOCKED client unblocked via CLIENT UNBLOCK",
                        "w! RPUSH k 1 :1",
                        "c? [k, 1]"),
                "a: BLPOP k 0.05",
                "blocked 1",
                "b: BLPOP k 0",
                "blocked 2",
                "c: BLPOP k 0",
                "a?",
                "blocked 2",
                "w! CLIENT UNBLOCK $b ERROR",
                "b?",
                "w! RPUSH k 1",
                "c?");
    }

    @Test
    void manyWriters_andManyTakers_loseAndRepeatNothing() throws Exception {
        int takers = 16;
        int elements = 4_000;
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<List<String>>> taken = new ArrayList<>();
        for (int i = 0; i < takers; i++) {
            String keys = i % 2 == 0 ? "a b" : "b a";
            taken.add(threads.submit(() -> take(keys, elements / takers)));
        }
        List<Future<?>> written = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            written.add(threads.submit(() -> write(writer, elements / WRITERS)));
        }
        for (Future<?> one : written) {
            one.get();
        }
        List<String> all = new ArrayList<>();
        for (Future<List<String>> one : taken) {
            all.addAll(one.get());
        }
        threads.shutdown();
        Collections.sort(all);
        List<String> expected = new ArrayList<>();
        IntStream.range(0, WRITERS)
                .forEach(w -> IntStream.range(0, elements / WRITERS).forEach(i -> expected.add(w + "-" + i)));
        Collections.sort(expected);
        assertEquals(expected, all);
        assertEquals(":0", talk.say("EXISTS a b"));
    }

    private static List<String> take(String keys, int count) {
        List<String> elements = new ArrayList<>();
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < count; i++) {
                String reply = Talk.read(client.send("BLPOP " + keys + " 0\r\n"));
                elements.add(reply.substring("[a, ".length(), reply.length() - 1));
            }
        }
        return elements;
    }

    private static void write(int writer, int count) {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < count; i++) {
                client.send("RPUSH " + (i % 3 == 0 ? "a" : "b") + " " + writer + "-" + i + "\r\n");
                client.line();
            }
        }
    }
}
