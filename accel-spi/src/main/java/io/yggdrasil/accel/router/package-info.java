/**
 * Sends each call to the accelerator that is the cheapest for its size, and to none that fails or lies.
 *
 * <p>Purpose: callers have a kernel of the usual interface and need not know what this machine has. Entry point: {@link
 * io.yggdrasil.accel.router.OffloadRouter}.
 *
 * <p>How: an {@link io.yggdrasil.accel.router.OffloadRouter} makes a {@code Route} for each operation. That proves every
 * {@code Candidate} on known data, knows its {@code Costs} (a fixed part and one for each byte, measured once and kept in the
 * {@code Profile}, corrected by timed calls), and publishes a {@code Ranking} for each {@code SizeClass}. Most calls read that and
 * go straight to its first kernel; what is to be timed, verified, tried again or has to queue goes the careful way. A new interface
 * needs a wrapper as {@code RoutedChecksum} and a {@code Workload}.
 *
 * <p>Threads: any. Hot: what a wrapper and {@code Route.quick} do; making kernels and the careful way are not.
 */
@NullMarked
package io.yggdrasil.accel.router;

import org.jspecify.annotations.NullMarked;
