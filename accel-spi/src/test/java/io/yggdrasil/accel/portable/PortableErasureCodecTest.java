package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.ErasureCodecContract;

final class PortableErasureCodecTest extends ErasureCodecContract {
    private final PortableAccelerator accelerator = new PortableAccelerator();

    @Override
    protected ErasureCodec codec(CodeShape shape) {
        return accelerator.erasureCodec(shape);
    }
}
