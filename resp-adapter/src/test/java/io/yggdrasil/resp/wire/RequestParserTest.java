package io.yggdrasil.resp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestParserTest {
    private static final int LINE_MAX = 64 << 10;

    private RequestLimits limits = RequestLimits.DEFAULT;
    private boolean authenticated = true;

    private PieceReader reader() {
        return new PieceReader(new RequestParser(() -> limits, () -> authenticated), new SplittableRandom(1));
    }

    private List<List<String>> parse(String input) {
        PieceReader reader = reader();
        reader.read(PieceReader.bytes(input), 0, input.length());
        return reader.requests();
    }

    private String errorOf(String input) {
        return assertThrows(ProtocolException.class, () -> parse(input)).getMessage();
    }

    @Test
    void parse_arraysAndLines_inOrder() {
        assertEquals(
                List.of(List.of("GET", "k"), List.of("PING"), List.of("SET", "", "a\r\nb\0\u00ff")),
                parse("*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n*3\r\n$3\r\nSET\r\n$0\r\n\r\n$6\r\na\r\nb\0\u00ff\r\n"));
    }

    @Test
    void parse_emptyRequests_areSkipped() {
        assertEquals(
                List.of(List.of("PING"), List.of("a")),
                parse("\r\n\n  \r\n*0\r\n*-1\r\n*-10\r\nPING\r\n\t\n*1\r\n$1\r\na\r\n"));
        assertEquals(List.of(List.of("a")), parse("*-9223372036854775808\r\na\n"));
    }

    @Test
    void parse_partOfARequest_waits() {
        String whole = "*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n";
        for (int length = 0; length < whole.length(); length++) {
            PieceReader reader = reader();
            reader.read(PieceReader.bytes(whole), 0, length);
            assertEquals(List.of(), reader.requests(), "after " + length + " bytes");
            reader.read(PieceReader.bytes(whole), length, whole.length());
            assertEquals(List.of(List.of("ECHO", "hi")), reader.requests(), "split at " + length);
            assertEquals(0, reader.unread());
        }
    }

    @Test
    void parse_randomTrafficInRandomPieces_readsTheSame() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            List<List<String>> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                appendRandom(random, stream, expected);
            }
            int pieceMax = 1 << random.nextInt(12);
            PieceReader reader = new PieceReader(new RequestParser(() -> limits, () -> true), random);
            reader.readInPieces(stream.toByteArray(), pieceMax);
            assertEquals(expected, reader.requests(), "seed=" + seed + " round=" + round + " pieceMax=" + pieceMax);
            assertEquals(0, reader.unread());
        }
    }

    private static void appendRandom(SplittableRandom random, ByteArrayOutputStream out, List<List<String>> expected) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            out.writeBytes(PieceReader.bytes(random.nextBoolean() ? "\r\n" : "*0\r\n"));
            return;
        }
        List<String> arguments = new ArrayList<>();
        int count = 1 + random.nextInt(kind == 1 ? 200 : 4);
        for (int i = 0; i < count; i++) {
            arguments.add(kind < 4 ? word(random) : anyBytes(random));
        }
        expected.add(arguments);
        if (kind < 4) {
            out.writeBytes(PieceReader.bytes(String.join(" ", arguments) + (random.nextBoolean() ? "\r\n" : "\n")));
        } else {
            out.writeBytes(PieceReader.encode(arguments));
        }
    }

    private static String word(SplittableRandom random) {
        return Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    }

    private static String anyBytes(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (int left = random.nextInt(1 << random.nextInt(12)); left > 0; left--) {
            out.append((char) random.nextInt(256));
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "*a, invalid multibulk length",
        "*, invalid multibulk length",
        "*-, invalid multibulk length",
        "*-0, invalid multibulk length",
        "*+1, invalid multibulk length",
        "*01, invalid multibulk length",
        "* 1, invalid multibulk length",
        "*1.0, invalid multibulk length",
        "*2147483648, invalid multibulk length",
        "*3000000000, invalid multibulk length",
        "*99999999999999999999999, invalid multibulk length",
        "*-9223372036854775809, invalid multibulk length",
    })
    void parse_badCount_isRefused(String line, String error) {
        assertEquals("Protocol error: " + error, errorOf(line + "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "$a, invalid bulk length",
        "$, invalid bulk length",
        "$-1, invalid bulk length",
        "$-10, invalid bulk length",
        "$01, invalid bulk length",
        "$1x, invalid bulk length",
        "$536870913, invalid bulk length",
        "$2000000000, invalid bulk length",
        "$18446744073709551617, invalid bulk length",
        "foo, 'expected ''$'', got ''f'''",
        "*1, 'expected ''$'', got ''*'''",
        "'', 'expected ''$'', got ''\r'''",
    })
    void parse_badBulkLength_isRefused(String line, String error) {
        assertEquals("Protocol error: " + error, errorOf("*1\r\n" + line + "\r\n"));
        assertEquals("Protocol error: " + error, errorOf("*2\r\n$1\r\na\r\n" + line + "\r\n"));
    }

    @Test
    void parse_unexpectedByte_isRepeatedAsItIs() {
        ProtocolException e = assertThrows(ProtocolException.class, () -> parse("*1\r\n\u00ff1\r\n"));
        assertEquals(
                "ERR Protocol error: expected '$', got '\u00ff'",
                new String(e.error(), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void parse_largestCountsThatAreTaken_wait() {
        assertEquals(List.of(), parse("*2147483647\r\n$1\r\na\r\n"));
        assertEquals(List.of(), parse("*1\r\n$536870912\r\nabc"));
    }

    @Test
    void parse_lineEnds_areTakenAsRedisTakesThem() {
        assertEquals(List.of(List.of("abc")), parse("*1\rX$3\rYabc__"));
    }

    @Test
    void parse_lineOverTheLimit_isRefused() {
        String filler = "1".repeat(LINE_MAX);
        assertEquals(List.of(), parse(filler));
        assertEquals("Protocol error: too big inline request", errorOf(filler + "1"));
        assertEquals(List.of(), parse("*" + filler.substring(1)));
        assertEquals("Protocol error: too big mbulk count string", errorOf("*" + filler));
        assertEquals(List.of(), parse("*1\r\n$" + filler.substring(1)));
        assertEquals("Protocol error: too big bulk count string", errorOf("*1\r\n$" + filler));
    }

    @Test
    void parse_lineOverTheLimitByteByByte_isRefusedOnce() {
        PieceReader reader = reader();
        byte[] one = {'a'};
        for (int i = 0; i < LINE_MAX; i += 16) {
            reader.read("aaaaaaaaaaaaaaaa".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 16);
        }
        assertEquals(
                "Protocol error: too big inline request",
                assertThrows(ProtocolException.class, () -> reader.read(one, 0, 1))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "*\0", "*1\0\r\n", "*1\r\n$\0", "$\0"})
    void parse_zeroByteInALine_hidesItsEnd(String start) {
        assertEquals(List.of(), parse(start + "abc\r\nPING\r\n"));
        String error = errorOf(start + "A".repeat(LINE_MAX) + "\r\n");
        assertTrue(error.startsWith("Protocol error: too big "), error);
    }

    @Test
    void parse_beforeAuthentication_takesSmallRequestsOnly() {
        authenticated = false;
        assertEquals(10, parse("*10\r\n" + "$1\r\na\r\n".repeat(10)).get(0).size());
        assertEquals("Protocol error: unauthenticated multibulk length", errorOf("*11\r\n"));
        String most = "b".repeat(16384);
        assertEquals(List.of(List.of(most)), parse("*1\r\n$16384\r\n" + most + "\r\n"));
        assertEquals("Protocol error: unauthenticated bulk length", errorOf("*1\r\n$16385\r\n"));
        assertEquals("Protocol error: invalid bulk length", errorOf("*1\r\n$999999999999\r\n"));
        assertEquals(20, parse("a ".repeat(20) + "\r\n").get(0).size());
        authenticated = true;
        assertEquals(11, parse("*11\r\n" + "$1\r\na\r\n".repeat(11)).get(0).size());
    }

    @Test
    void parse_limitsThatChange_countFromTheNextRequestOn() {
        PieceReader reader = reader();
        byte[] big = PieceReader.bytes("*1\r\n$20000\r\n" + "x".repeat(20000) + "\r\n");
        reader.read(big, 0, big.length);
        assertEquals(1, reader.requests().size());
        limits = new RequestLimits(16 << 10, 100, 1 << 20);
        assertThrows(ProtocolException.class, () -> reader.read(big, 0, big.length));
        assertEquals("Protocol error: invalid multibulk length", errorOf("*101\r\n"));
    }

    @Test
    void bytesWanted_insideALongArgument_tellsWhereItEnds() {
        RequestParser parser = new RequestParser(() -> limits, () -> true);
        byte[] start = PieceReader.bytes("*2\r\n$1\r\na\r\n$1000\r\nxyz");
        Request request = new Request();
        assertFalse(parser.parse(start, 0, 8, request));
        assertEquals(0, new RequestParser(() -> limits, () -> true).bytesWanted());
        assertFalse(parser.parse(start, 0, start.length, request));
        assertEquals(start.length - 3 + 1000 + 2, parser.bytesWanted());
    }

    @Test
    void limits_outOfRange_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RequestLimits(1, 100, 100));
        assertThrows(IllegalArgumentException.class, () -> new RequestLimits(1 << 20, 9, 100));
        assertThrows(IllegalArgumentException.class, () -> new RequestLimits(1 << 20, 10, 0));
    }
}
