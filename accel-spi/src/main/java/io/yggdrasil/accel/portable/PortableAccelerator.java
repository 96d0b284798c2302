package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.MatrixCodec;
import org.jspecify.annotations.Nullable;

/** Portable Java. */
public final class PortableAccelerator implements Accelerator {
    /** For {@link java.util.ServiceLoader}. */
    public PortableAccelerator() {}

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public @Nullable String problem() {
        return null;
    }

    @Override
    public ErasureCodec erasureCodec(CodeShape shape) {
        return new MatrixCodec(shape, new BackblazeKernel());
    }
}
