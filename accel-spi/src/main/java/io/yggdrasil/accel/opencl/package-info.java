/**
 * Whatever device has a driver for OpenCL: a GPU, a board, or the processor itself by PoCL (Debian: {@code pocl-opencl-icd}).
 *
 * <p>Entry point: {@link io.yggdrasil.accel.opencl.OpenClAccelerator}. Called through JOCL, which loads {@code libOpenCL.so} by just
 * that name (Debian: {@code ocl-icd-opencl-dev}). The first GPU or board is taken, else the first processor; there is one of them a
 * process, with its compiled kernels, and it is never closed: the driver takes all back when the process ends. What a call needs
 * besides is released by the call, whatever its end.
 *
 * <p>Threads: any; {@value io.yggdrasil.accel.opencl.OpenClDevice#LANES} calls run at once, others wait. Hot for large slices: a
 * call costs about a hundred microseconds beside the work ({@code ErasureCodecBenchmark}, PoCL).
 */
@NullMarked
package io.yggdrasil.accel.opencl;

import org.jspecify.annotations.NullMarked;
