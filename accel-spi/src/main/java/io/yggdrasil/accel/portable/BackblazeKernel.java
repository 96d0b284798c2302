package io.yggdrasil.accel.portable;

import com.backblaze.erasure.CodingLoop;
import com.backblaze.erasure.InputOutputByteTableCodingLoop;
import io.yggdrasil.accel.erasure.CodingKernel;

/** Portable Java: Backblaze's fastest loop, part by part through arrays of its own. The truth that others must agree with. */
final class BackblazeKernel implements CodingKernel {
    private static final int PART_BYTES = 16 << 10;

    private static final CodingLoop LOOP = new InputOutputByteTableCodingLoop();

    @Override
    public Coding prepare(byte[][] rows) {
        return (inputs, outputs, length) -> {
            int part = Math.min(length, PART_BYTES);
            byte[][] in = new byte[inputs.length][part];
            byte[][] out = new byte[outputs.length][part];
            for (long at = 0; at < length; at += part) {
                int from = (int) at;
                int count = Math.min(part, length - from);
                for (int i = 0; i < in.length; i++) {
                    inputs[i].get(inputs[i].position() + from, in[i], 0, count);
                }
                LOOP.codeSomeShards(rows, in, in.length, out, out.length, 0, count);
                for (int i = 0; i < out.length; i++) {
                    outputs[i].put(outputs[i].position() + from, out[i], 0, count);
                }
            }
        };
    }
}
