/**
 * Accelerated kernels: the place for codes, checksums, ciphers and vector distances.
 *
 * <p>A kernel is described by an interface that states its threads, the ownership of its buffers, its failures and its
 * limits. The portable Java implementation is the truth; a faster one must agree with it byte for byte. This module
 * knows nothing of Ignite and is useful alone. It holds no kernel yet.
 */
@NullMarked
package io.yggdrasil.accel;

import org.jspecify.annotations.NullMarked;
