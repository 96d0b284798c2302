package io.yggdrasil.accel.simd;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.MatrixCodec;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.PairMeasure;
import io.yggdrasil.accel.vector.PairwiseKernel;
import io.yggdrasil.accel.vector.VectorKernel;
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

    @Override
    public VectorKernel vectorKernel(Measure measure, ElementType type) {
        PairMeasure pair = switch (type) {
            case F32 -> SimdF32.of(measure);
            case F16 -> SimdF16.of(measure);
            case INT8 -> SimdInt8.of(measure);
        };
        return new PairwiseKernel(measure, type, new OutlinedMeasure(pair));
    }
}
