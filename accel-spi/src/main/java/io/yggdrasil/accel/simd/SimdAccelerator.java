package io.yggdrasil.accel.simd;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.MatrixCodec;
import org.jspecify.annotations.Nullable;

/** Vector instructions. */
public final class SimdAccelerator implements Accelerator {
    /** For {@link java.util.ServiceLoader}. */
    public SimdAccelerator() {}

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public @Nullable String problem() {
        try {
            return SimdKernel.problem();
        } catch (LinkageError e) {
            return "the JVM was started without --add-modules jdk.incubator.vector";
        }
    }

    @Override
    public ErasureCodec erasureCodec(CodeShape shape) {
        return new MatrixCodec(shape, new SimdKernel());
    }

    @Override
    public @Nullable Checksum checksum(ChecksumKind kind) {
        return null;
    }

    @Override
    public @Nullable Cipher cipher() {
        return null;
    }
}
