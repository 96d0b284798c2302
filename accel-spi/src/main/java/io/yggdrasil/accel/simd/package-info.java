/**
 * The vector instructions of the processor, through {@code jdk.incubator.vector}: the fastest that Java has on a machine without
 * any library.
 *
 * <p>Entry point: {@link io.yggdrasil.accel.simd.SimdAccelerator}. The JVM must be started with {@code --add-modules
 * jdk.incubator.vector}, as for the tests; else its problem says so. Threads: any. Hot.
 */
@NullMarked
package io.yggdrasil.accel.simd;

import org.jspecify.annotations.NullMarked;
