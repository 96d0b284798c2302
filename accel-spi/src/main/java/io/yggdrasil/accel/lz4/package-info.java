/**
 * LZ4's own library, which lz4-java brings along for the usual platforms: several times as fast to decompress as Java
 * ({@code CompressorBenchmark}).
 *
 * <p>Entry point: {@link io.yggdrasil.accel.lz4.Lz4Accelerator}. Threads: any. Hot.
 */
@NullMarked
package io.yggdrasil.accel.lz4;

import org.jspecify.annotations.NullMarked;
