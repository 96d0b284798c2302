/**
 * Checksums: short numbers that tell whether bytes are what they were.
 *
 * <p>Entry point: {@link io.yggdrasil.accel.checksum.Checksum}, which an {@link io.yggdrasil.accel.Accelerator} makes. They find
 * accidents, not forgery. Threads: a checksum is used by any number of threads at once, what it begins by one. Hot.
 */
@NullMarked
package io.yggdrasil.accel.checksum;

import org.jspecify.annotations.NullMarked;
