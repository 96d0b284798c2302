package io.yggdrasil.resp.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.StringLimit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with what the redis-server of these tests does not write. */
final class RdbFileReaderTest {
    private static final int VALUE_BYTES_MAX = 100;

    private final List<String> seen = new ArrayList<>();

    /** Notes what it is told. */
    private final class Notes implements RdbFileReader.Visitor {
        @Override
        public void database(long number) {
            seen.add("db" + number);
        }

        @Override
        public void key(RdbFileReader.Entry entry) {
            seen.add(KeyText.of(entry.key()) + " " + entry.valueBytes() + " " + entry.expiryMillis());
        }

        @Override
        public void unreadable(byte[] key, String why) {
            seen.add(KeyText.of(key) + " " + why);
        }

        @Override
        public void leftOut(String what) {
            seen.add(what);
        }

        @Override
        public void fact(String name, String value) {
            seen.add(name + "=" + value);
        }
    }

    /** Bytes as ISO-8859-1 has them; a blank stands for nothing. */
    private static byte[] file(String parts) {
        return parts.replace(" ", "").getBytes(ISO_8859_1);
    }

    private List<String> read(byte[] file) throws IOException {
        new RdbFileReader(new ByteArrayInputStream(file), VALUE_BYTES_MAX).read(new Notes());
        return seen;
    }

    /** Behind a value whose end is found comes a string. */
    @Test
    void read_valuesOfModules_areNamedAndTheRestGoesOn() throws IOException {
        String value = "\u0081\0\0\0\0\0\0\0\1 \2\5 \1\u0080\0\0\1\0 \3abcd \4abcdefgh \5\3xyz \0";
        String file = "REDIS0012 \u00FE\3 \7\1a " + value + " \0\1b\3abc \u00FF";
        assertEquals(List.of("db3", "\"a\" values of type 7 are not known", "\"b\" 5 0"), read(file(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "22, 12, '\2 \0\1f\1v \5\1g\1w'",
        "23, 6, '\4abcd'",
        "24, 20, '12345678 \2 \0\1f\1v \5\1g\1w'",
        "25, 14, '12345678 \4abcd'"
    })
    void read_hashesWithTimes_areToldWhole(int type, int bytes, String value) throws IOException {
        String file = "REDIS0012 \u00FE\3 " + (char) type + "\1a " + value + " \0\1b\3abc \u00FF";
        assertEquals(List.of("db3", "\"a\" " + bytes + " 0", "\"b\" 5 0"), read(file(file)));
    }

    @Test
    void readChecksum_ofAStream_isComparedAndLeavesWhatFollows() throws IOException {
        byte[] body = file("REDIS0009 \u00FA\1n\1v \0\1b\3abc \u00FF");
        byte[] sum = java.nio.ByteBuffer.allocate(Long.BYTES)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(Crc64.update(0, body, 0, body.length))
                .array();
        for (byte[] checksum : List.of(sum, new byte[Long.BYTES])) {
            RdbFileReader reader = RdbFileReader.ofStream(stream(body, checksum, "markrest"), VALUE_BYTES_MAX);
            reader.read(new Notes());
            reader.readChecksum();
            assertEquals(body.length + Long.BYTES, reader.offset());
            assertEquals("mark", new String(reader.readBehind(4), ISO_8859_1));
            assertEquals("rest", new String(reader.unread(), ISO_8859_1));
        }
        assertEquals(List.of("n=v", "\"b\" 5 0", "n=v", "\"b\" 5 0"), seen);
        sum[3] ^= 1;
        RdbFileReader damaged = RdbFileReader.ofStream(stream(body, sum, ""), VALUE_BYTES_MAX);
        damaged.read(new Notes());
        assertThrows(RdbFormatException.class, damaged::readChecksum);
    }

    private static ByteArrayInputStream stream(byte[] body, byte[] checksum, String behind) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(body);
        out.writeBytes(checksum);
        out.writeBytes(behind.getBytes(ISO_8859_1));
        return new ByteArrayInputStream(out.toByteArray());
    }

    @Test
    void read_whatIsNoKey_isLeftOut() throws IOException {
        String file =
                "REDIS0011 \u00FA\1n\1v \u00F5\4code \u00F7\1\2\1\2\1\0 \u00FB\5\6 \u00F4\1\2\3 \u00F8\7 \u00F9\u00FF"
                        + " \u00FD\2\0\0\0 \0\1b\3abc \u00FC\3\0\0\0\0\0\0\0 \0\1c\3abc \0\1d\1a \u00FF";
        assertEquals(
                List.of("n=v", "a library of functions", "data of a module", "\"b\" 5 2000", "\"c\" 5 3", "\"d\" 3 0"),
                read(file(file)));
    }

    @Test
    void read_aValueThatIsTooLong_isNamedAndTheRestGoesOn() throws IOException {
        String file = "REDIS0009 \0\1a\u0040\u00C8" + "x".repeat(200) + " \0\1b\1x \u00FF";
        assertEquals(List.of("\"a\" its value is too long", "\"b\" 3 0"), read(file(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS00, at byte 7: it ends too early",
        "VALKEY080, it is no RDB file",
        "REDIS0009 \0\1b, at byte 12: it ends too early",
        "REDIS0009 \0\1b\1x, at byte 14: it ends too early",
        "REDIS0009 \u002A\1b\1x \u00FF, 'at byte 12: values of type 42 are not known, nor where they end (key \"b\")'",
        "REDIS0009 \u00F6\1b\1x \u00FF, at byte 10: what the byte 246 begins is not known"
    })
    void read_damaged_tellsWhere(String file, String error) {
        RdbFormatException e = assertThrows(RdbFormatException.class, () -> read(file(file)));
        assertTrue(String.valueOf(e.getMessage()).contains(error), e::getMessage);
    }

    /** Of every type that we write, and cut off anywhere. */
    @Test
    void read_whatWasWritten_findsTheEndOfEachValue() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RdbFileWriter writer = new RdbFileWriter(out);
        writer.database(2, 2, 1);
        writer.key(new byte[] {'a'}, 0, string("value"));
        writer.key("12".getBytes(ISO_8859_1), 77, string("-77"));
        writer.end();
        byte[] file = out.toByteArray();
        assertEquals(file.length, writer.written());
        assertEquals(List.of("db2", "\"a\" 7 0", "\"12\" 3 77"), read(file));
        for (int length = 0; length < file.length - Long.BYTES; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThrows(RdbFormatException.class, () -> read(cut));
        }
        assertThrows(
                RdbFormatException.class, () -> writer.key(new byte[] {'a'}, 0, "no payload".getBytes(ISO_8859_1)));
    }

    private static byte[] string(String value) {
        RdbWriter writer = new RdbWriter(StringLimit.DEFAULT);
        writer.writeString(value.getBytes(ISO_8859_1));
        return DumpPayload.seal(writer.toBytes());
    }
}
