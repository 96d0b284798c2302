/**
 * Encryption that finds every change: AES-256-GCM.
 *
 * <p>Entry point: {@link io.yggdrasil.accel.cipher.Cipher}, which an {@link io.yggdrasil.accel.Accelerator} makes. Threads: any
 * number at once. Hot.
 */
@NullMarked
package io.yggdrasil.accel.cipher;

import org.jspecify.annotations.NullMarked;
