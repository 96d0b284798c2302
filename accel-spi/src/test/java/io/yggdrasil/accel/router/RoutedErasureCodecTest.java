package io.yggdrasil.accel.router;

import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.ErasureCodecContract;

final class RoutedErasureCodecTest extends ErasureCodecContract {
    private final OffloadRouter router = RealRouter.start();

    @Override
    protected ErasureCodec codec(CodeShape shape) {
        return router.erasureCodec(shape);
    }
}
