package io.yggdrasil.accel.simd;

import com.backblaze.erasure.Galois;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.CodingKernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Multiplication by tables of half bytes: a product is the sum of the products of the upper and of the lower four bits, each of
 * which is picked out of 16 by the processor's permutation of bytes, for all bytes of a vector at once. {@value #ROWS_TOGETHER}
 * outputs at a time are computed in one pass over an input, as they share its halves; those that are left over one by one.
 *
 * <p>Slices pass part by part through arrays of the thread, one input after the other through the same one. Parts of 8 KB took up
 * to a quarter longer where slices come from memory, those of 32 KB and more longer where they come from a cache. Rejected:
 * doubling and adding, which wants no permutation but four passes as many (4 instead of 11 GB/s for (6,3) on AVX-512, JDK 17).
 */
final class SimdKernel implements CodingKernel {
    private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int HALF = 16;
    private static final int ROWS_TOGETHER = 3;
    private static final int PART_BYTES = 16 << 10;

    private static final ThreadLocal<Parts> PARTS = ThreadLocal.withInitial(Parts::new);

    /** Not final, see {@link Outlined}. */
    private static MethodHandle addOne = Outlined.find(
            MethodHandles.lookup(), "addOne", void.class, byte[].class, byte[].class, byte[].class, int.class);

    /** Not final, see {@link Outlined}. */
    private static MethodHandle addThree = Outlined.find(
            MethodHandles.lookup(),
            "addThree",
            void.class,
            byte[].class,
            byte[].class,
            byte[].class,
            byte[].class,
            byte[].class,
            byte[].class,
            byte[].class,
            int.class);

    /** What a thread works in: a part of one input and the same part of all outputs. */
    private static final class Parts {
        private final byte[] input = new byte[PART_BYTES];
        private final byte[][] outputs = new byte[CodeShape.SLICES_MAX][PART_BYTES];
    }

    /** Why it cannot be used; null: it can. */
    static @Nullable String problem() {
        return LANES < HALF ? "the processor has no vectors of 16 bytes" : null;
    }

    @Override
    public Coding prepare(byte[][] rows) {
        byte[][][] tables = new byte[rows.length][][];
        for (int row = 0; row < rows.length; row++) {
            tables[row] = new byte[rows[row].length][];
            for (int column = 0; column < rows[row].length; column++) {
                tables[row][column] = table(rows[row][column]);
            }
        }
        return (inputs, outputs, length) -> code(tables, inputs, outputs, length);
    }

    /** The products with all lower halves, a vector's width of them, then those with all upper halves. */
    private static byte[] table(byte factor) {
        byte[] table = new byte[2 * LANES];
        for (int i = 0; i < LANES; i++) {
            table[i] = Galois.multiply(factor, (byte) (i % HALF));
            table[LANES + i] = Galois.multiply(factor, (byte) (i % HALF << 4));
        }
        return table;
    }

    private static void code(byte[][][] tables, ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
        Parts parts = PARTS.get();
        for (long at = 0; at < length; at += PART_BYTES) {
            int from = (int) at;
            int count = Math.min(PART_BYTES, length - from);
            for (int i = 0; i < outputs.length; i++) {
                Arrays.fill(parts.outputs[i], 0, count, (byte) 0);
            }
            for (int i = 0; i < inputs.length; i++) {
                inputs[i].get(inputs[i].position() + from, parts.input, 0, count);
                add(tables, i, parts, outputs.length, count);
            }
            for (int i = 0; i < outputs.length; i++) {
                outputs[i].put(outputs[i].position() + from, parts.outputs[i], 0, count);
            }
        }
    }

    /** Adds the products of an input to all outputs. What is behind {@code count} in the last vector is coded too, and nobody's. */
    private static void add(byte[][][] tables, int input, Parts parts, int outputs, int count) {
        byte[] in = parts.input;
        byte[][] out = parts.outputs;
        try {
            int row = 0;
            for (; row + ROWS_TOGETHER <= outputs; row += ROWS_TOGETHER) {
                addThree.invokeExact(
                        tables[row][input],
                        tables[row + 1][input],
                        tables[row + 2][input],
                        in,
                        out[row],
                        out[row + 1],
                        out[row + 2],
                        count);
            }
            for (; row < outputs; row++) {
                addOne.invokeExact(tables[row][input], in, out[row], count);
            }
        } catch (Throwable e) {
            throw Outlined.failure(e);
        }
    }

    private static ByteVector vector(byte[] bytes, int at) {
        return ByteVector.fromArray(SPECIES, bytes, at);
    }

    /** The upper halves, moved as ints, of which the lower halves of the neighbours are cut off: no processor moves bytes. */
    private static ByteVector upper(ByteVector bytes) {
        return bytes.reinterpretAsInts()
                .lanewise(VectorOperators.LSHR, 4)
                .reinterpretAsBytes()
                .and((byte) (HALF - 1));
    }

    /** Adds to what is in {@code out} the products of bytes, given as halves. */
    private static void add(ByteVector low, ByteVector high, ByteVector lower, ByteVector upper, byte[] out, int at) {
        low.selectFrom(lower)
                .lanewise(VectorOperators.XOR, high.selectFrom(upper))
                .lanewise(VectorOperators.XOR, vector(out, at))
                .intoArray(out, at);
    }

    static void addOne(byte[] table, byte[] in, byte[] out, int count) {
        ByteVector lower = vector(table, 0);
        ByteVector upper = vector(table, LANES);
        for (int at = 0; at < count; at += LANES) {
            ByteVector bytes = vector(in, at);
            ByteVector low = bytes.and((byte) (HALF - 1));
            ByteVector high = upper(bytes);
            add(low, high, lower, upper, out, at);
        }
    }

    static void addThree(
            byte[] table, byte[] table2, byte[] table3, byte[] in, byte[] out, byte[] out2, byte[] out3, int count) {
        ByteVector lower = vector(table, 0);
        ByteVector upper = vector(table, LANES);
        ByteVector lower2 = vector(table2, 0);
        ByteVector upper2 = vector(table2, LANES);
        ByteVector lower3 = vector(table3, 0);
        ByteVector upper3 = vector(table3, LANES);
        for (int at = 0; at < count; at += LANES) {
            ByteVector bytes = vector(in, at);
            ByteVector low = bytes.and((byte) (HALF - 1));
            ByteVector high = upper(bytes);
            add(low, high, lower, upper, out, at);
            add(low, high, lower2, upper2, out2, at);
            add(low, high, lower3, upper3, out3, at);
        }
    }
}
