package io.yggdrasil.accel.simd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.ErasureCodecContract;

final class SimdErasureCodecTest extends ErasureCodecContract {
    private final SimdAccelerator accelerator = new SimdAccelerator();

    @Override
    protected ErasureCodec codec(CodeShape shape) {
        String problem = accelerator.problem();
        assumeTrue(problem == null, problem);
        return accelerator.erasureCodec(shape);
    }
}
