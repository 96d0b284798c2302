package io.yggdrasil.accel.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.ErasureCodecContract;
import io.yggdrasil.accel.erasure.MatrixCodec;
import org.jspecify.annotations.Nullable;

/** A processor, worked with as a GPU is. */
final class OpenClOwnMemoryTest extends ErasureCodecContract {
    private static @Nullable OpenClDevice device;

    @Override
    protected ErasureCodec codec(CodeShape shape) {
        String problem = OpenClDevice.problem();
        assumeTrue(problem == null, problem);
        if (device == null) {
            device = OpenClDevice.shared().withMemoryOfItsOwn();
        }
        return new MatrixCodec(shape, new OpenClKernel(device));
    }
}
