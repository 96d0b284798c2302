package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class RealsTest {
    private static @Nullable Double parse(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return Reals.parse(bytes, 1, text.length());
    }

    private static @Nullable Double parseBound(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return Reals.parseBound(bytes, 1, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-1.5, -1.5",
        "+.5, 0.5",
        "5., 5",
        "1e3, 1000",
        "1E-3, 0.001",
        "0x10, 16",
        "0xfF, 255",
        "-0x1.8p1, -3",
        "0xA.8, 10.5",
        "0, 0",
        "0e5000, 0",
        "inf, Infinity",
        "-INFINITY, -Infinity",
        "4.9e-324, 4.9e-324"
    })
    void parse_ofNumbers_readsThem(String text, double value) {
        assertEquals(value, parse(text));
        assertEquals(value, parseBound(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1x", "1 ", "nan", "-nan", "1e", "0x", "0x1p", "1f", "1d", "--1", ".", "0b1", "1_0"})
    void parse_ofAnythingElse_isNull(String text) {
        assertNull(parse(text));
        assertNull(parseBound(text));
    }

    @Test
    void parse_ofBlanksNothingAndTheFar_isNullButForBounds() {
        assertNull(parse(""));
        assertEquals(0.0, parseBound(""));
        assertNull(parse(" 1"));
        assertEquals(1.0, parseBound(" \t1"));
        assertNull(parse("1e999"));
        assertEquals(Double.POSITIVE_INFINITY, parseBound("1e999"));
        assertNull(parse("-1e-999"));
        assertEquals(0.0, parseBound("1e-999"));
        assertNull(parse("1\0x"));
        assertEquals(1.0, parseBound("1\0x"));
        assertNull(parseBound(" "));
        assertNull(parse("0x0.1p-2000"));
    }
}
