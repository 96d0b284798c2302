/**
 * What the eviction policies make of recorded traces.
 *
 * <p>Purpose: hit ratios of {@link io.yggdrasil.tier.policy.PolicyKind} over cache sizes. Entry points: {@link
 * io.yggdrasil.tier.simulate.TraceFormat#read} and {@link io.yggdrasil.tier.simulate.Simulation#run}. A format is a constant
 * of {@code TraceFormat}.
 *
 * <p>Threads: a simulation uses several, its result is immutable. Cold.
 */
@NullMarked
package io.yggdrasil.tier.simulate;

import org.jspecify.annotations.NullMarked;
