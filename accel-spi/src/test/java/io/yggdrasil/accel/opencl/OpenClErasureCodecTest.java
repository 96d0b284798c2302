package io.yggdrasil.accel.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.AcceleratorException;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.CodingKernel;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.ErasureCodecContract;
import io.yggdrasil.accel.portable.PortableAccelerator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jocl.CL;
import org.jocl.Pointer;
import org.junit.jupiter.api.Test;

final class OpenClErasureCodecTest extends ErasureCodecContract {
    private final OpenClAccelerator accelerator = new OpenClAccelerator();

    @Override
    protected ErasureCodec codec(CodeShape shape) {
        assumeUsable();
        return accelerator.erasureCodec(shape);
    }

    private void assumeUsable() {
        String problem = accelerator.problem();
        assumeTrue(problem == null, problem);
    }

    /** Those are given to a processor as they are: at any multiple of four bytes, more than one work item has. */
    @Test
    void encode_largeSlices_directAndOnTheHeap_asPortable() {
        CodeShape shape = new CodeShape(10, 5);
        ErasureCodec codec = codec(shape);
        int length = (1 << 20) + 13;
        ByteBuffer[] direct = new ByteBuffer[shape.slices()];
        ByteBuffer[] heap = new ByteBuffer[shape.slices()];
        ByteBuffer[] expected = new ByteBuffer[shape.slices()];
        Random random = new Random(7);
        for (int i = 0; i < shape.slices(); i++) {
            byte[] content = new byte[length];
            random.nextBytes(content);
            ByteBuffer memory = ByteBuffer.allocateDirect(length + Integer.BYTES * (i + 1));
            direct[i] = memory.position(memory.alignmentOffset(0, Integer.BYTES) + Integer.BYTES * i)
                    .slice()
                    .limit(length)
                    .put(0, content);
            heap[i] = ByteBuffer.wrap(content.clone());
            expected[i] = ByteBuffer.wrap(content.clone());
        }
        encode(codec, direct);
        encode(codec, heap);
        encode(Objects.requireNonNull(new PortableAccelerator().erasureCodec(shape)), expected);
        for (int i = 0; i < shape.slices(); i++) {
            assertEquals(-1, direct[i].mismatch(expected[i]), "direct slice " + i);
            assertEquals(-1, heap[i].mismatch(expected[i]), "slice " + i + " on the heap");
        }
    }

    private static void encode(ErasureCodec codec, ByteBuffer[] all) {
        int data = codec.shape().dataSlices();
        codec.encode(Arrays.copyOf(all, data), Arrays.copyOfRange(all, data, all.length));
    }

    /** What a driver refuses is one exception; all that was taken is given back, and the device goes on. */
    @Test
    void code_whatTheDriverRefuses_isOneException_andLeavesNothing() {
        assumeUsable();
        OpenClDevice device = OpenClDevice.shared();
        CodingKernel.Coding copy = new OpenClKernel(device).prepare(new byte[][] {{1}});
        ByteBuffer[] in = {ByteBuffer.allocateDirect(100).put(99, (byte) 7)};
        ByteBuffer[] out = {ByteBuffer.allocateDirect(100)};
        int before = references(device);
        for (int i = 0; i < 100; i++) {
            AcceleratorException error = assertThrows(AcceleratorException.class, () -> copy.code(in, out, 0));
            assertTrue(String.valueOf(error.getMessage()).contains("CL_INVALID_BUFFER_SIZE"), error.getMessage());
            copy.code(in, out, 100);
        }
        assertEquals(7, out[0].get(99));
        assertEquals(before, references(device));
    }

    /** How many hold the context, as each piece of memory does. */
    private static int references(OpenClDevice device) {
        int[] count = new int[1];
        CL.clGetContextInfo(device.context(), CL.CL_CONTEXT_REFERENCE_COUNT, Integer.BYTES, Pointer.to(count), null);
        return count[0];
    }
}
