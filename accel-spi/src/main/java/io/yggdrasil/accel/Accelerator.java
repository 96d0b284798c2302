package io.yggdrasil.accel;

import io.yggdrasil.accel.checksum.Checksum;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.compress.Compressor;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.erasure.ErasureCodec;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.accel.vector.VectorKernel;
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

    /** Makes a measure of vectors; null: it has none of that kind. To be asked only where there is no problem. */
    default @Nullable VectorKernel vectorKernel(Measure measure, ElementType type) {
        return null;
    }

    /** Makes a compressor; null: it has none of that kind. To be asked only where there is no problem. */
    default @Nullable Compressor compressor(Compression how) {
        return null;
    }

    /**
     * What tells a version of it from another that may be faster or slower, as one line; empty: nothing is known. To be asked only
     * where there is no problem.
     */
    default String version() {
        return "";
    }

    /** How many calls it works on at once, while others wait: for a device. By default each runs in its caller's thread. */
    default int callsAtOnce() {
        return Integer.MAX_VALUE;
    }
}
