package io.yggdrasil.accel.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.compress.Texts.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link Compressor} does. */
public abstract class CompressorContract {
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 7, 11, 12, 13, 64, 255, 256, 257, 1_000, 4_096, 16_385, 65_535, 65_546, 65_547, 131_073, 300_001
    };
    private static final int LARGE = (1 << 20) + 13;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Texts texts = new Texts(random);

    /** The compressor under test. */
    protected abstract Compressor compressor(Compression how);

    /** That of the portable accelerator. */
    protected abstract Compressor portable(Compression how);

    /** All that are to be tested: those that the accelerator has. */
    protected abstract List<Compression> compressions();

    private byte[] compressed(Compressor compressor, byte[] text) {
        ByteBuffer room = texts.buffer(compressor.compressedBytesMax(text.length));
        int bytes = compressor.compress(texts.source(text), room);
        String what = compressor.kind() + " length=" + text.length + " seed=" + seed;
        assertTrue(bytes >= 0, what);
        return Texts.content(room, bytes);
    }

    private byte[] decompressed(Compressor compressor, byte[] compressed, int length) {
        ByteBuffer plain = texts.buffer(length);
        compressor.decompress(texts.source(compressed), plain);
        Texts.assertNothingAround(plain, length, "seed=" + seed);
        return Texts.content(plain, length);
    }

    @Test
    void decompress_whatWasCompressed_isTheText_alsoByAndForPortable() {
        for (Compression how : compressions()) {
            Compressor[] two = {compressor(how), portable(how)};
            for (Content content : Content.values()) {
                for (int length : LENGTHS) {
                    int writer = random.nextInt(2);
                    byte[] text = texts.text(content, length);
                    byte[] compressed = compressed(two[writer], text);
                    byte[] back = decompressed(two[1 - writer], compressed, length);
                    assertArrayEquals(text, back, how + " " + content + " length=" + length + " seed=" + seed);
                }
            }
        }
    }

    @Test
    void decompress_largeTexts_inEveryPairOfPlaces() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            byte[] text = texts.text(Content.ROWS, LARGE);
            for (int round = 0; round < 4; round++) {
                boolean fromDirect = (round & 1) != 0;
                boolean toDirect = (round & 2) != 0;
                ByteBuffer plain = place(fromDirect, LARGE).put(0, text);
                ByteBuffer compressed = place(toDirect, compressor.compressedBytesMax(LARGE));
                int bytes = compressor.compress(plain, compressed);
                assertTrue(how.kind() == CompressionKind.NONE || bytes < LARGE / 3, how + " bytes=" + bytes);
                ByteBuffer back = place(fromDirect, LARGE);
                compressor.decompress(compressed.limit(bytes), back);
                assertTrue(Arrays.equals(text, Texts.content(back, LARGE)), how + " seed=" + seed);
            }
        }
    }

    private static ByteBuffer place(boolean direct, int bytes) {
        return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    @Test
    void compress_tooLittleRoom_saysSoAndStaysWithinIt() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            for (int round = 0; round < 200; round++) {
                byte[] text = texts.text(texts.content(), random.nextInt(2_000));
                int needed = compressed(compressor, text).length;
                ByteBuffer room = texts.buffer(random.nextInt(needed + 20));
                int bytes = compressor.compress(texts.source(text), room);
                String what = how + " length=" + text.length + " needed=" + needed + " room=" + room + " seed=" + seed;
                Texts.assertNothingAround(room, room.remaining(), what);
                assertTrue(bytes <= room.remaining(), what);
                if (bytes < 0) {
                    assertTrue(room.remaining() < compressor.compressedBytesMax(text.length), what);
                } else {
                    byte[] back = decompressed(compressor, Texts.content(room, bytes), text.length);
                    assertArrayEquals(text, back, what);
                }
            }
        }
    }

    @Test
    void calls_leavePositionsAndLimits() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            ByteBuffer plain = texts.source(texts.text(Content.ROWS, 500));
            ByteBuffer compressed = texts.buffer(compressor.compressedBytesMax(500));
            ByteBuffer back = texts.buffer(500);
            String before = plain + " " + compressed + " " + back;
            int bytes = compressor.compress(plain, compressed);
            compressor.decompress(compressed.slice(compressed.position(), bytes), back);
            assertEquals(before, plain + " " + compressed + " " + back);
        }
    }

    @Test
    void decompress_anotherLength_isRefused() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            for (Content content : Content.values()) {
                byte[] compressed = compressed(compressor, texts.text(content, 1_000));
                for (int length : new int[] {0, 1, 998, 999, 1_001, 5_000}) {
                    ByteBuffer plain = texts.buffer(length);
                    assertThrows(
                            DecompressionException.class,
                            () -> compressor.decompress(texts.source(compressed), plain),
                            how + " " + content + " length=" + length);
                    Texts.assertNothingAround(plain, length, how + " seed=" + seed);
                }
            }
        }
    }

    @Test
    void decompress_cutOrLonger_isRefused() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            byte[] compressed = compressed(compressor, texts.text(Content.ROWS, 700));
            for (int length = 0; length < compressed.length + 5; length++) {
                if (length != compressed.length) {
                    byte[] other = Arrays.copyOf(compressed, length);
                    assertThrows(
                            DecompressionException.class,
                            () -> decompressed(compressor, other, 700),
                            how + " bytes=" + length + " of " + compressed.length + " seed=" + seed);
                }
            }
        }
    }

    /** What changed bytes decompress to is anybody's guess; but it is that, or the one exception, and within the buffer. */
    @Test
    void decompress_anyBytes_endsWellAndStaysWithinItsBuffer() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            int refused = 0;
            for (int round = 0; round < 4_000; round++) {
                byte[] text = texts.text(texts.content(), 1 + random.nextInt(3_000));
                byte[] compressed = mutated(compressed(compressor, text));
                ByteBuffer plain = texts.buffer(random.nextInt(8) == 0 ? random.nextInt(6_000) : text.length);
                try {
                    compressor.decompress(texts.source(compressed), plain);
                } catch (DecompressionException e) {
                    refused++;
                }
                Texts.assertNothingAround(plain, plain.remaining(), how + " round=" + round + " seed=" + seed);
            }
            assertTrue(refused > 100, how + " refused=" + refused + " seed=" + seed);
        }
    }

    private byte[] mutated(byte[] compressed) {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] changed = Arrays.copyOf(compressed, Math.max(0, compressed.length + length(random.nextInt(4))));
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(16, changed.length) : changed.length);
            changed[at] = random.nextBoolean()
                    ? (byte) (changed[at] ^ 1 << random.nextInt(8))
                    : (byte) (random.nextBoolean() ? 0xff : random.nextInt());
        }
        return changed;
    }

    private int length(int choice) {
        return switch (choice) {
            case 0 -> -random.nextInt(10);
            case 1 -> random.nextInt(10);
            default -> 0;
        };
    }

    @Test
    void wrongArguments_areNamed() {
        for (Compression how : compressions()) {
            Compressor compressor = compressor(how);
            ByteBuffer plain = ByteBuffer.allocate(10);
            ByteBuffer locked = ByteBuffer.allocate(100).asReadOnlyBuffer();
            assertError("compressed is to be written", () -> compressor.compress(plain, locked));
            assertError("plain is to be written", () -> compressor.decompress(plain, locked));
            assertError("plainBytes=-1", () -> compressor.compressedBytesMax(-1));
            assertError("plainBytes=2147483647", () -> compressor.compressedBytesMax(Integer.MAX_VALUE));
            assertTrue(compressor.compressedBytesMax(Compressor.PLAIN_BYTES_MAX) >= Compressor.PLAIN_BYTES_MAX);
        }
    }

    private static void assertError(String text, Runnable call) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }

    @Test
    void oneCompressor_manyThreads_allRight() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Compression how : compressions()) {
                Compressor compressor = compressor(how);
                List<Future<?>> all = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    byte[] text = texts.text(Content.values()[t], 5_000);
                    ByteBuffer plain = texts.source(text);
                    ByteBuffer room = texts.buffer(compressor.compressedBytesMax(5_000));
                    ByteBuffer back = texts.buffer(5_000);
                    all.add(threads.submit(() -> {
                        for (int i = 0; i < 100; i++) {
                            int bytes = compressor.compress(plain, room);
                            compressor.decompress(room.slice(room.position(), bytes), back);
                            assertArrayEquals(text, Texts.content(back, 5_000), how + " seed=" + seed);
                        }
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void dictionary_smallTexts_becomeMuchSmaller_andNameIt() {
        if (compressions().stream().noneMatch(how -> how.kind() == CompressionKind.ZSTD)) {
            return;
        }
        CompressionDictionary dictionary = CompressionDictionary.train(texts.rows(2_000), 8 << 10);
        CompressionDictionary other = CompressionDictionary.train(texts.rows(2_000), 9 << 10);
        Compressor with = compressor(Compression.zstd(3, dictionary));
        Compressor without = compressor(Compression.zstd(3));
        Compressor otherwise = compressor(Compression.zstd(3, other));
        byte[] row = texts.row();
        byte[] compressed = compressed(with, row);
        byte[] compressedWithout = compressed(without, row);
        String what = compressed.length + " of " + compressedWithout.length + " seed=" + seed;
        assertTrue(compressed.length < compressedWithout.length / 2, what);

        assertEquals(dictionary.id(), without.dictionaryId(texts.source(compressed)));
        assertEquals(0, with.dictionaryId(texts.source(compressedWithout)));
        assertArrayEquals(row, decompressed(with, compressed, row.length), what);
        assertArrayEquals(row, decompressed(with, compressedWithout, row.length), what);
        assertArrayEquals(row, decompressed(portable(Compression.zstd(19, dictionary)), compressed, row.length), what);

        assertNames("dictionary " + dictionary.id() + ", this compressor has none", without, compressed, row.length);
        String wrong = "dictionary " + dictionary.id() + ", this compressor has " + other.id();
        assertNames(wrong, otherwise, compressed, row.length);
    }

    private void assertNames(String text, Compressor compressor, byte[] compressed, int length) {
        DecompressionException error = assertThrows(
                DecompressionException.class, () -> decompressed(compressor, compressed, length), "seed=" + seed);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }
}
