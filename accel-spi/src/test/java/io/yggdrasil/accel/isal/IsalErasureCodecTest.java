package io.yggdrasil.accel.isal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.ErasureCodecContract;

final class IsalErasureCodecTest extends ErasureCodecContract {
    private final IsalAccelerator accelerator = new IsalAccelerator();

    @Override
    protected ErasureCodec codec(CodeShape shape) {
        String problem = accelerator.problem();
        assumeTrue(problem == null, problem);
        return accelerator.erasureCodec(shape);
    }
}
