package io.yggdrasil.accel.opencl;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.AcceleratorException;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.MatrixCodec;
import org.jspecify.annotations.Nullable;

/** A device of OpenCL. Where it fails, its kernels throw {@link AcceleratorException}. */
public final class OpenClAccelerator implements Accelerator {
    /** For {@link java.util.ServiceLoader}. */
    public OpenClAccelerator() {}

    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public @Nullable String problem() {
        return OpenClDevice.problem();
    }

    @Override
    public ErasureCodec erasureCodec(CodeShape shape) {
        return new MatrixCodec(shape, new OpenClKernel(OpenClDevice.shared()));
    }

    @Override
    public @Nullable Checksum checksum(ChecksumKind kind) {
        return null;
    }

    @Override
    public @Nullable Cipher cipher() {
        return null;
    }

    @Override
    public String version() {
        return OpenClDevice.shared().name();
    }

    @Override
    public int callsAtOnce() {
        return OpenClDevice.LANES;
    }
}
