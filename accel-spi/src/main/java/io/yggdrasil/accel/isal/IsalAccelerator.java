package io.yggdrasil.accel.isal;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.erasure.MatrixCodec;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
import org.jspecify.annotations.Nullable;

/** ISA-L. */
public final class IsalAccelerator implements Accelerator {
    /** For {@link java.util.ServiceLoader}. */
    public IsalAccelerator() {}

    @Override
    public String name() {
        return "isal";
    }

    @Override
    public @Nullable String problem() {
        try {
            new IsalKernel();
            return null;
        } catch (LinkageError e) {
            return "libisal.so.2 is not there (Debian: libisal2)";
        }
    }

    @Override
    public ErasureCodec erasureCodec(CodeShape shape) {
        return new MatrixCodec(shape, new IsalKernel());
    }

    @Override
    public @Nullable Checksum checksum(ChecksumKind kind) {
        return kind == ChecksumKind.CRC32C ? new IsalCrc32c() : null;
    }

    @Override
    public @Nullable Cipher cipher() {
        return null;
    }

    @Override
    public @Nullable VectorKernel vectorKernel(Measure measure, ElementType type) {
        return null;
    }

    @Override
    public String version() {
        return IsalLibrary.fileName();
    }
}
