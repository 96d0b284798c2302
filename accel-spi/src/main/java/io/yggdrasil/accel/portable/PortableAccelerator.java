package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
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
}
