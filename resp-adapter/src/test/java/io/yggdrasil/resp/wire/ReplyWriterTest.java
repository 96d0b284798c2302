package io.yggdrasil.resp.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ReplyWriterTest {
    private static String write(int version, Consumer<ReplyWriter> reply) {
        ReplyWriter writer = new ReplyWriter();
        writer.version(version);
        reply.accept(writer);
        return written(writer);
    }

    private static String written(ReplyWriter writer) {
        return new String(writer.array(), 0, writer.size(), StandardCharsets.UTF_8);
    }

    private static void assertReply(String resp2, String resp3, Consumer<ReplyWriter> reply) {
        assertEquals(resp2, write(2, reply), "RESP2");
        assertEquals(resp3, write(3, reply), "RESP3");
    }

    private static void assertReply(String both, Consumer<ReplyWriter> reply) {
        assertReply(both, both, reply);
    }

    @Test
    void write_typesOfBothProtocols_areTheSame() {
        assertReply("+OK\r\n", ReplyWriter::ok);
        assertReply("+QUEUED\r\n", ReplyWriter::queued);
        assertReply("+PONG\r\n", ReplyWriter::pong);
        assertReply("+hello w\u00f6rld\r\n", reply -> reply.simple("hello w\u00f6rld"));
        assertReply(":0\r\n", reply -> reply.integer(0));
        assertReply(":-1\r\n", reply -> reply.integer(-1));
        assertReply(":-9223372036854775808\r\n", reply -> reply.integer(Long.MIN_VALUE));
        assertReply(":1\r\n", reply -> reply.integer(true));
        assertReply(":0\r\n", reply -> reply.integer(false));
        assertReply("$0\r\n\r\n", reply -> reply.bulk(""));
        assertReply("$3\r\na\r\n\r\n", reply -> reply.bulk("a\r\n"));
        assertReply("$2\r\n\u00e9\r\n", reply -> reply.bulk("\u00e9"));
        assertReply("$2\r\nbc\r\n", reply -> reply.bulk(new byte[] {'a', 'b', 'c', 'd'}, 1, 2));
        assertReply("$3\r\n-12\r\n", reply -> reply.bulk(-12));
        assertReply("$1\r\nx\r\n", reply -> reply.bulkOrNull(new byte[] {'x'}));
        assertReply("*0\r\n", reply -> reply.array(0));
        assertReply("*12\r\n", reply -> reply.array(12));
        assertReply("*1\r\n:5\r\n", reply -> reply.raw("*1\r\n:5\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertReply("5\r", reply -> reply.raw("*1\r\n:5\r\n".getBytes(StandardCharsets.US_ASCII), 5, 2));
    }

    @Test
    void write_typesThatResp2Lacks_haveTheirStandIns() {
        assertReply("$-1\r\n", "_\r\n", ReplyWriter::nullBulk);
        assertReply("$-1\r\n", "_\r\n", reply -> reply.bulkOrNull(null));
        assertReply("*-1\r\n", "_\r\n", ReplyWriter::nullArray);
        assertReply(":1\r\n", "#t\r\n", reply -> reply.bool(true));
        assertReply(":0\r\n", "#f\r\n", reply -> reply.bool(false));
        assertReply("*4\r\n", "%2\r\n", reply -> reply.map(2));
        assertReply("*3\r\n", "~3\r\n", reply -> reply.set(3));
        assertReply("*3\r\n", ">3\r\n", reply -> reply.push(3));
        assertReply("$2\r\nab\r\n", "=6\r\ntxt:ab\r\n", reply -> reply.verbatim("txt", "ab"));
        assertReply("$2\r\n\u00e9\r\n", "=6\r\nmkd:\u00e9\r\n", reply -> reply.verbatim("mkd", "\u00e9"));
        assertReply("$5\r\n12345\r\n", "(12345\r\n", reply -> reply.bigNumber("12345"));
        assertEquals("|1\r\n", write(3, reply -> reply.attribute(1)));
        assertThrows(IllegalStateException.class, () -> write(2, reply -> reply.attribute(1)));
    }

    @Test
    void real_bothProtocols_haveRedisDigits() {
        assertReply("$1\r\n3\r\n", ",3\r\n", reply -> reply.real(3));
        assertReply("$5\r\n3.141\r\n", ",3.141\r\n", reply -> reply.real(3.141));
        assertReply("$4\r\n-inf\r\n", ",-inf\r\n", reply -> reply.real(Double.NEGATIVE_INFINITY));
        assertReply("$3\r\nnan\r\n", ",nan\r\n", reply -> reply.real(Double.NaN));
        assertReply(
                "$24\r\n-2.2250738585072014e-308\r\n",
                ",-2.2250738585072014e-308\r\n",
                reply -> reply.real(-2.2250738585072014E-308));
    }

    @Test
    void error_lineBreaks_becomeBlanks() {
        assertReply("-ERR a  b\r\n", reply -> reply.error("ERR a\r\nb"));
        ReplyWriter writer = new ReplyWriter();
        writer.error(new byte[] {'E', (byte) 0xff, '\n'});
        assertArrayEquals(
                new byte[] {'-', 'E', (byte) 0xff, ' ', '\r', '\n'}, Arrays.copyOf(writer.array(), writer.size()));
    }

    @Test
    void truncate_toAMark_forgetsWhatIsBehind() {
        ReplyWriter writer = new ReplyWriter();
        writer.ok();
        int mark = writer.size();
        writer.bulk("half a reply");
        writer.truncate(mark);
        writer.error("ERR no");
        assertEquals("+OK\r\n-ERR no\r\n", written(writer));
        assertThrows(IllegalArgumentException.class, () -> writer.truncate(100));
        assertThrows(IllegalArgumentException.class, () -> writer.truncate(-1));
    }

    @Test
    void openBulk_filledLater_isABulkString() {
        ReplyWriter writer = new ReplyWriter();
        int at = writer.openBulk(3);
        System.arraycopy(new byte[] {'a', 'b', 'c'}, 0, writer.array(), at, 3);
        writer.integer(7);
        assertEquals("$3\r\nabc\r\n:7\r\n", written(writer));
    }

    @Test
    void write_muchMoreThanTheFirstArray_growsAndGivesBack() {
        ReplyWriter writer = new ReplyWriter();
        byte[] big = new byte[3 << 20];
        Arrays.fill(big, (byte) 'z');
        writer.bulk(big);
        writer.bulk(big);
        assertEquals(2 * (big.length + "$3145728\r\n\r\n".length()), writer.size());
        assertTrue(written(writer).endsWith("zzz\r\n"));
        writer.clear();
        assertEquals(0, writer.size());
        assertTrue(writer.array().length <= 1 << 20, "an array of " + writer.array().length + " bytes is kept");
    }

    @Test
    void take_afterAReply_goesOnEmpty() {
        ReplyWriter writer = new ReplyWriter();
        writer.version(3);
        writer.ok();
        byte[] taken = writer.take();
        writer.nullBulk();
        assertEquals("_\r\n", written(writer));
        assertEquals("+OK\r\n", new String(taken, 0, 5, StandardCharsets.US_ASCII));
    }

    @Test
    void openBulk_moreThanAnArrayHolds_isRefusedBeforeMemoryIsTaken() {
        ReplyWriter writer = new ReplyWriter();
        writer.ok();
        assertThrows(ReplyTooLargeException.class, () -> writer.openBulk(Integer.MAX_VALUE));
        assertEquals("+OK\r\n", written(writer));
    }

    @Test
    void write_randomReplies_areTheSameAsPlainText() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ReplyWriter writer = new ReplyWriter();
        for (int round = 0; round < 200; round++) {
            writer.clear();
            writer.version(2 + random.nextInt(2));
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                append(random, writer, expected);
            }
            assertEquals(expected.toString(), written(writer), "seed=" + seed);
        }
    }

    private static void append(SplittableRandom random, ReplyWriter writer, StringBuilder expected) {
        long number = random.nextLong() >> random.nextInt(64);
        String text = "x".repeat(random.nextInt(1 << random.nextInt(14)));
        switch (random.nextInt(5)) {
            case 0 -> {
                writer.integer(number);
                expected.append(':').append(number);
            }
            case 1 -> {
                writer.bulk(text);
                expected.append('$').append(text.length()).append("\r\n").append(text);
            }
            case 2 -> {
                writer.bulk(number);
                String digits = Long.toString(number);
                expected.append('$').append(digits.length()).append("\r\n").append(digits);
            }
            case 3 -> {
                writer.error("ERR " + text);
                expected.append("-ERR ").append(text);
            }
            default -> {
                writer.array((int) (number & 0xffff));
                expected.append('*').append(number & 0xffff);
            }
        }
        expected.append("\r\n");
    }
}
