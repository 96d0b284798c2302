package io.yggdrasil.accel.erasure;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The code, whatever does the arithmetic. What reconstructs a pattern of losses is kept for the next time. */
public final class MatrixCodec implements ErasureCodec {
    /** Patterns that are kept. A store with more than that many at a time pays for a matrix in each call. */
    private static final int PATTERNS_MAX = 1_024;

    private static final int VERIFIED_BYTES = 32 << 10;

    /** Where parity is computed to be compared: memory outside of the heap is too dear to ask for in each call. */
    private static final ThreadLocal<ByteBuffer> EXPECTED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CodeShape.SLICES_MAX * VERIFIED_BYTES));

    private final CodeShape shape;
    private final CodingMatrix matrix;
    private final CodingKernel kernel;
    private final CodingKernel.Coding parity;
    private final Map<Long, CodingKernel.Coding> patterns = new ConcurrentHashMap<>();

    /** Makes the code of a shape of what does its arithmetic. */
    public MatrixCodec(CodeShape shape, CodingKernel kernel) {
        this.shape = shape;
        this.matrix = new CodingMatrix(shape);
        this.kernel = kernel;
        this.parity = kernel.prepare(matrix.parityRows());
    }

    @Override
    public CodeShape shape() {
        return shape;
    }

    @Override
    public void encode(ByteBuffer[] data, ByteBuffer[] parity) {
        requireCount("data slices", data.length, shape.dataSlices());
        requireCount("parity slices", parity.length, shape.paritySlices());
        int length = data[0].remaining();
        requireLength("data", data, length);
        requireLength("parity", parity, length);
        requireWritable("parity", parity);
        if (length > 0) {
            this.parity.code(data, parity, length);
        }
    }

    @Override
    public void reconstruct(@Nullable ByteBuffer[] slices, int present, int wanted) {
        requireCount("slices", slices.length, shape.slices());
        if (((present | wanted) & ~shape.all()) != 0 || (present & wanted) != 0) {
            throw new IllegalArgumentException("present=" + bits(present) + " wanted=" + bits(wanted)
                    + ": must be different slices of " + shape.slices());
        }
        if (Integer.bitCount(present) < shape.dataSlices()) {
            throw new IllegalArgumentException("present=" + bits(present) + ": " + shape.dataSlices()
                    + " slices are needed of " + shape.slices() + ", only " + Integer.bitCount(present) + " are there");
        }
        int sources = lowest(present, shape.dataSlices());
        ByteBuffer[] inputs = pick(slices, sources);
        ByteBuffer[] outputs = pick(slices, wanted);
        int length = inputs[0].remaining();
        requireLength("slices", inputs, length);
        requireLength("slices", outputs, length);
        requireWritable("slices", outputs);
        if (length > 0 && wanted != 0) {
            pattern(sources, wanted).code(inputs, outputs, length);
        }
    }

    private CodingKernel.Coding pattern(int sources, int wanted) {
        Long key = ((long) sources << Integer.SIZE) | (wanted & 0xffffffffL);
        CodingKernel.Coding known = patterns.get(key);
        if (known == null) {
            known = kernel.prepare(matrix.rows(sources, wanted));
            if (patterns.size() < PATTERNS_MAX) {
                patterns.put(key, known);
            }
        }
        return known;
    }

    @Override
    public boolean verify(ByteBuffer[] slices) {
        requireCount("slices", slices.length, shape.slices());
        int length = slices[0].remaining();
        requireLength("slices", slices, length);
        ByteBuffer[] data = new ByteBuffer[shape.dataSlices()];
        ByteBuffer[] expected = new ByteBuffer[shape.paritySlices()];
        int part = Math.min(length, VERIFIED_BYTES);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = EXPECTED.get().slice(i * VERIFIED_BYTES, part);
        }
        for (long at = 0; at < length; at += part) {
            int from = (int) at;
            int count = Math.min(part, length - from);
            for (int i = 0; i < data.length; i++) {
                data[i] = slices[i].slice(slices[i].position() + from, count);
            }
            parity.code(data, expected, count);
            for (int i = 0; i < expected.length; i++) {
                ByteBuffer given = slices[data.length + i];
                if (!given.slice(given.position() + from, count).equals(expected[i].slice(0, count))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The lowest {@code count} slices of a set: data slices first, whose rows cost nothing. */
    private static int lowest(int set, int count) {
        int rest = set;
        for (int i = 0; i < count; i++) {
            rest &= rest - 1;
        }
        return set & ~rest;
    }

    private static ByteBuffer[] pick(@Nullable ByteBuffer[] slices, int set) {
        ByteBuffer[] picked = new ByteBuffer[Integer.bitCount(set)];
        int at = 0;
        for (int i = 0; i < slices.length; i++) {
            if ((set >>> i & 1) != 0) {
                ByteBuffer slice = slices[i];
                if (slice == null) {
                    throw new IllegalArgumentException("slices[" + i + "] is null, but said to be present or wanted");
                }
                picked[at++] = slice;
            }
        }
        return picked;
    }

    private static void requireCount(String what, int count, int expected) {
        if (count != expected) {
            throw new IllegalArgumentException(what + "=" + count + ": the code has " + expected);
        }
    }

    private static void requireLength(String what, ByteBuffer[] slices, int length) {
        for (int i = 0; i < slices.length; i++) {
            if (slices[i].remaining() != length) {
                throw new IllegalArgumentException(
                        what + "[" + i + "] has " + slices[i].remaining() + " bytes, the first slice has " + length);
            }
        }
    }

    private static void requireWritable(String what, ByteBuffer[] slices) {
        for (int i = 0; i < slices.length; i++) {
            if (slices[i].isReadOnly()) {
                throw new IllegalArgumentException(what + "[" + i + "] is to be written, but read-only");
            }
        }
    }

    private static String bits(int set) {
        return "0x" + Integer.toHexString(set);
    }
}
