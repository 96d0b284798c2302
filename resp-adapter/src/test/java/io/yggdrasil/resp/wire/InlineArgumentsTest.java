package io.yggdrasil.resp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InlineArgumentsTest {
    private static List<String> split(String line) {
        byte[] padded = ("##" + line + "##").getBytes(StandardCharsets.ISO_8859_1);
        Request request = new Request();
        InlineArguments.split(padded, 2, padded.length - 2, request);
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            arguments.add(new String(request.bytes(i), StandardCharsets.ISO_8859_1));
        }
        return arguments;
    }

    @Test
    void split_blanks_separate() {
        assertEquals(List.of(), split(""));
        assertEquals(List.of(), split(" \t\u000b\f\r\n "));
        assertEquals(List.of("set", "k", "v"), split("  set\tk \r v  "));
    }

    @Test
    void split_verticalTabInsideAWord_staysThere() {
        assertEquals(List.of("a\u000bb", "c\fd"), split("\u000ba\u000bb \fc\fd"));
    }

    @Test
    void split_doubleQuotes_takeEscapes() {
        assertEquals(List.of("a b"), split("\"a b\""));
        assertEquals(List.of(""), split("\"\""));
        assertEquals(List.of("\n\r\t\b\u0007\\\"q"), split("\"\\n\\r\\t\\b\\a\\\\\\\"\\q\""));
        assertEquals(List.of("\u0000\u00ff\u00ab"), split("\"\\x00\\xff\\xAb\""));
        assertEquals(List.of("xg0x1"), split("\"\\xg0\\x1\""));
        assertEquals(List.of("'"), split("\"'\""));
    }

    @Test
    void split_singleQuotes_takeOneEscape() {
        assertEquals(List.of("a\"b", "it's"), split("'a\"b' 'it\\'s'"));
        assertEquals(List.of("\\n\\x00", ""), split("'\\n\\x00' ''"));
    }

    @Test
    void split_quotesThatBeginInsideAWord_joinIt() {
        assertEquals(List.of("foobar", "x"), split("foo\"bar\" x"));
        assertEquals(List.of("foo bar"), split("foo' bar'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'", "a \"b", "\"a\"b", "'a'b", "\"\"\"k\"\"\" v", "\"a\\\"", "'a\\'", "\"a\\"})
    void split_unbalancedQuotes_areRefused(String line) {
        ProtocolException e = assertThrows(ProtocolException.class, () -> split(line));
        assertEquals("Protocol error: unbalanced quotes in request", e.getMessage());
    }
}
