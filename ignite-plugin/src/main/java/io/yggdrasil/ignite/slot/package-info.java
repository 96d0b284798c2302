/**
 * Where a key lives: its Redis Cluster slot, the Ignite partition of that slot, and the Ignite form of its bytes.
 *
 * <p>Entry points: {@link io.yggdrasil.ignite.slot.Slots} computes, {@link io.yggdrasil.ignite.slot.SlotAffinity} tells
 * Ignite, {@link io.yggdrasil.ignite.slot.Keys} converts. Everything here is stateless or immutable, so any thread may
 * call it, and it is hot: computing a slot allocates nothing.
 */
@NullMarked
package io.yggdrasil.ignite.slot;

import org.jspecify.annotations.NullMarked;
