package io.yggdrasil.resp.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same talks with a server of ours and with a redis-server: every reply is the same. */
final class BlockingDifferentialTest {
    private static WholeServer ours;
    private static RedisServer redis;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of());
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

    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of("BLPOP k 0", "RPUSH k 1 2"),
                Arguments.of("BRPOP k 0", "RPUSH k 1 2"),
                Arguments.of("BLPOP a k b 100.5", "LPUSH k 1 2"),
                Arguments.of("BLPOP k k k 0", "RPUSH k 1 2"),
                Arguments.of("BLMOVE k t LEFT RIGHT 0", "RPUSH k 1 2"),
                Arguments.of("BLMOVE k k LEFT RIGHT 0", "RPUSH k 1 2"),
                Arguments.of("BLMOVE k t right left 0.5e2", "RPUSH k 1 2"),
                Arguments.of("BRPOPLPUSH k t 0", "RPUSH k 1 2"),
                Arguments.of("BLMPOP 0 2 a k LEFT", "RPUSH k 1 2"),
                Arguments.of("BLMPOP 0 2 k a RIGHT COUNT 5", "RPUSH k 1 2"),
                Arguments.of("BZPOPMIN k 0", "ZADD k 1 a 2.5 b"),
                Arguments.of("BZPOPMAX a k 0", "ZADD k 1 a 2.5 b"),
                Arguments.of("BZMPOP 0 1 k MIN", "ZADD k 1 a 2.5 b"),
                Arguments.of("BZMPOP 0 2 a k MAX COUNT 7", "ZADD k 1 a 2.5 b"));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void command_thatFindsSomething_isAnsweredAtOnce(String command, String write) {
        compare("w! " + write, "a! " + command, "w! TYPE k", "w! LRANGE t 0 -1");
        compare("w! " + write, "a~ HELLO 3", "a! " + command, "w! TYPE k");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void command_thatFindsNothing_waitsAndIsServedByAWrite(String command, String write) {
        compare("a: " + command, "blocked 1", "w! " + write, "w! TYPE k", "a?", "w! LRANGE t 0 -1", "a! PING");
        compare("a~ HELLO 3", "a: " + command, "blocked 1", "w! " + write, "a?", "w! LRANGE k 0 -1", "a! PING");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void command_thatFindsNothing_inATransaction_isAnsweredWithNull(String command, String write) {
        compare("a! MULTI", "a! " + command, "a! " + write, "a! " + command, "a! EXEC", "a! TYPE k");
        compare("a~ HELLO 3", "a! MULTI", "a! " + command, "a! EXEC");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void command_thatIsUnblocked_isAnsweredAsByATimeout(String command, String write) {
        compare("a: " + command, "blocked 1", "w! CLIENT UNBLOCK $a", "a?", "w! CLIENT UNBLOCK $a", "w! " + write);
        compare("a: " + command, "blocked 1", "w! CLIENT UNBLOCK $a ERROR", "a?", "a! PING", "w! " + write, "w! DEL k");
        compare("a~ HELLO 3", "a: " + command, "blocked 1", "w! CLIENT UNBLOCK $a TIMEOUT", "a?", "a! PING");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void command_onAKeyOfAnotherType_isRefusedAtFirstAndWaitsLater(String command, String write) {
        compare("w! SET k text", "a! " + command);
        compare("a: " + command, "blocked 1", "w! SET k text", "w! SADD s x", "w! DEL k", "w! " + write, "a?");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void command_withAnotherTimeout_runsOutOfTimeOrIsRefused(String command, String write) {
        boolean first = command.startsWith("BLMPOP") || command.startsWith("BZMPOP");
        for (String timeout : List.of("0.01", "1e-2", "-1", "-0.1", "x", "\"\"", "-inf", "nan", "0x1p-6")) {
            String other = first
                    ? command.replaceFirst(" 0 ", " " + timeout + " ")
                    : command.replaceFirst(" [0-9.e]+$", " " + timeout);
            compare("a! " + other, "a! PING");
        }
    }

    @Test
    void badRequests_areRefused() {
        for (String request : List.of(
                "BLPOP",
                "BLPOP k",
                "BLMOVE k t LEFT UP 0",
                "BLMOVE k t UP LEFT x",
                "BLMOVE k t LEFT LEFT x",
                "BRPOPLPUSH k t x",
                "BLMPOP 0 0 k LEFT",
                "BLMPOP x 1 k LEFT COUNT 0",
                "BLMPOP x 1 k LEFT COUNT 1",
                "BLMPOP x 1 k UP",
                "BLMPOP 0 2 k LEFT",
                "BLMPOP 0 1 k LEFT COUNT 1 COUNT 1",
                "BZMPOP 0 0 k MIN",
                "BZMPOP x 1 k MIN COUNT 1",
                "BZMPOP 0 1 k LEFT",
                "BZMPOP 0 2 k MIN",
                "BZPOPMIN k x",
                "CLIENT UNBLOCK x",
                "CLIENT UNBLOCK 0",
                "CLIENT UNBLOCK 1 SOON")) {
            compare("a! " + request);
        }
    }

    @Test
    void badRequests_whileOthersWait_areRefused() {
        compare(
                "a: BLPOP k 0",
                "blocked 1",
                "b! BLPOP k x",
                "b! BLMPOP 0 1 k UP",
                "b: BLPOP k s 0",
                "w! PING",
                "blocked 2",
                "w! RPUSH k 1 2",
                "a?",
                "b?");
        compare("w! SET s x", "a: BLPOP k 0", "blocked 1", "b! BLPOP k s 0", "w! RPUSH k 1", "a?");
    }

    @Test
    void clients_areServedInTheOrderInWhichTheyCame() {
        compare(
                "a: BLPOP k 0",
                "blocked 1",
                "b: BRPOP x k 0",
                "blocked 2",
                "c: BLMPOP 0 1 k LEFT COUNT 2",
                "blocked 3",
                "w! RPUSH k 1",
                "a?",
                "w! RPUSH k 2 3 4 5",
                "b?",
                "c?",
                "w! LRANGE k 0 -1");
        compare(
                "a: BZPOPMIN k 0",
                "blocked 1",
                "b: BLPOP k 0",
                "blocked 2",
                "c: BLPOP k 0",
                "blocked 3",
                "w! RPUSH k 1 2",
                "b?",
                "c?",
                "w! ZADD k 1 m",
                "a?");
    }

    @Test
    void chains_areServedInOneGo() {
        compare(
                "a: BLMOVE k1 k2 LEFT RIGHT 0",
                "blocked 1",
                "b: BLMOVE k2 k3 LEFT RIGHT 0",
                "blocked 2",
                "c: BLPOP k3 0",
                "blocked 3",
                "w! RPUSH k1 e",
                "w! EXISTS k1 k2 k3",
                "a?",
                "b?",
                "c?");
        compare(
                "a: BRPOPLPUSH k1 k2 0",
                "blocked 1",
                "b: BRPOPLPUSH k2 k1 0",
                "blocked 2",
                "w! RPUSH k1 e",
                "w! LRANGE k1 0 -1",
                "w! EXISTS k2",
                "a?",
                "b?");
        compare("a: BRPOPLPUSH k1 k1 0", "blocked 1", "w! RPUSH k1 e f", "w! LRANGE k1 0 -1", "a?");
        compare(
                "a: BLMOVE k t LEFT LEFT 0",
                "blocked 1",
                "b: BLPOP k 0",
                "blocked 2",
                "w! SET t text",
                "w! RPUSH k e",
                "a?",
                "b?",
                "w! EXISTS k");
    }

    @Test
    void transactions_serveAtTheirEnd() {
        compare("a: BLPOP k 0", "blocked 1", "w! MULTI", "w! LPUSH k 1", "w! DEL k", "w! EXEC", "w! LPUSH k 2", "a?");
        compare(
                "a: BLPOP k 0",
                "blocked 1",
                "w! MULTI",
                "w! LPUSH k 1",
                "w! SET k x",
                "w! EXEC",
                "w! DEL k",
                "w! LPUSH k 2",
                "a?");
        compare(
                "a: BZPOPMIN k 0",
                "blocked 1",
                "w! MULTI",
                "w! ZADD k 0 a",
                "w! ZREM k a",
                "w! ZADD k 1 b",
                "w! EXEC",
                "a?",
                "w! EXISTS k");
    }

    @Test
    void everyWayToMakeAKey_serves() {
        compare("w! RPUSH l 1 2", "a: BLPOP k 0", "blocked 1", "w! RENAME l k", "a?", "w! LRANGE k 0 -1");
        compare("w! RPUSH l 1 2", "a: BLPOP k 0", "blocked 1", "w! RENAMENX l k", "a?");
        compare("w! RPUSH l 1 2", "a: BLPOP k 0", "blocked 1", "w! COPY l k", "a?", "w! LRANGE k 0 -1");
        compare("w! RPUSH l 3 2", "a: BLPOP k 0", "blocked 1", "w! SORT l STORE k", "a?");
        compare("w! RPUSH l 1 2", "a: BLPOP k 0", "blocked 1", "w! LMOVE l k LEFT LEFT", "a?");
        compare("w! RPUSH l 1 2", "a: BLPOP k 0", "blocked 1", "w! RPOPLPUSH l k", "a?");
        compare("w! RPUSH k 1 2", "a! SELECT 1", "a: BLPOP k 0", "blocked 1", "w! MOVE k 1", "a?", "w! EXISTS k");
        compare("w! RPUSH k 1 2", "a! SELECT 1", "a: BLPOP k 0", "blocked 1", "w! COPY k k DB 1", "a?");
        compare("w! RPUSH k 1 2", "a! SELECT 1", "a: BLPOP k 0", "blocked 1", "w! SWAPDB 0 1", "a?", "a! LLEN k");
        compare("a: BZPOPMIN k 0", "blocked 1", "w! GEOADD k 13.5 38.5 p", "a?");
        compare("w! ZADD z 1 a", "a: BZPOPMIN k 0", "blocked 1", "w! ZUNIONSTORE k 1 z", "a?");
        compare("w! ZADD z 1 a", "a: BZPOPMAX k 0", "blocked 1", "w! ZRANGESTORE k z 0 -1", "a?");
        compare("a: BZPOPMAX k 0", "blocked 1", "w! ZINCRBY k 2 m", "a?");
    }

    @Test
    void requestsBehindOneThatWaits_areRunAfterIt() {
        compare(
                "a: BLPOP k 0",
                "a: RPUSH k2 x",
                "a: BLPOP k2 0",
                "a: PING",
                "blocked 1",
                "w! EXISTS k2",
                "w! RPUSH k 1",
                "a?",
                "a?",
                "a?",
                "a?");
        compare("a: CLIENT REPLY SKIP", "a: BLPOP k 0", "a: PING", "blocked 1", "w! RPUSH k 1", "a?", "w! EXISTS k");
    }

    @Test
    void aClientThatLeaves_isGivenNothing() {
        compare(
                "a: BLPOP k 0",
                "blocked 1",
                "b: BLPOP k 0",
                "blocked 2",
                "leave a",
                "blocked 1",
                "w! RPUSH k 1 2",
                "b?",
                "w! LRANGE k 0 -1");
        compare("a: BLPOP k 0", "blocked 1", "w! CLIENT KILL ID $a", "blocked 0", "w! RPUSH k 1");
    }
}
