package io.yggdrasil.accel.router;

import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import io.yggdrasil.accel.vector.VectorKernelContract;

final class RoutedVectorKernelTest extends VectorKernelContract {
    private final OffloadRouter router = RealRouter.start();

    @Override
    protected VectorKernel kernel(Measure measure, ElementType type) {
        return router.vectorKernel(measure, type);
    }
}
