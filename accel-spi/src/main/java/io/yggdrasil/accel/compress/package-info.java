/**
 * Compression: bytes made fewer, and back again.
 *
 * <p>Entry points: {@link io.yggdrasil.accel.compress.Compressor}, which an {@link io.yggdrasil.accel.Accelerator} makes of a {@link
 * io.yggdrasil.accel.compress.Compression}, and {@link io.yggdrasil.accel.compress.AdaptiveCompressor}, which chooses one for each
 * text by a sample of it. What comes in may be anybody's: nothing that a decompressor is given breaks more than its own call.
 *
 * <p>Threads: any number at once. Hot; to make a compressor of a dictionary, or a dictionary of samples, is not.
 */
@NullMarked
package io.yggdrasil.accel.compress;

import org.jspecify.annotations.NullMarked;
