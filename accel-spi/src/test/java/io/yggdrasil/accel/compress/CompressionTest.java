package io.yggdrasil.accel.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CompressionTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Texts texts = new Texts(random);

    private static void assertError(String text, Runnable call) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }

    @Test
    void levels_outOfRange_areNamed() {
        for (CompressionKind kind : CompressionKind.values()) {
            assertEquals(kind.levelMin(), new Compression(kind, kind.levelMin(), null).level());
            assertEquals(kind.levelMax(), new Compression(kind, kind.levelMax(), null).level());
            for (int level : new int[] {kind.levelMin() - 1, kind.levelMax() + 1}) {
                assertError(
                        "level=" + level + ": " + kind + " has " + kind.levelMin() + " to " + kind.levelMax(),
                        () -> new Compression(kind, level, null));
            }
        }
    }

    @Test
    void dictionary_ofAnotherKind_isNamed() {
        CompressionDictionary dictionary = CompressionDictionary.train(texts.rows(1_000), 4_000);
        assertError(
                "dictionary=" + dictionary.id() + ": LZ4 takes none",
                () -> new Compression(CompressionKind.LZ4, 0, dictionary));
    }

    @Test
    void dictionary_ofItsBytes_isTheSame() {
        CompressionDictionary dictionary = CompressionDictionary.train(texts.rows(1_000), 4_000);
        byte[] bytes = dictionary.bytes();
        assertTrue(bytes.length <= 4_000, "bytes=" + bytes.length);
        CompressionDictionary again = CompressionDictionary.of(bytes);
        bytes[9] ^= 1;
        assertEquals(dictionary.id(), again.id());
        assertArrayEquals(dictionary.bytes(), again.bytes());
    }

    @Test
    void dictionary_ofBadSamples_isRefused() {
        assertError("samples=0", () -> CompressionDictionary.train(List.of(), 4_000));
        assertError("samples=1", () -> CompressionDictionary.train(List.of(texts.row()), 4_000));
        assertError("samples=100", () -> CompressionDictionary.train(Collections.nCopies(100, new byte[0]), 4_000));
        assertError("bytesMax=0", () -> CompressionDictionary.train(texts.rows(1_000), 0));
        assertError("bytesMax=1", () -> CompressionDictionary.train(texts.rows(1_000), 1));
        assertError("bytesMax=2000000", () -> CompressionDictionary.train(texts.rows(1_000), 2_000_000));
        byte[] mega = new byte[1 << 20];
        assertError("sampleBytes=68157440", () -> CompressionDictionary.train(Collections.nCopies(65, mega), 4_000));
    }

    /** A change of the tables may be seen or not; where it is not, it is a dictionary, and no other harm is done. */
    @Test
    void dictionary_ofOtherBytes_isRefusedOrUsable() {
        assertError("not a dictionary", () -> CompressionDictionary.of(new byte[0]));
        assertError("not a dictionary", () -> CompressionDictionary.of(texts.text(Texts.Content.ROWS, 5_000)));
        byte[] bytes = CompressionDictionary.train(texts.rows(1_000), 4_000).bytes();
        assertError("not a dictionary", () -> CompressionDictionary.of(Arrays.copyOf(bytes, 7)));
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] changed = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int i = 0; i < 3 && changed.length > 8; i++) {
                changed[8 + random.nextInt(Math.min(200, changed.length - 8))] = (byte) random.nextInt();
            }
            try {
                CompressionDictionary.of(changed);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertTrue(refused > 100, "refused=" + refused + " seed=" + seed);
    }
}
