package io.yggdrasil.accel.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.compress.Texts.Content;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AdaptiveCompressorTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Texts texts = new Texts(random);
    private final AdaptiveCompressor adaptive = adaptive(Compression.zstd(3));

    private static AdaptiveCompressor adaptive(Compression zstd) {
        return new AdaptiveCompressor(compressor(Compression.LZ4), compressor(zstd));
    }

    private static Compressor compressor(Compression how) {
        return Objects.requireNonNull(new PortableAccelerator().compressor(how));
    }

    private byte[] packed(AdaptiveCompressor adaptive, byte[] text) {
        ByteBuffer packed = texts.buffer(text.length + AdaptiveCompressor.HEADER_BYTES);
        int bytes = adaptive.pack(texts.source(text), packed);
        Texts.assertNothingAround(packed, packed.remaining(), "seed=" + seed);
        assertTrue(bytes <= packed.remaining(), "bytes=" + bytes + " of " + packed + " seed=" + seed);
        return Texts.content(packed, bytes);
    }

    private byte[] unpacked(AdaptiveCompressor adaptive, byte[] packed) {
        ByteBuffer source = texts.source(packed);
        ByteBuffer plain = texts.buffer(AdaptiveCompressor.plainBytes(source));
        adaptive.unpack(source, plain);
        Texts.assertNothingAround(plain, plain.remaining(), "seed=" + seed);
        return Texts.content(plain, plain.remaining());
    }

    @Test
    void unpack_whatWasPacked_isTheText() {
        for (Content content : Content.values()) {
            for (int length = 0; length < 300; length++) {
                byte[] text = texts.text(content, length);
                assertArrayEquals(text, unpacked(adaptive, packed(adaptive, text)), content + " seed=" + seed);
            }
            for (int length : new int[] {4_095, 4_096, 4_097, 5_000, 65_546, 300_001, 1_048_589}) {
                byte[] text = texts.text(content, length);
                assertArrayEquals(text, unpacked(adaptive, packed(adaptive, text)), content + " seed=" + seed);
            }
        }
    }

    @Test
    void pack_takesWhatPays() {
        for (int length : new int[] {1_000, 4_096, 200_000}) {
            assertKind(CompressionKind.NONE, texts.text(Content.RANDOM, length));
            assertKind(CompressionKind.ZSTD, texts.text(Content.DIGITS, length));
            assertKind(CompressionKind.ZSTD, texts.text(Content.ROWS, length));
        }
        byte[] repeated = texts.text(Content.RANDOM, 200_000);
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = repeated[i % 256];
        }
        assertKind(CompressionKind.LZ4, repeated);
        assertKind(CompressionKind.NONE, new byte[0]);
    }

    private void assertKind(CompressionKind kind, byte[] text) {
        String what = "length=" + text.length + " seed=" + seed;
        assertEquals(kind, AdaptiveCompressor.kind(ByteBuffer.wrap(packed(adaptive, text))), what);
    }

    /** A sample that compresses well is no promise. */
    @Test
    void pack_sampleUnlikeTheRest_isNeverLargerThanTheText() {
        byte[] text = texts.text(Content.RANDOM, 100_000);
        int part = 1_024;
        for (int i = 0; i < 4; i++) {
            java.util.Arrays.fill(text, (text.length - part) * i / 3, (text.length - part) * i / 3 + part, (byte) 'x');
        }
        byte[] packed = packed(adaptive, text);
        assertTrue(packed.length <= text.length + AdaptiveCompressor.HEADER_BYTES);
        assertArrayEquals(text, unpacked(adaptive, packed), "seed=" + seed);
    }

    @Test
    void dictionary_isNamedByWhatWasPackedWithIt() {
        CompressionDictionary dictionary = CompressionDictionary.train(texts.rows(2_000), 8 << 10);
        AdaptiveCompressor with = adaptive(Compression.zstd(3, dictionary));
        byte[] row = texts.row();
        byte[] packed = packed(with, row);
        assertEquals(dictionary.id(), adaptive.dictionaryId(ByteBuffer.wrap(packed)));
        assertEquals(0, with.dictionaryId(ByteBuffer.wrap(packed(with, texts.text(Content.RANDOM, 50)))));
        assertArrayEquals(row, unpacked(with, packed));
        DecompressionException error =
                assertThrows(DecompressionException.class, () -> unpacked(adaptive, packed), "seed=" + seed);
        assertTrue(String.valueOf(error.getMessage()).contains("dictionary " + dictionary.id()), error.getMessage());
    }

    @Test
    void plainBytes_ofALie_areRefused() {
        assertLie(0, 1_000);
        assertLie(1, 255 * 1_000);
        assertLie(2, 128 * 1_024 * 250);
        assertRefused(header(3, 10, 10), "kind 3");
        assertRefused(header(-1, 10, 10), "kind -1");
        assertRefused(ByteBuffer.allocate(4), "4 bytes are no header");
        assertRefused(header(2, Integer.MAX_VALUE, 1 << 20), "2147483647");
    }

    private static void assertLie(int kind, int plainBytesMax) {
        assertEquals(plainBytesMax, AdaptiveCompressor.plainBytes(header(kind, plainBytesMax, 1_000)));
        assertRefused(header(kind, plainBytesMax + 1, 1_000), "is not in 1000 bytes");
        assertRefused(header(kind, -1, 1_000), "a text of 4294967295 bytes");
    }

    private static ByteBuffer header(int kind, int plainBytes, int bodyBytes) {
        return ByteBuffer.allocate(AdaptiveCompressor.HEADER_BYTES + bodyBytes)
                .put(0, (byte) kind)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(1, plainBytes);
    }

    private static void assertRefused(ByteBuffer packed, String text) {
        DecompressionException error =
                assertThrows(DecompressionException.class, () -> AdaptiveCompressor.plainBytes(packed));
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }

    @Test
    void unpack_anyBytes_endsWell() {
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] packed = packed(adaptive, texts.text(texts.content(), 1 + random.nextInt(2_000)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                packed[random.nextInt(random.nextBoolean() ? 5 : packed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                unpacked(adaptive, packed);
            } catch (DecompressionException e) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused=" + refused + " seed=" + seed);
    }

    @Test
    void wrongArguments_areNamed() {
        ByteBuffer ten = ByteBuffer.allocate(10);
        assertError("packed has 14 bytes", () -> adaptive.pack(ten, ByteBuffer.allocate(14)));
        ByteBuffer locked = ByteBuffer.allocate(15).asReadOnlyBuffer();
        assertError("is read-only", () -> adaptive.pack(ten, locked));
        ByteBuffer packed = ByteBuffer.wrap(packed(adaptive, new byte[3]));
        assertError("plain has 10 bytes", () -> adaptive.unpack(packed, ten));
        assertError(
                "is read-only",
                () -> adaptive.unpack(packed, ByteBuffer.allocate(3).asReadOnlyBuffer()));
        Compressor lz4 = compressor(Compression.LZ4);
        assertError("zstd=LZ4", () -> new AdaptiveCompressor(lz4, lz4));
    }

    private static void assertError(String text, Runnable call) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }
}
