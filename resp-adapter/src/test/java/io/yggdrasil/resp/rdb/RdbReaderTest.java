package io.yggdrasil.resp.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.StringLimit;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encodings that redis-server of these tests does not write any more, and damaged ones. */
final class RdbReaderTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static List<String> texts(List<byte[]> elements) {
        return elements.stream().map(element -> new String(element, ISO_8859_1)).toList();
    }

    private static RdbInput input(String digits) {
        byte[] bytes = hex(digits);
        return RdbInput.of(bytes, 0, bytes.length);
    }

    @Test
    void crc64_checkString_isThatOfTheSpecification() {
        byte[] digits = "123456789".getBytes(ISO_8859_1);
        assertEquals(0xE9C6D914C4B8D9CAL, Crc64.update(0, digits, 0, digits.length));
    }

    @Test
    void crc64_inParts_isThatOfTheWhole() {
        byte[] bytes = new byte[100];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37);
        }
        long whole = Crc64.update(0, bytes, 0, bytes.length);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertEquals(whole, Crc64.update(Crc64.update(0, bytes, 0, cut), bytes, cut, bytes.length));
        }
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "3f, 63", "4040, 64", "7fff, 16383", "8000004000, 16384", "810000000100000000, 4294967296"})
    void length_ofEachForm_isRead(String digits, long expected) {
        assertEquals(expected, input(digits).length());
    }

    @ParameterizedTest
    @CsvSource({
        "03616263, abc",
        "4003616263, abc",
        "8000000003616263, abc",
        "c0ff, -1",
        "c10080, -32768",
        "c2ffffff7f, 2147483647",
        "c3 05 0a 00 61 e0 00 00, aaaaaaaaaa"
    })
    void string_ofEachForm_isRead(String digits, String expected) {
        assertEquals(expected, new String(input(digits).string(), ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "05616263", "c4", "c1ff", "80ffffffff61", "81ffffffffffffffff", "c30501e00000", "c3020a6100"
            })
    void string_damaged_isRefused(String digits) {
        assertThrows(RdbFormatException.class, () -> input(digits).string());
    }

    @Test
    void ziplist_everyEntryForm_isRead() {
        String entries = "00 03616263" // abc
                + "05 f1" // 0
                + "02 fd" // 12
                + "02 fe80" // -128
                + "03 c0ff7f" // 32767
                + "04 f0 000080" // -8388608
                + "05 d0 ffffffff" // -1
                + "06 e0 0000000000000080" // the least i64
                + "0a 4041" + "61".repeat(65)
                + "44 80 00000001 62"
                + "fe08000000 0163";
        byte[] body = hex(entries);
        byte[] ziplist = hex(
                little(body.length + 11) + "00000000" + "0b00" + HexFormat.of().formatHex(body) + "ff");
        assertEquals(
                List.of(
                        "abc",
                        "0",
                        "12",
                        "-128",
                        "32767",
                        "-8388608",
                        "-1",
                        "-9223372036854775808",
                        "a".repeat(65),
                        "b",
                        "c"),
                texts(Packed.ziplist(ziplist)));
    }

    @Test
    void listpack_everyEntryForm_isRead() {
        String entries = "7f 01" // 127
                + "83616263 04" // abc
                + "dfff 02" // -1
                + "cfff 02" // 4095
                + "e041" + "61".repeat(65) + "43"
                + "f100c0 03" // -16384
                + "f2000080 04" // -8388608
                + "f3ffffff7f 05"
                + "f40000000000000080 09"
                + "f0 80000000" + "62".repeat(128) + "0105"; // Its length takes two bytes: 133.
        byte[] body = hex(entries);
        byte[] listpack = hex(little(body.length + 7) + "0a00" + HexFormat.of().formatHex(body) + "ff");
        assertEquals(
                List.of(
                        "127",
                        "abc",
                        "-1",
                        "4095",
                        "a".repeat(65),
                        "-16384",
                        "-8388608",
                        "2147483647",
                        "-9223372036854775808",
                        "b".repeat(128)),
                texts(Packed.listpack(listpack)));
    }

    private static String little(int value) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
    }

    @Test
    void zipmap_withUnusedBytes_isRead() {
        assertEquals(
                List.of("foo", "bar", "hello", "world"),
                texts(Packed.zipmap(hex("02 03666f6f 03 00 626172 0568656c6c6f 05 02 776f726c64 0000 ff"))));
    }

    @ParameterizedTest
    @CsvSource({"02000000 02000000 0100 ffff, '1,-1'", "08000000 01000000 0000000000000080, -9223372036854775808"})
    void intset_isRead(String digits, String expected) {
        assertEquals(List.of(expected.split(",")), texts(Packed.intset(hex(digits))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0200000002000000 0100", "03000000 01000000 010203", "02000000 ffffffff 0100"})
    void intset_damaged_isRefused(String digits) {
        assertThrows(RdbFormatException.class, () -> Packed.intset(hex(digits)));
    }

    /** Whatever the bytes are, they are read or refused, and nothing else happens. */
    @Test
    void packed_everyShortSequence_isReadOrRefused() {
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 1 << 16; i++) {
            byte[] tail = {(byte) (i >>> 8), (byte) i, (byte) 0xFF};
            byte[] listpack = {9, 0, 0, 0, 1, 0, tail[0], tail[1], tail[2]};
            byte[] ziplist = {13, 0, 0, 0, 0, 0, 0, 0, 1, 0, tail[0], tail[1], tail[2]};
            for (Runnable part : List.<Runnable>of(
                    () -> Packed.listpack(listpack), () -> Packed.ziplist(ziplist), () -> Packed.zipmap(tail))) {
                try {
                    part.run();
                    read++;
                } catch (RdbFormatException e) {
                    refused++;
                }
            }
        }
        assertEquals(3 << 16, read + refused);
        assertTrue(read > 0 && refused > read, "read=" + read + " refused=" + refused);
    }

    /** From two bytes of length on the step to the next size comes one early. */
    @ParameterizedTest
    @CsvSource({"127, 1", "128, 2", "16382, 2", "16383, 3", "2097150, 3", "2097151, 4", "268435454, 4", "268435455, 5"})
    void listpack_lengthBackwards_takesAsManyBytesAsRedisGivesIt(int entryBytes, int expected) {
        assertEquals(expected, ListpackWriter.backwardBytes(entryBytes));
    }

    @Test
    void listpack_written_isReadAgain() {
        ListpackWriter writer = new ListpackWriter(StringLimit.DEFAULT);
        List<Integer> lengths = List.of(0, 1, 63, 64, 4095, 4096, 16376, 16377, 16378, 16379, 16380, 70_000, 2_097_146);
        long[] numbers = {0, 127, 128, -1, 32767, -32768, 32768, 1L << 31, Long.MIN_VALUE, Long.MAX_VALUE};
        writer.begin();
        for (int length : lengths) {
            writer.string(new byte[length + 1], 1, length);
        }
        for (long number : numbers) {
            writer.number(number);
        }
        List<byte[]> read = Packed.listpack(writer.finish());
        assertEquals(lengths.size() + numbers.length, read.size());
        for (int i = 0; i < lengths.size(); i++) {
            assertEquals(lengths.get(i), read.get(i).length);
        }
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(Long.toString(numbers[i]), new String(read.get(lengths.size() + i), ISO_8859_1));
        }
    }
}
