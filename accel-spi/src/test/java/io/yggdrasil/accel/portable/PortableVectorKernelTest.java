package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import io.yggdrasil.accel.vector.VectorKernelContract;

final class PortableVectorKernelTest extends VectorKernelContract {
    private final PortableAccelerator accelerator = new PortableAccelerator();

    @Override
    protected VectorKernel kernel(Measure measure, ElementType type) {
        return accelerator.vectorKernel(measure, type);
    }
}
