package io.yggdrasil.accel;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Something that kernels run on: a library, instructions of the processor, a device. Found by {@link ServiceLoader}, so it has a
 * constructor without arguments, which neither fails nor takes long.
 *
 * <p>Threads: any.
 */
public interface Accelerator {
    /** The name that configuration and reports know it by: lower case letters and digits. */
    String name();

    /** Why it cannot be used on this machine, as one line; null: it can. Found out by the first call. */
    @Nullable
    String problem();

    /** Makes a code; null: it has none. To be asked only where there is no problem. */
    @Nullable
    ErasureCodec erasureCodec(CodeShape shape);

    /** Makes a checksum; null: it has none of that kind. To be asked only where there is no problem. */
    @Nullable
    Checksum checksum(ChecksumKind kind);

    /** Makes AES-256-GCM; null: it has none. To be asked only where there is no problem. */
    @Nullable
    Cipher cipher();

    /** Makes a compressor; null: it has none of that kind. To be asked only where there is no problem. */
    default @Nullable Compressor compressor(Compression how) {
        return null;
    }
}
