package io.yggdrasil.accel.lz4;

import io.yggdrasil.accel.Accelerator;
import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.CompressionKind;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.compress.Lz4Compressor;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/** LZ4's own library. */
public final class Lz4Accelerator implements Accelerator {
    /** For {@link java.util.ServiceLoader}. */
    public Lz4Accelerator() {}

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public @Nullable String problem() {
        try {
            LZ4Factory.nativeInstance();
            return null;
        } catch (LinkageError | AssertionError e) {
            return "lz4-java has no library that this platform can load";
        }
    }

    @Override
    public @Nullable ErasureCodec erasureCodec(CodeShape shape) {
        return null;
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
    public @Nullable Compressor compressor(Compression how) {
        return how.kind() == CompressionKind.LZ4 ? new Lz4Compressor(how.level(), LZ4Factory.nativeInstance()) : null;
    }
}
