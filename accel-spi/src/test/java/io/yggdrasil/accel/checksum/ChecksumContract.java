package io.yggdrasil.accel.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link Checksum} does. */
public abstract class ChecksumContract {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** The checksum under test. */
    protected abstract Checksum checksum();

    /** The checksum of the portable accelerator, of the same kind. */
    protected abstract Checksum portable();

    /** The checksum of the nine bytes "123456789". */
    protected abstract long ofNineDigits();

    @Test
    void of_knownBytes_isTheKnownNumber() {
        assertEquals(ofNineDigits(), checksum().of(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void of_randomBytes_heapDirectAndInParts_agreeWithPortable() {
        Checksum checksum = checksum();
        for (int round = 0; round < 300; round++) {
            int length = round < 300 / 2 ? round : random.nextInt(200_000);
            byte[] bytes = new byte[length + random.nextInt(40)];
            random.nextBytes(bytes);
            int from = bytes.length - length;
            ByteBuffer heap = ByteBuffer.wrap(bytes, from, length);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(bytes.length).put(0, bytes).position(from);
            String what = "length=" + length + " seed=" + seed;
            long expected = portable().of(heap);
            assertEquals(expected, checksum.of(heap), what);
            assertEquals(expected, checksum.of(direct), what);
            assertEquals(expected, checksum.of(direct.asReadOnlyBuffer()), what);
            assertEquals(expected, checksum.of(heap.asReadOnlyBuffer()), what);
            assertEquals(from, heap.position());
            assertEquals(from, direct.position());
            Checksum.Running running = checksum.begin();
            int at = 0;
            while (at < length) {
                int count = Math.min(length - at, 1 + random.nextInt(length));
                running.update((random.nextBoolean() ? heap : direct).slice(from + at, count));
                at += count;
                running.value();
            }
            assertEquals(expected, running.value(), what);
        }
    }
}
