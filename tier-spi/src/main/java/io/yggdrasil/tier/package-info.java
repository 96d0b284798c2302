/**
 * Storage tiers: the place for arenas, admission policies, filters, memory regions and segments.
 *
 * <p>A tier is described by an interface that states its threads, the ownership of its buffers, its failures and its
 * limits, with an abstract contract test that every implementation inherits. This module builds on
 * {@code io.yggdrasil.accel}, knows nothing of Ignite and is useful alone. The first tier is the hot one, in
 * {@link io.yggdrasil.tier.hot}; {@link io.yggdrasil.tier.region} opens memory of every kind: DRAM, PMem, CXL. Which
 * entries of a tier stay is for {@link io.yggdrasil.tier.policy} to say; {@link io.yggdrasil.tier.simulate} tries it out
 * on recorded traces.
 */
@NullMarked
package io.yggdrasil.tier;

import org.jspecify.annotations.NullMarked;
