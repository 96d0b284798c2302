package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sends the same bytes to a redis-server and to ours and compares what comes back until each closes the connection. */
final class ProtocolDifferentialTest {
    private static final int RANDOM_STREAMS = 3000;

    private static final Pattern UNKNOWN = Pattern.compile("-ERR unknown command '([a-zA-Z]+)'");

    private static RedisServer redis;
    private static WholeServer ours;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    private static String answer(int port, byte[] stream) {
        try (RawClient client = new RawClient(port)) {
            client.trySend(stream, 0, stream.length);
            return client.tryEndSending().readToEnd();
        }
    }

    private static void compare(String what, byte[] stream) {
        String expected = answer(redis.port(), stream);
        String answer = answer(ours.port(), stream);
        if (!expected.equals(answer)
                && (lacksCommandOf(redis.port(), answer) || lacksCommandOf(ours.port(), expected))) {
            // Damage made a command that only one of the two has, as it makes PIN of PING.
            answer(redis.port(), Traffic.latin("FLUSHALL\r\n"));
            answer(ours.port(), Traffic.latin("FLUSHALL\r\n"));
        } else {
            assertEquals(expected, answer, () -> what + ": " + shown(stream));
        }
    }

    /** Whether an answer calls a command unknown that the server at a port knows. */
    private static boolean lacksCommandOf(int port, String answer) {
        return UNKNOWN.matcher(answer).results().anyMatch(match -> {
            String reply = answer(port, Traffic.latin("COMMAND INFO " + match.group(1) + "\r\n"));
            return !reply.startsWith("*1\r\n*-1") && !reply.startsWith("*1\r\n$-1");
        });
    }

    private static String shown(byte[] stream) {
        StringBuilder out = new StringBuilder();
        for (byte b : stream) {
            if (b == '\r' || b == '\n' || b == '\\') {
                out.append(b == '\r' ? "\\r" : b == '\n' ? "\\n" : "\\\\");
            } else if (b >= ' ' && b < 127) {
                out.append((char) b);
            } else {
                out.append(String.format("\\x%02x", b));
            }
        }
        return out.toString();
    }

    @Test
    void answer_malformedRequests_isRedis() {
        for (String text : List.of(
                "\r\n",
                "\n\n\nPING\n",
                "PING\r\nPING",
                "*0\r\n*-1\r\n*-10\r\nPING\r\n",
                "*1\r\n$4\r\nPING\r\n*a\r\nPING\r\n",
                "*\r\n",
                "*-\r\n",
                "*-0\r\nPING\r\n",
                "*00\r\n",
                "*+1\r\n",
                "* 1\r\n",
                "*1 \r\n",
                "*1048577\r\nPING",
                "*2147483647\r\n$4\r\nPING\r\n",
                "*2147483648\r\n",
                "*3000000000\r\n",
                "*9223372036854775807\r\n",
                "*9223372036854775808\r\n",
                "*-9223372036854775808\r\nPING\r\n",
                "*-9223372036854775809\r\n",
                "*18446744073709551617\r\n",
                "*1\r\nPING\r\n",
                "*1\r\n\r\n",
                "*1\r\n*1\r\n",
                "*1\r\n\u00e9\r\n",
                "*1\r\n\n\r\n",
                "*1\r\n$\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$-0\r\n",
                "*1\r\n$01\r\n",
                "*1\r\n$4x\r\nPING\r\n",
                "*1\r\n$536870913\r\n",
                "*1\r\n$536870912\r\nabc",
                "*1\r\n$4\r\nPINGxxPING\r\n",
                "*1\rx$4\ryPING__PING\r\n",
                "*1\r\n$0\r\n\r\n",
                "*1\r\n$3\r\nGET\r\n",
                "*3\r\n$3\r\nSET\r\n$1\r\nx\r\nfooz\r\n",
                "set \"\"\"test-key\"\"\" test-value\r\nping\r\n",
                "SET a \"x\\x41\\n\\r\\t\\b\\a\\q\\\"\"\r\nGET a\r\n",
                "SET a 'it\\'s \\n'\r\nGET a\r\n",
                "SET a foo\"bar\"\r\nGET a\r\n",
                "ECHO \"unbalanced\r\n",
                "ECHO \u000b\fx\u000by\r\n",
                "ECHO \"\"\r\n",
                "\"\"\r\n",
                "\0\r\nPING\r\n",
                "*\0\r\nPING\r\n",
                "$\0\r\nPING\r\n",
                "PING\0\r\nPING\r\n",
                "*1\r\n$4\0\r\nPING\r\n",
                "nosuch \u00e9\u00ff 'a b' \"\\x00z\"\r\n",
                "*2\r\n$8\r\nno\r\nsu\0h\r\n$5\r\na\0b\r\n\r\n",
                "nosuch " + "x".repeat(300) + " y\r\n",
                "nosuch " + "x ".repeat(300) + "\r\n",
                "y".repeat(300) + " z\r\n",
                "CONFIG nosuch\u00e9 x\r\n",
                "CONFIG \"no\\r\\nsuch\"\r\n",
                "GET\r\n",
                "get a b c\r\n",
                "CLIENT\r\n",
                "QUIT\r\nPING\r\n",
                "MULTI\r\nnosuch\r\nPING\r\nEXEC\r\nPING\r\n",
                "MULTI\r\nPING\r\n*1\r\nx\r\n",
                "CLIENT REPLY OFF\r\nPING\r\nCLIENT REPLY ON\r\nPING\r\n",
                "CLIENT REPLY SKIP\r\nPING\r\nPING\r\n",
                "CLIENT REPLY OFF\r\n*x\r\n")) {
            compare("malformed", Traffic.latin(text));
        }
    }

    @Test
    void answer_linesTooLong_isRedis() {
        String filler = "1".repeat(66_000);
        compare("inline", Traffic.latin(filler));
        compare("count", Traffic.latin("*" + filler));
        compare("bulk", Traffic.latin("*1\r\n$" + filler));
        compare("zero", Traffic.latin("\0" + filler));
        compare("zero", Traffic.latin("*\0" + filler));
        compare("zero", Traffic.latin("*1\r\n$\0" + filler));
    }

    @Test
    void answer_beforeAuthentication_isRedis() throws IOException {
        redis.run("CONFIG", "SET", "requirepass", "secret");
        String auth = "AUTH secret\r\n";
        answer(ours.port(), Traffic.latin("CONFIG SET requirepass secret\r\n"));
        try {
            String ten = "*10\r\n" + "$1\r\na\r\n".repeat(10);
            String eleven = "*11\r\n" + "$1\r\na\r\n".repeat(11);
            String big = "*2\r\n$4\r\nECHO\r\n$16385\r\n" + "b".repeat(16385) + "\r\n";
            for (String text : List.of(ten, eleven, big, "PING\r\n", "a ".repeat(20) + "\r\n", auth + eleven + big)) {
                compare("unauthenticated", Traffic.latin(text));
            }
        } finally {
            redis.run("CONFIG", "SET", "requirepass", "");
            answer(ours.port(), Traffic.latin(auth + "CONFIG SET requirepass \"\"\r\n"));
        }
    }

    @Test
    void answer_randomStreams_isRedis() {
        long seed = Long.getLong("seed", System.nanoTime());
        Traffic traffic = new Traffic(new SplittableRandom(seed));
        SplittableRandom random = new SplittableRandom(seed + 1);
        for (int i = 0; i < RANDOM_STREAMS; i++) {
            byte[] stream = traffic.valid(1 + random.nextInt(20));
            compare("seed=" + seed + " stream=" + i, random.nextInt(4) == 0 ? stream : traffic.damage(stream));
        }
        assertEquals("+PONG\r\n", answer(ours.port(), "PING\r\n".getBytes(StandardCharsets.US_ASCII)));
    }
}
