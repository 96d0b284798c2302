package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.Lz4Compressor;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.MatrixCodec;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.PairMeasure;
import io.yggdrasil.accel.vector.PairwiseKernel;
import io.yggdrasil.accel.vector.ScalarF16;
import io.yggdrasil.accel.vector.ScalarF32;
import io.yggdrasil.accel.vector.ScalarInt8;
import io.yggdrasil.accel.vector.VectorKernel;
import net.jpountz.lz4.LZ4Factory;
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

    @Override
    public Checksum checksum(ChecksumKind kind) {
        return switch (kind) {
            case CRC32C -> new JdkCrc32c();
            case XXH3 -> new Xxh3();
        };
    }

    @Override
    public Cipher cipher() {
        return new JdkAesGcm();
    }

    @Override
    public VectorKernel vectorKernel(Measure measure, ElementType type) {
        PairMeasure pair = switch (type) {
            case F32 -> ScalarF32.of(measure);
            case F16 -> ScalarF16.of(measure);
            case INT8 -> ScalarInt8.of(measure);
        };
        return new PairwiseKernel(measure, type, pair);
    }

    /** Null for Zstandard where zstd-jni has no library for the platform. */
    @Override
    public @Nullable Compressor compressor(Compression how) {
        return switch (how.kind()) {
            case NONE -> new Uncompressed();
            case LZ4 -> new Lz4Compressor(how.level(), LZ4Factory.safeInstance());
            case ZSTD -> zstd(how);
        };
    }

    private static @Nullable Compressor zstd(Compression how) {
        try {
            return new JniZstd(how.level(), how.dictionary());
        } catch (LinkageError e) {
            return null;
        }
    }
}
