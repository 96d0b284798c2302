/**
 * Distances and similarities of vectors: what a search by meaning spends its time on.
 *
 * <p>Entry point: {@link io.yggdrasil.accel.vector.VectorKernel}, which an {@link io.yggdrasil.accel.Accelerator} makes, mostly of
 * a {@link io.yggdrasil.accel.vector.PairMeasure}, which knows neither buffers nor wrong arguments. Threads: any number at once.
 * Hot.
 */
@NullMarked
package io.yggdrasil.accel.vector;

import org.jspecify.annotations.NullMarked;
