package io.yggdrasil.accel.isal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.netty.util.internal.PlatformDependent;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.CodingKernel;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ISA-L. Direct buffers are given to it as they are, others pass part by part through memory of the thread.
 *
 * <p>What a call costs beside the work matters for slices of some KB: so the pointers stand in memory of the thread, and an
 * address is asked for once a buffer.
 */
final class IsalKernel implements CodingKernel {
    private static final int TABLE_BYTES = 32;
    private static final int PART_BYTES = 32 << 10;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** Makes the kernel. An {@link UnsatisfiedLinkError} tells why the library is not there. */
    IsalKernel() {
        IsalLibrary.ec_init_tables(1, 1, new byte[1], new byte[TABLE_BYTES]);
    }

    /** What a thread needs: pointers to slices, and room for those that are not in native memory. */
    private static final class Scratch {
        private final ByteBuffer pointers =
                ByteBuffer.allocateDirect(2 * CodeShape.SLICES_MAX * Long.BYTES).order(ByteOrder.nativeOrder());
        private final long address = address(pointers);
        private final ByteBuffer[] parts = new ByteBuffer[CodeShape.SLICES_MAX];

        /** Room for a part of a slice. */
        ByteBuffer part(int slice) {
            ByteBuffer part = parts[slice];
            if (part == null) {
                part = ByteBuffer.allocateDirect(PART_BYTES);
                parts[slice] = part;
            }
            return part;
        }
    }

    /** Where a direct buffer begins: as Netty reads it, if this JVM lets it, which costs a tenth of JNA's call. */
    static long address(ByteBuffer direct) {
        return PlatformDependent.hasUnsafe()
                ? PlatformDependent.directBufferAddress(direct)
                : Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    public Coding prepare(byte[][] rows) {
        int inputs = rows[0].length;
        byte[] coefficients = new byte[rows.length * inputs];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, coefficients, i * inputs, inputs);
        }
        byte[] tables = new byte[TABLE_BYTES * coefficients.length];
        IsalLibrary.ec_init_tables(inputs, rows.length, coefficients, tables);
        ByteBuffer kept = ByteBuffer.allocateDirect(tables.length).put(0, tables);
        return new IsalCoding(kept, address(kept));
    }

    /** @param tables what {@code tablesAddress} points to */
    private record IsalCoding(ByteBuffer tables, long tablesAddress) implements Coding {
        @Override
        public void code(ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
            Scratch scratch = SCRATCH.get();
            if (areDirect(inputs) && areDirect(outputs)) {
                codeDirectly(scratch, inputs, outputs, length);
                return;
            }
            for (long from = 0; from < length; from += PART_BYTES) {
                codePart(scratch, inputs, outputs, (int) from, (int) Math.min(PART_BYTES, length - from));
            }
        }

        private void codeDirectly(Scratch scratch, ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
            try {
                point(scratch.pointers, 0, inputs);
                point(scratch.pointers, inputs.length, outputs);
                run(scratch, inputs.length, outputs.length, length);
            } finally {
                Reference.reachabilityFence(inputs);
                Reference.reachabilityFence(outputs);
            }
        }

        private void codePart(Scratch scratch, ByteBuffer[] inputs, ByteBuffer[] outputs, int from, int count) {
            int slices = inputs.length + outputs.length;
            for (int i = 0; i < slices; i++) {
                ByteBuffer part = scratch.part(i);
                if (i < inputs.length) {
                    part.put(0, inputs[i], inputs[i].position() + from, count);
                }
                scratch.pointers.putLong(i * Long.BYTES, address(part));
            }
            run(scratch, inputs.length, outputs.length, count);
            for (int i = 0; i < outputs.length; i++) {
                outputs[i].put(outputs[i].position() + from, scratch.part(inputs.length + i), 0, count);
            }
        }

        private void run(Scratch scratch, int inputs, int outputs, int length) {
            long sources = scratch.address;
            long targets = sources + (long) inputs * Long.BYTES;
            try {
                IsalLibrary.ec_encode_data(length, inputs, outputs, tablesAddress, sources, targets);
            } finally {
                Reference.reachabilityFence(tables);
            }
        }

        private static boolean areDirect(ByteBuffer[] buffers) {
            boolean direct = true;
            for (ByteBuffer buffer : buffers) {
                direct &= buffer.isDirect();
            }
            return direct;
        }

        private static void point(ByteBuffer pointers, int first, ByteBuffer[] slices) {
            for (int i = 0; i < slices.length; i++) {
                pointers.putLong((first + i) * Long.BYTES, address(slices[i]) + slices[i].position());
            }
        }
    }
}
