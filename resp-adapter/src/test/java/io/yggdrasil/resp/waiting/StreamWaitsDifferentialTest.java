package io.yggdrasil.resp.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** XREAD and XREADGROUP with BLOCK: the same talks with a server of ours and with a redis-server. */
final class StreamWaitsDifferentialTest {
    private static WholeServer ours;
    private static RedisServer redis;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of("event-loops", "2"));
    }

    @AfterAll
    static void stop() throws IOException {
        ours.close();
        redis.close();
    }

    private static List<String> talk(int port, String... steps) {
        try (Talk talk = new Talk(port)) {
            talk.say("FLUSHALL");
            List<String> told = talk.run(steps);
            talk.awaitBlocked(0);
            return told;
        }
    }

    private static void compare(String... steps) {
        assertEquals(String.join("\n", talk(redis.port(), steps)), String.join("\n", talk(ours.port(), steps)));
    }

    @Test
    void xread_behindTheLastId_getsWhatComesThen() {
        for (String protocol : List.of("2", "3")) {
            compare(
                    "w! XADD s 1-1 f old",
                    "a~ HELLO " + protocol,
                    "a: XREAD COUNT 2 BLOCK 0 STREAMS s t $ $",
                    "blocked 1",
                    "w! XADD other 1-1 f v",
                    "w! XADD t 5-1 f new",
                    "a?",
                    "a! PING");
        }
    }

    @Test
    void xread_behindTheLastIdOfManyEntries_getsThemAllOnce() {
        compare(
                "w! XADD s 1-1 f old",
                "a: xread block 0 streams s $",
                "blocked 1",
                "w! MULTI",
                "w! XADD s 2-1 f a",
                "w! XADD s 2-2 f b",
                "w! EXEC",
                "a?",
                "a: XREAD BLOCK 0 STREAMS s 2-2",
                "blocked 1",
                "w! XADD s 3-1 f c",
                "a?");
    }

    @Test
    void xread_severalClients_allGetTheEntry() {
        compare(
                "a: XREAD BLOCK 0 STREAMS s $",
                "b: XREAD BLOCK 0 STREAMS s 0",
                "c: XREAD BLOCK 0 STREAMS s 7",
                "blocked 3",
                "w! XADD s 1-1 f v",
                "a?",
                "b?",
                "blocked 1",
                "w! XADD s 8-0 f v",
                "c?");
    }

    @Test
    void xread_endsWithoutEntries_isNull() {
        compare("a! XREAD BLOCK 10 STREAMS s $", "a! XREAD BLOCK 10 STREAMS s 0");
        compare("a~ HELLO 3", "a! XREAD BLOCK 10 STREAMS s $");
        compare("a: XREAD BLOCK 0 STREAMS s $", "blocked 1", "w! CLIENT UNBLOCK $a ERROR", "a?", "a! PING");
        compare(
                "a! MULTI",
                "a! XREAD BLOCK 0 STREAMS s $",
                "a! XADD s 1-1 f v",
                "a! XREAD BLOCK 0 STREAMS s 0",
                "a! EXEC");
    }

    @Test
    void xread_wrongWords_areRefusedAtOnce() {
        compare(
                "w! SET text x",
                "a! XREAD BLOCK 0 STREAMS text $",
                "a! XREAD BLOCK -1 STREAMS s $",
                "a! XREAD BLOCK x STREAMS s $",
                "a! XREAD BLOCK 0 STREAMS s >",
                "a! XREAD BLOCK 0 STREAMS s x",
                "a! XREADGROUP GROUP g c BLOCK 0 STREAMS s >",
                "a! XREADGROUP GROUP g c BLOCK 0 STREAMS s $");
    }

    @Test
    void xreadgroup_consumersThatWait_shareTheEntries() {
        compare(
                "w! XGROUP CREATE s g $ MKSTREAM",
                "a: XREADGROUP GROUP g a BLOCK 0 STREAMS s >",
                "blocked 1",
                "b: XREADGROUP GROUP g b BLOCK 0 STREAMS s >",
                "blocked 2",
                "w! XADD s 1-1 f v",
                "a?",
                "blocked 1",
                "w! XADD s 1-2 f v",
                "b?",
                "w! XPENDING s g",
                "a! XREADGROUP GROUP g a BLOCK 0 STREAMS s 0",
                "a! XACK s g 1-1",
                "a! XREADGROUP GROUP g a BLOCK 0 STREAMS s 0");
    }

    @Test
    void xreadgroup_streamOrGroupThatGoes_isTold() {
        compare(
                "w! XGROUP CREATE s g $ MKSTREAM",
                "a: XREADGROUP GROUP g a BLOCK 0 STREAMS s >",
                "blocked 1",
                "w! XADD s 1-1 f v",
                "a?",
                "a: XREADGROUP GROUP g a BLOCK 20 STREAMS s >",
                "a?",
                "w! XINFO CONSUMERS missing g");
        String gone = "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option";
        for (String end : List.of("DEL s", "XGROUP DESTROY s g", "SET s text")) {
            String expected =
                    end.startsWith("SET") ? "-WRONGTYPE Operation against a key holding the wrong kind of value" : gone;
            List<String> told = talk(
                    ours.port(),
                    "w~ XGROUP CREATE s g $ MKSTREAM",
                    "a: XREADGROUP GROUP g a BLOCK 0 STREAMS s >",
                    "blocked 1",
                    "w~ " + end,
                    "a?");
            assertEquals(List.of("a? " + expected), told, end);
        }
    }
}
