package io.yggdrasil.accel.opencl;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.CodingKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Coding on a device. Direct buffers at multiples of four bytes are given to it as they are, which for the processor means that
 * nothing is copied; others pass part by part through memory of the thread.
 */
final class OpenClKernel implements CodingKernel {
    private static final int PART_BYTES = 256 << 10;

    private static final ThreadLocal<ByteBuffer[]> PARTS =
            ThreadLocal.withInitial(() -> new ByteBuffer[CodeShape.SLICES_MAX]);

    private final OpenClDevice device;

    OpenClKernel(OpenClDevice device) {
        this.device = device;
    }

    @Override
    public Coding prepare(byte[][] rows) {
        ByteBuffer masks = masks(rows);
        return (inputs, outputs, length) -> {
            if (fit(inputs) && fit(outputs)) {
                run(masks, inputs, outputs, length);
            } else {
                codeParts(masks, inputs, outputs, length);
            }
        };
    }

    /** A word for each bit of each coefficient, all ones or zeros, in the order of the passes of {@link Lane}. */
    private static ByteBuffer masks(byte[][] rows) {
        int inputs = rows[0].length;
        ByteBuffer masks = ByteBuffer.allocateDirect(rows.length * inputs * Byte.SIZE * Integer.BYTES)
                .order(ByteOrder.nativeOrder());
        for (int row = 0; row < rows.length; row += Lane.ROWS_MAX) {
            for (int input = 0; input < inputs; input++) {
                for (int i = row; i < Math.min(row + Lane.ROWS_MAX, rows.length); i++) {
                    for (int bit = 0; bit < Byte.SIZE; bit++) {
                        masks.putInt(-(rows[i][input] >>> bit & 1));
                    }
                }
            }
        }
        return masks.clear();
    }

    private static boolean fit(ByteBuffer[] slices) {
        for (ByteBuffer slice : slices) {
            if (!slice.isDirect() || slice.alignmentOffset(slice.position(), Integer.BYTES) != 0) {
                return false;
            }
        }
        return true;
    }

    private void codeParts(ByteBuffer masks, ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
        ByteBuffer[] in = new ByteBuffer[inputs.length];
        ByteBuffer[] out = new ByteBuffer[outputs.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = part(i);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = part(in.length + i);
        }
        for (long at = 0; at < length; at += PART_BYTES) {
            int from = (int) at;
            int count = Math.min(PART_BYTES, length - from);
            for (int i = 0; i < in.length; i++) {
                in[i].put(0, inputs[i], inputs[i].position() + from, count);
            }
            run(masks, in, out, count);
            for (int i = 0; i < out.length; i++) {
                outputs[i].put(outputs[i].position() + from, out[i], 0, count);
            }
        }
    }

    private static ByteBuffer part(int slice) {
        ByteBuffer[] parts = PARTS.get();
        ByteBuffer part = parts[slice];
        if (part == null) {
            part = ByteBuffer.allocateDirect(PART_BYTES);
            parts[slice] = part;
        }
        return part;
    }

    private void run(ByteBuffer masks, ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
        Lane lane = device.take();
        try {
            lane.code(masks, inputs, outputs, length);
        } finally {
            device.giveBack(lane);
        }
    }
}
