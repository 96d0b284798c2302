package io.yggdrasil.resp.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "*, anything, true",
                "h?llo, hello, true",
                "h?llo, hllo, false",
                "h*llo, hllo, true",
                "h*llo, heeeello, true",
                "h[ae]llo, hallo, true",
                "h[ae]llo, hillo, false",
                "h[^e]llo, hallo, true",
                "h[^e]llo, hello, false",
                "h[a-c]llo, hbllo, true",
                "h[c-a]llo, hbllo, true",
                "h[a-c]llo, hdllo, false",
                "h\\*llo, h*llo, true",
                "h\\*llo, hxllo, false",
                "h[\\]]llo, h]llo, true",
                "*a*b*c, xxaxxbxxc, true",
                "*a*b*c, xxaxxbxx, false",
                "foo*, foo, true",
                "a**, a, true",
                "[abc, b, true",
                "A, a, false"
            })
    void matches_asRedisDoes(String pattern, String text, boolean expected) {
        assertEquals(expected, new Glob(pattern.getBytes(ISO_8859_1), false).matches(text.getBytes(ISO_8859_1)));
    }

    @Test
    void matches_ignoringCase_comparesLetters() {
        assertEquals(true, Glob.ofName("MAX*[K-M]").matches("maxmemoryl"));
        assertEquals(false, Glob.ofName("MAX*[K-M]").matches("maxmemoryp"));
    }

    @Test
    void matches_moreStarsThanRedisFollows_isFalse() {
        byte[] text = "a".repeat(3000).getBytes(ISO_8859_1);
        assertEquals(true, new Glob("*?".repeat(999).getBytes(ISO_8859_1), false).matches(text));
        assertEquals(true, new Glob("*".repeat(5000).getBytes(ISO_8859_1), false).matches(text));
        assertEquals(false, new Glob("*?".repeat(2000).getBytes(ISO_8859_1), false).matches(text));
    }

    @Test
    void matches_manyStars_endsSoon() {
        byte[] pattern = "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b".getBytes(ISO_8859_1);
        byte[] text = "a".repeat(4000).getBytes(ISO_8859_1);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertEquals(false, new Glob(pattern, false).matches(text)));
    }
}
