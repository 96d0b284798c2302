/**
 * Accelerated kernels, of which so far erasure codes, checksums, a cipher, compressors and measures of vectors are there.
 *
 * <p>Purpose: what costs much time for each byte runs where it is fastest on this machine. A kernel is described by an interface
 * that states its threads, the ownership of its buffers, its failures and its limits. Entry point: {@link
 * io.yggdrasil.accel.Accelerators}, which finds the {@link io.yggdrasil.accel.Accelerator}s, each of which makes kernels. The
 * portable one is the truth: a faster one must agree with it byte for byte, or within the bounds that a contract states.
 *
 * <p>Buffers over memory that is closed, or that another thread is confined to, must not be given to a kernel: native ones work on
 * addresses, and would end the JVM.
 *
 * <p>This module knows nothing of Ignite and is useful alone.
 *
 * <p>Threads: any.
 */
@NullMarked
package io.yggdrasil.accel;

import org.jspecify.annotations.NullMarked;
