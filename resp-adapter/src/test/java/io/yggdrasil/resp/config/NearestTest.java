package io.yggdrasil.resp.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
    private static final List<String> WORDS = List.of("port", "bind", "maxmemory", "ignite.client-port");

    @Test
    void to_swappedLetters_findsTheWord() {
        assertEquals("port", Nearest.to("prot", WORDS));
    }

    @Test
    void to_missingLetters_findsTheWord() {
        assertEquals("maxmemory", Nearest.to("maxmem", WORDS));
    }

    @Test
    void to_beginning_findsTheWord() {
        assertEquals("ignite.client-port", Nearest.to("ignite.cli", WORDS));
    }

    @Test
    void to_strangeWord_findsNothing() {
        assertNull(Nearest.to("colour-of-the-sky", WORDS));
    }
}
