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
