/**
 * Intel's library for storage, ISA-L, if the system has it (Debian: {@code libisal2}).
 *
 * <p>Entry point: {@link io.yggdrasil.accel.isal.IsalAccelerator}. Called through JNA, bound directly. ISA-L takes any matrix: ours
 * makes its slices those of every other accelerator. Threads: any. Hot.
 */
@NullMarked
package io.yggdrasil.accel.isal;

import org.jspecify.annotations.NullMarked;
