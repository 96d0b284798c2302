package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extended float reads, rounds and prints as C's does on x86-64; the expected texts were printed by C there. */
final class LongDoubleTest {
    private static LongDouble parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return LongDouble.parse(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "+.5, 0.5",
        "1., 1",
        "-0, 0",
        "-0.000000000000000001, 0",
        "1e0, 1",
        "0x1.8P1, 3",
        "0x.8, 0.5",
        "18446744073709551617, 18446744073709551616",
        "18446744073709551619, 18446744073709551620",
        "1234567890.12345678901234567, 1234567890.12345678906422108",
        "0.123456789012345678901, 0.12345678901234568",
        "1e-4940, 0"
    })
    void parse_thenPrint(String text, String printed) {
        assertEquals(printed, parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "e5",
                "1e",
                "1e+",
                "0x",
                "1 ",
                " 1",
                "nan",
                "1e4933",
                "1e-4951",
                "0x1p-16446",
                "0x1p16384",
                "1e99999999999",
                "1..2",
                "0xg"
            })
    void parse_whatIsNoNumberOrDoesNotFit_isNull(String text) {
        assertNull(parse(text));
    }

    @Test
    void parse_tooLongText_isNull() {
        assertNotNull(parse("1".repeat(4_000)));
        assertNull(parse("0".repeat(5_120)));
        assertNotNull(parse("0".repeat(5_119)));
    }

    @Test
    void plus_roundsToSixtyFourBits() {
        assertEquals("0.3", parse("0.1").plus(parse("0.2")).toString());
        assertEquals(
                "18446744073709551616",
                parse("18446744073709551615").plus(parse("0.5")).toString());
        assertEquals("1", parse("1").plus(parse("1e-4940")).toString());
        assertEquals("0", parse("1.5").plus(parse("-1.5")).toString());
        assertFalse(parse("inf").plus(parse("-inf")).isFinite());
        assertFalse(parse("1.1e4932").plus(parse("1.1e4932")).isFinite());
    }
}
