package io.yggdrasil.accel.simd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import io.yggdrasil.accel.vector.VectorKernelContract;

final class SimdVectorKernelTest extends VectorKernelContract {
    private final SimdAccelerator accelerator = new SimdAccelerator();

    @Override
    protected VectorKernel kernel(Measure measure, ElementType type) {
        String problem = accelerator.problem();
        assumeTrue(problem == null, problem);
        return accelerator.vectorKernel(measure, type);
    }
}
