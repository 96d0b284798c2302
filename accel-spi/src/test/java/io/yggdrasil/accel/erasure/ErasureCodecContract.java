package io.yggdrasil.accel.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.backblaze.erasure.ReedSolomon;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ErasureCodec} does; the truth is Backblaze's library, used as its makers meant it. */
public abstract class ErasureCodecContract {
    private static final int[] LENGTHS = {1, 2, 15, 16, 31, 33, 63, 64, 65, 127, 1_000, 4_096, 16_383, 16_385, 70_001};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Makes the code under test. */
    protected abstract ErasureCodec codec(CodeShape shape);

    /** Where slices are. */
    private enum Place {
        HEAP,
        DIRECT,
        MIXED
    }

    private String what(CodeShape shape, int length, Place place) {
        return shape + " length=" + length + " place=" + place + " seed=" + seed;
    }

    /** A slice with something before and behind it, at any alignment. */
    private ByteBuffer slice(int length, Place place) {
        int before = random.nextInt(70);
        int all = before + length + random.nextInt(70);
        boolean direct = place == Place.DIRECT || (place == Place.MIXED && random.nextBoolean());
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(all) : ByteBuffer.allocate(all);
        if (random.nextBoolean()) {
            return buffer.slice(before, length);
        }
        return buffer.position(before).limit(before + length);
    }

    private ByteBuffer[] slices(int count, int length, Place place) {
        return IntStream.range(0, count).mapToObj(i -> slice(length, place)).toArray(ByteBuffer[]::new);
    }

    private void fill(ByteBuffer slice) {
        byte[] bytes = new byte[slice.remaining()];
        random.nextBytes(bytes);
        slice.put(slice.position(), bytes);
    }

    private static byte[] bytes(ByteBuffer slice) {
        byte[] bytes = new byte[slice.remaining()];
        slice.get(slice.position(), bytes);
        return bytes;
    }

    /** Makes random data and its parity. */
    private ByteBuffer[] encoded(ErasureCodec codec, int length, Place place) {
        CodeShape shape = codec.shape();
        ByteBuffer[] all = slices(shape.slices(), length, place);
        ByteBuffer[] data = Arrays.copyOf(all, shape.dataSlices());
        for (ByteBuffer one : data) {
            fill(one);
        }
        codec.encode(data, Arrays.copyOfRange(all, shape.dataSlices(), all.length));
        return all;
    }

    private CodeShape randomShape() {
        int data = 1 + random.nextInt(CodeShape.SLICES_MAX - 1);
        return new CodeShape(data, 1 + random.nextInt(CodeShape.SLICES_MAX - data));
    }

    @Test
    void encode_randomShapesLengthsAndBuffers_asBackblazeDoes() {
        for (int round = 0; round < 120; round++) {
            CodeShape shape = randomShape();
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            Place place = Place.values()[round % 3];
            ByteBuffer[] all = encoded(codec(shape), length, place);
            byte[][] expected = new byte[shape.slices()][length];
            for (int i = 0; i < shape.dataSlices(); i++) {
                expected[i] = bytes(all[i]);
            }
            ReedSolomon.create(shape.dataSlices(), shape.paritySlices()).encodeParity(expected, 0, length);
            for (int i = 0; i < all.length; i++) {
                assertTrue(
                        Arrays.equals(expected[i], bytes(all[i])), "slice " + i + " of " + what(shape, length, place));
            }
        }
    }

    @Test
    void reconstruct_everyLossOfSmallCodes_givesBackWhatWasThere() {
        for (CodeShape shape :
                List.of(new CodeShape(1, 1), new CodeShape(3, 2), new CodeShape(4, 3), new CodeShape(6, 3))) {
            ErasureCodec codec = codec(shape);
            ByteBuffer[] all = encoded(codec, 100, Place.DIRECT);
            for (int present = 0; present <= shape.all(); present++) {
                if (Integer.bitCount(present) >= shape.dataSlices()) {
                    reconstruct(codec, all, present, shape.all() & ~present, Place.DIRECT);
                }
            }
        }
    }

    @Test
    void reconstruct_randomLosses_onlyWhatIsWanted() {
        for (int round = 0; round < 120; round++) {
            CodeShape shape = randomShape();
            ErasureCodec codec = codec(shape);
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            Place place = Place.values()[round % 3];
            ByteBuffer[] all = encoded(codec, length, place);
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, all.length).boxed().toList());
            java.util.Collections.shuffle(order, random);
            int lost = random.nextInt(shape.paritySlices() + 1);
            int present = shape.all();
            for (int i = 0; i < lost; i++) {
                present &= ~(1 << order.get(i));
            }
            int wanted = shape.all() & ~present & random.nextInt();
            reconstruct(codec, all, present, wanted, place);
        }
    }

    private void reconstruct(ErasureCodec codec, ByteBuffer[] all, int present, int wanted, Place place) {
        @Nullable ByteBuffer[] slices = new ByteBuffer[all.length];
        int length = all[0].remaining();
        for (int i = 0; i < all.length; i++) {
            if ((present >>> i & 1) != 0) {
                slices[i] = all[i];
            } else if ((wanted >>> i & 1) != 0) {
                slices[i] = slice(length, place);
            }
        }
        codec.reconstruct(slices, present, wanted);
        for (int i = 0; i < all.length; i++) {
            ByteBuffer slice = slices[i];
            if (slice != null) {
                String what = "slice " + i + " present=" + Integer.toBinaryString(present) + " wanted="
                        + Integer.toBinaryString(wanted) + " of " + what(codec.shape(), length, place);
                assertTrue(Arrays.equals(bytes(all[i]), bytes(slice)), what);
            }
        }
    }

    @Test
    void aRangeOfAllSlices_isACodeWordOfItsOwn() {
        CodeShape shape = new CodeShape(6, 3);
        ErasureCodec codec = codec(shape);
        ByteBuffer[] all = encoded(codec, 10_000, Place.DIRECT);
        @Nullable ByteBuffer[] range = new ByteBuffer[all.length];
        for (int i = 0; i < all.length; i++) {
            range[i] = all[i].slice(all[i].position() + 4_321, 777);
        }
        byte[] expected = bytes(all[2].slice(all[2].position() + 4_321, 777));
        ByteBuffer out = ByteBuffer.allocateDirect(777);
        range[2] = out;
        range[8] = null;
        codec.reconstruct(range, shape.all() & ~(1 << 2 | 1 << 8), 1 << 2);
        assertTrue(Arrays.equals(expected, bytes(out)));
    }

    @Test
    void verify_findsAChangeOfAnyByte() {
        for (int round = 0; round < 60; round++) {
            CodeShape shape = randomShape();
            ErasureCodec codec = codec(shape);
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            Place place = Place.values()[round % 3];
            ByteBuffer[] all = encoded(codec, length, place);
            assertTrue(codec.verify(all), what(shape, length, place));
            ByteBuffer changed = all[random.nextInt(all.length)];
            int at = changed.position() + random.nextInt(length);
            changed.put(at, (byte) (changed.get(at) ^ 1 << random.nextInt(8)));
            assertFalse(codec.verify(all), what(shape, length, place));
        }
    }

    @Test
    void calls_leavePositionsAndLimits_andTakeEmptySlices() {
        CodeShape shape = new CodeShape(3, 2);
        ErasureCodec codec = codec(shape);
        ByteBuffer[] all = slices(5, 50, Place.MIXED);
        int[] positions = Arrays.stream(all).mapToInt(ByteBuffer::position).toArray();
        int[] limits = Arrays.stream(all).mapToInt(ByteBuffer::limit).toArray();
        codec.encode(Arrays.copyOf(all, 3), Arrays.copyOfRange(all, 3, 5));
        codec.verify(all);
        codec.reconstruct(all, 0b11100, 0b00011);
        for (int i = 0; i < all.length; i++) {
            assertEquals(positions[i], all[i].position());
            assertEquals(limits[i], all[i].limit());
        }
        ByteBuffer[] empty = slices(5, 0, Place.MIXED);
        codec.encode(Arrays.copyOf(empty, 3), Arrays.copyOfRange(empty, 3, 5));
        codec.reconstruct(empty, 0b11100, 0b00011);
        assertTrue(codec.verify(empty));
    }

    @Test
    void wrongArguments_areNamed() {
        CodeShape shape = new CodeShape(3, 2);
        ErasureCodec codec = codec(shape);
        ByteBuffer[] all = slices(5, 50, Place.HEAP);
        ByteBuffer[] data = Arrays.copyOf(all, 3);
        ByteBuffer[] parity = Arrays.copyOfRange(all, 3, 5);
        assertError("data slices=5: the code has 3", () -> codec.encode(all, parity));
        assertError("parity slices=3: the code has 2", () -> codec.encode(data, data));
        ByteBuffer[] uneven = data.clone();
        uneven[2] = slice(49, Place.HEAP);
        assertError("data[2] has 49 bytes, the first slice has 50", () -> codec.encode(uneven, parity));
        ByteBuffer[] locked = {parity[0], parity[1].asReadOnlyBuffer()};
        assertError("parity[1] is to be written, but read-only", () -> codec.encode(data, locked));
        assertError("3 slices are needed of 5, only 2 are there", () -> codec.reconstruct(all, 0b00011, 0b00100));
        assertError("must be different slices of 5", () -> codec.reconstruct(all, 0b00111, 0b00100));
        assertError("must be different slices of 5", () -> codec.reconstruct(all, 0b100111, 0b01000));
        @Nullable ByteBuffer[] gap = all.clone();
        gap[4] = null;
        assertError("slices[4] is null", () -> codec.reconstruct(gap, 0b00111, 0b10000));
    }

    private static void assertError(String text, Runnable call) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }

    @Test
    void oneCodec_manyThreads_allRight() throws Exception {
        CodeShape shape = new CodeShape(6, 3);
        ErasureCodec codec = codec(shape);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                ByteBuffer[] slices = encoded(codec, 5_000, Place.MIXED);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        int lost = 1 << i % 9 | 1 << (i / 9) % 9;
                        @Nullable ByteBuffer[] some = slices.clone();
                        List<byte[]> expected = new ArrayList<>();
                        for (int s = 0; s < some.length; s++) {
                            if ((lost >>> s & 1) != 0) {
                                expected.add(bytes(slices[s]));
                                some[s] = ByteBuffer.allocateDirect(5_000);
                            }
                        }
                        codec.reconstruct(some, shape.all() & ~lost, lost);
                        int at = 0;
                        for (int s = 0; s < some.length; s++) {
                            ByteBuffer one = some[s];
                            if ((lost >>> s & 1) != 0 && one != null) {
                                assertTrue(Arrays.equals(expected.get(at++), bytes(one)), "slice " + s);
                            }
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
