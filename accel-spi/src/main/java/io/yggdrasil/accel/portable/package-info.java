/**
 * The accelerator that is always there: Java without anything of the machine, and so the truth that others must agree with.
 *
 * <p>Entry point: {@link io.yggdrasil.accel.portable.PortableAccelerator}. Kernels are those of well-kept libraries: Backblaze's
 * JavaReedSolomon for erasure codes, the JDK and Hash4j for checksums, the JDK for encryption, lz4-java for LZ4. Zstandard is the one
 * that is not Java: zstd-jni brings its library along. Threads: any. Hot where nothing faster is there.
 */
@NullMarked
package io.yggdrasil.accel.portable;

import org.jspecify.annotations.NullMarked;
