package io.yggdrasil.accel.router;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.DecompressionException;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.portable.PortableAccelerator;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

final class LyingAcceleratorTest {
    private static final int ODD_SIZE = 5_555;

    private final RouterFixture fixture = new RouterFixture();
    private final FakeAccelerator fake = fixture.fake("fake");

    @Test
    void knownDataWrong_neverUsed() {
        fake.lies(bytes -> bytes == 1_000);
        OffloadRouter router = fixture.router(fake);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        int calls = fake.calls();
        assertTrue(fixture.isRight(checksum, 1_000));
        assertEquals(calls, fake.calls());
        assertEquals("portable", RouterFixture.route(router, "crc32c", 1_000));
        String lie = router.report().quarantined().get("fake");
        assertTrue(lie.startsWith("crc32c of known data: the result was "), lie);
    }

    @Test
    void wrongAtOneSize_verified_rightResultAndNeverUsedAgain() {
        fake.lies(bytes -> bytes == ODD_SIZE);
        OffloadRouter router = fixture.router(fake);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        ErasureCodec codec = router.erasureCodec(new CodeShape(2, 1));
        assertEquals("fake", RouterFixture.route(router, "crc32c", ODD_SIZE));
        fixture.dice.set(RouterFixture.VERIFIED);
        assertTrue(fixture.isRight(checksum, ODD_SIZE + 1));
        assertEquals(0, router.report().quarantined().size());
        assertTrue(fixture.isRight(checksum, ODD_SIZE));
        assertTrue(router.report().quarantined().get("fake").startsWith("crc32c of 5555 bytes: the result was "));
        int calls = fake.calls();
        fixture.clock.addAndGet(Breaker.MOST_NANOS);
        for (int draw = 0; draw < 5_000; draw++) {
            fixture.dice.set(draw);
            assertTrue(fixture.isRight(checksum, 10));
        }
        codec.encode(new ByteBuffer[] {fixture.bytes(10), fixture.bytes(10)}, new ByteBuffer[] {fixture.bytes(10)});
        assertEquals(calls, fake.calls(), "who lies once is not believed in other operations either");
    }

    @Test
    void wrongAndNotVerified_isOnlyAsSafeAsTheSampling() {
        fake.lies(bytes -> bytes == ODD_SIZE);
        Checksum checksum = fixture.router(fake).checksum(ChecksumKind.CRC32C);
        assertFalse(fixture.isRight(checksum, ODD_SIZE));
    }

    @Test
    void wrongParity_verified_isWrittenAnew_andTheReportTellsTheByte() {
        fake.lies(bytes -> bytes == 2 * ODD_SIZE);
        OffloadRouter router = fixture.router(fake);
        ErasureCodec codec = router.erasureCodec(new CodeShape(2, 1));
        fixture.dice.set(RouterFixture.VERIFIED);
        ByteBuffer[] data = {fixture.bytes(ODD_SIZE), fixture.bytes(ODD_SIZE)};
        ByteBuffer parity = ByteBuffer.allocateDirect(ODD_SIZE);
        codec.encode(data, new ByteBuffer[] {parity});
        ErasureCodec truth = new PortableAccelerator().erasureCodec(new CodeShape(2, 1));
        assertTrue(truth.verify(new ByteBuffer[] {data[0], data[1], parity}));
        String lie = router.report().quarantined().get("fake");
        assertTrue(lie.matches("encode \\(2,1\\) of 11110 bytes: byte 5554 of output 0 was 0x.., right is 0x.."), lie);
    }

    @Test
    void cipherThatOpensEverything_isBarredBeforeItIsUsed() {
        fake.lies(bytes -> true);
        OffloadRouter router = fixture.router(fake);
        Cipher cipher = router.cipher();
        assertTrue(router.report().quarantined().get("fake").contains("the result was true, right is false"));
        ByteBuffer plain = fixture.bytes(100);
        assertFalse(cipher.open(
                new byte[Cipher.KEY_BYTES],
                new byte[Cipher.NONCE_BYTES],
                ByteBuffer.allocate(0),
                fixture.bytes(116),
                plain));
        assertEquals(ByteBuffer.allocate(100), plain);
    }

    @Test
    void compressedBytesThatGiveAnotherText_areMadeAnew() {
        OffloadRouter router = fixture.router(fake);
        Compressor compressor = router.compressor(Compression.LZ4);
        fixture.dice.set(RouterFixture.VERIFIED);
        fake.lies(bytes -> bytes == ODD_SIZE);
        ByteBuffer text = fixture.bytes(ODD_SIZE);
        ByteBuffer compressed = ByteBuffer.allocate(compressor.compressedBytesMax(ODD_SIZE));
        compressed.limit(compressor.compress(text, compressed));
        ByteBuffer back = ByteBuffer.allocate(ODD_SIZE);
        new PortableAccelerator().compressor(Compression.LZ4).decompress(compressed, back);
        assertEquals(text, back);
        String lie = router.report().quarantined().get("fake");
        assertTrue(lie.startsWith("compress lz4 0 of 5555 bytes: "), lie);
    }

    @Test
    void anotherTextAfterDecompression_isMadeAnew() {
        OffloadRouter router = fixture.router(fake);
        Compressor compressor = router.compressor(Compression.LZ4);
        ByteBuffer text = fixture.bytes(ODD_SIZE);
        ByteBuffer compressed = ByteBuffer.allocate(compressor.compressedBytesMax(ODD_SIZE));
        compressed.limit(compressor.compress(text, compressed));
        fixture.dice.set(RouterFixture.VERIFIED);
        fake.lies(bytes -> bytes == ODD_SIZE);
        ByteBuffer back = ByteBuffer.allocate(ODD_SIZE);
        compressor.decompress(compressed, back);
        assertEquals(text, back);
        assertTrue(router.report().quarantined().get("fake").contains("byte 5554 of output 0"));
    }

    @Test
    void damagedBytes_areTheCallers() {
        OffloadRouter router = fixture.router(fake);
        Compressor compressor = router.compressor(Compression.LZ4);
        ByteBuffer plain = ByteBuffer.allocate(100);
        assertThrows(DecompressionException.class, () -> compressor.decompress(ByteBuffer.allocate(3), plain));
        assertFalse(RouterFixture.offer(router, "decompress lz4 0", "fake").isResting());
    }

    @Test
    void scores_mayDifferByTheStatedErrorOnly() {
        OffloadRouter router = fixture.router(fake);
        VectorKernel kernel = router.vectorKernel(Measure.SQUARED_L2, ElementType.F32);
        VectorKernel truth = new PortableAccelerator().vectorKernel(Measure.SQUARED_L2, ElementType.F32);
        ByteBuffer query = floats(64);
        ByteBuffer vectors = floats(640);
        float[] scores = new float[10];
        fixture.dice.set(RouterFixture.VERIFIED);
        kernel.scores(query, vectors, scores);
        assertEquals(0, router.report().quarantined().size(), "a millionth is within the bounds");
        fake.lies(bytes -> bytes == vectors.remaining());
        kernel.scores(query, vectors, scores);
        float[] expected = new float[10];
        truth.scores(query, vectors, expected);
        assertArrayEquals(expected, scores);
        String lie = router.report().quarantined().get("fake");
        assertTrue(lie.matches("squared_l2 f32 of many of 2560 bytes: place 0: a score was .*, right is .*"), lie);
    }

    /** Squares of such elements are beyond the floats, or vanish, where the score does not. */
    @Test
    void scoresOfTinyAndHugeElements_areJudgedByTheStatedError() {
        ScoreTolerance tolerance =
                new ScoreTolerance(new PortableAccelerator().vectorKernel(Measure.DOT, ElementType.F32));
        float[][] pairs = {{1e-24f, 1e24f}, {1e-25f, 0.01f}, {1e-30f, 1e10f}, {1e-20f, 1e-20f}};
        for (float[] pair : pairs) {
            ByteBuffer a = filled(pair[0]);
            ByteBuffer b = filled(pair[1]);
            float right = (float) (64 * (double) pair[0] * pair[1]);
            assertNull(tolerance.difference(a, b, right * 1.000001f, right));
            assertNotNull(tolerance.difference(a, b, right * 1.001f + 2 * Float.MIN_VALUE, right));
        }
        float infinite = Float.POSITIVE_INFINITY;
        for (float lie : new float[] {0, -infinite, Float.NaN, 1e38f}) {
            assertNotNull(tolerance.difference(filled(1e30f), filled(1e30f), lie, infinite), () -> "lie=" + lie);
        }
    }

    private static ByteBuffer filled(float element) {
        ByteBuffer floats = ByteBuffer.allocate(64 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            floats.putFloat(element);
        }
        return floats.flip();
    }

    private ByteBuffer floats(int count) {
        ByteBuffer floats = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            floats.putFloat((float) random.nextGaussian());
        }
        return floats.flip();
    }

    @Test
    void everyCallVerified_manyThreads_noWrongByteIsSeen() throws Exception {
        CodeShape shape = new CodeShape(3, 2);
        OffloadRouter router = fixture.router(1, null, fake);
        Checksum checksum = router.checksum(ChecksumKind.CRC32C);
        ErasureCodec codec = router.erasureCodec(shape);
        assertEquals("fake", RouterFixture.route(router, "encode (3,2)", 999));
        fake.lies(bytes -> ThreadLocalRandom.current().nextInt(200) == 0);
        PortableAccelerator truth = new PortableAccelerator();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Random random = new Random(t);
                all.add(threads.submit(() -> {
                    ByteBuffer[] slices = new ByteBuffer[5];
                    for (int i = 0; i < 500; i++) {
                        for (int s = 0; s < slices.length; s++) {
                            byte[] bytes = new byte[100];
                            random.nextBytes(bytes);
                            slices[s] = ByteBuffer.wrap(bytes);
                        }
                        assertEquals(
                                truth.checksum(ChecksumKind.CRC32C).of(slices[0]), checksum.of(slices[0]), "call " + i);
                        codec.encode(
                                new ByteBuffer[] {slices[0], slices[1], slices[2]},
                                new ByteBuffer[] {slices[3], slices[4]});
                        assertTrue(truth.erasureCodec(shape).verify(slices), "call " + i);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, router.report().quarantined().size(), "of 8,000 calls one of 200 was wrong");
    }
}
