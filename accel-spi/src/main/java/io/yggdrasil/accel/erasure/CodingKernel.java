package io.yggdrasil.accel.erasure;

import java.nio.ByteBuffer;

/** What multiplies slices by a matrix over GF(2^8): all that an accelerator has to do for a code. Threads: any, at once. */
public interface CodingKernel {
    /** Prepares a matrix: a row of coefficients for each output, one of them for each input. */
    Coding prepare(byte[][] rows);

    /** A matrix that is prepared. */
    interface Coding {
        /**
         * Writes the first {@code length} bytes of the outputs, which as the inputs begin at their positions. The arguments were
         * checked: as many buffers as the matrix wants, all of {@code length} bytes at least, 1 or more, outputs writable.
         */
        void code(ByteBuffer[] inputs, ByteBuffer[] outputs, int length);
    }
}
